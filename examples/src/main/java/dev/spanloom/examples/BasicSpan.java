package dev.spanloom.examples;

import dev.spanloom.Mlflow;
import java.util.LinkedHashMap;
import java.util.Map;

/** Span tracing API: a span around a block, its inputs and outputs set by hand. */
public final class BasicSpan {
  private BasicSpan() {}

  public static void run() {
    try (var span = Mlflow.startSpan("my_span")) {
      int x = 1;
      int y = 2;
      Map<String, Integer> inputs = new LinkedHashMap<>(); // Map.of would do, but has no order
      inputs.put("x", x);
      inputs.put("y", y);
      span.setInputs(inputs);
      int z = x + y;
      span.setOutputs(z);
    }
  }

  public static void main(String[] args) {
    run();
  }
}
