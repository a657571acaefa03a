package dev.spanloom.examples;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanType;
import java.util.Map;

/** Span events: now, at a given time, and from an exception. */
public final class SpanEvents {
  private SpanEvents() {}

  public static void run() {
    try (var span = Mlflow.startSpan("manual_span", SpanType.CHAIN)) {
      // Create an event with current timestamp
      var event =
          SpanEvent.of(
              "validation_completed",
              Map.of("records_validated", 1000, "errors_found", 3, "validation_type", "schema"));
      span.addEvent(event);

      // Create an event with specific timestamp (nanoseconds)
      var specificTimeEvent =
          SpanEvent.of(
              "data_checkpoint",
              System.currentTimeMillis() * 1_000_000,
              Map.of("checkpoint_id", "ckpt_123"));
      span.addEvent(specificTimeEvent);

      // Create an event from an exception
      try {
        throw new IllegalArgumentException("Invalid input format");
      } catch (IllegalArgumentException e) {
        var errorEvent = SpanEvent.fromException(e);
        // This creates an event with name="exception" and attributes containing:
        // - exception.message
        // - exception.type
        // - exception.stacktrace

        // Add to current span
        var current = Mlflow.getCurrentActiveSpan();
        current.addEvent(errorEvent);
      }
    }
  }

  public static void main(String[] args) {
    run();
  }
}
