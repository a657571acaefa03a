/** How a server is: readiness, metrics, a log of requests. */
@NullMarked
package dev.spanloom.server.ops;

import org.jspecify.annotations.NullMarked;
