package dev.spanloom.examples;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;

/** Span status: ways to set it, and reading it back from a finished trace. */
public final class SpanStatuses {
  private SpanStatuses() {}

  public static void run() {
    try (var span = Mlflow.startSpan("manual_span", SpanType.CHAIN)) {
      // Create status objects
      var successStatus = new SpanStatus(SpanStatusCode.OK);
      var errorStatus = new SpanStatus(SpanStatusCode.ERROR, "Failed to connect to database");

      // Set status on a live span
      span.setStatus(successStatus);
      span.setStatus(errorStatus); // no effect: an explicit OK is final

      // Or use string shortcuts
      span.setStatus("OK");
      span.setStatus("ERROR");

      // When the block ends as it should, the status is "OK"
    }
  }

  /** Query status from completed spans. */
  public static void printStatuses() {
    String lastTraceId = Mlflow.getLastActiveTraceId().orElseThrow();
    var trace = Mlflow.getTrace(lastTraceId).orElseThrow();

    for (var span : trace.data().spans()) {
      System.out.println(span.status().statusCode());
    }
  }

  public static void main(String[] args) {
    run();
    printStatuses();
  }
}
