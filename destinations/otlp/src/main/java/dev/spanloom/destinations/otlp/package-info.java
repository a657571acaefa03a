/** Any OpenTelemetry backend or Collector as a destination of the SDK, over OTLP. */
@NullMarked
package dev.spanloom.destinations.otlp;

import org.jspecify.annotations.NullMarked;
