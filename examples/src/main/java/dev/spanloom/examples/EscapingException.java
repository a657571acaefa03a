package dev.spanloom.examples;

import dev.spanloom.Mlflow;
import java.util.Map;

/**
 * Exception handling: what escapes the block is recorded by itself, in plain try-with-resources.
 * The class is woven by the build plugin, as all examples are.
 */
public final class EscapingException {
  private EscapingException() {}

  public static void run() {
    try (var span = Mlflow.startSpan("failing")) {
      span.setInputs(Map.of("a", 1));
      throw new IllegalArgumentException("something went wrong: é✓");
    }
  }

  /** What the trace knows of it. */
  public static void printFailure() {
    var trace = Mlflow.getTrace(Mlflow.getLastActiveTraceId().orElseThrow()).orElseThrow();
    var span = trace.data().spans().get(0);
    System.out.println(span.status().statusCode() + " " + span.status().description());
    for (var event : span.events()) {
      System.out.println(event.name() + ": " + event.attributes().get("exception.type"));
    }
  }

  public static void main(String[] args) {
    try {
      run();
    } catch (IllegalArgumentException e) {
      System.out.println("The program sees it unchanged: " + e.getMessage());
    }
    printFailure();
  }
}
