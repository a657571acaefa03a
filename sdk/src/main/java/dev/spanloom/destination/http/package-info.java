/** Traces on a server over HTTP: ours, or a real MLflow server of 2.14 or newer. */
@NullMarked
package dev.spanloom.destination.http;

import org.jspecify.annotations.NullMarked;
