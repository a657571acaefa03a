/** Files of traces: the proxy that MLflow's clients upload to, and what they are made of. */
@NullMarked
package dev.spanloom.server.artifacts;

import org.jspecify.annotations.NullMarked;
