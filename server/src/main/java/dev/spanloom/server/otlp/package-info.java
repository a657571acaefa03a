/** OTLP over HTTP and gRPC. */
@NullMarked
package dev.spanloom.server.otlp;

import org.jspecify.annotations.NullMarked;
