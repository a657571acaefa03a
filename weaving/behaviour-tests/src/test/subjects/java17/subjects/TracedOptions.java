package subjects;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.entities.SpanType;
import dev.spanloom.weaving.behaviour.fork.Probe;

/** The elements of {@code @Trace}, and spans around and inside of traced methods. */
public final class TracedOptions {
  private TracedOptions() {}

  @Trace(
      name = "custom name",
      spanType = SpanType.LLM,
      attributes = {
        @Trace.Attribute(key = "delta", value = "1"),
        @Trace.Attribute(key = "text", value = "with \"quotes\",\n\t\\ and ümlaut")
      })
  static int full(int x) {
    return x + 1;
  }

  public static int nameTypeAttributes() {
    return full(1);
  }

  @Trace(samplingRatio = 0)
  static int never(int x) {
    return below(x);
  }

  @Trace(samplingRatio = 1)
  static int always(int x) {
    return below(x);
  }

  @Trace
  static int below(int x) {
    return x;
  }

  public static int sampledNever() {
    return never(3);
  }

  public static int sampledAlways() {
    return always(3);
  }

  /** Sampling is decided where a trace begins. */
  public static int sampledNeverBelowASpan() {
    try (var span = Mlflow.startSpan("outer")) {
      return never(3);
    }
  }

  public static int sampledAlwaysWhereTheProcessSamplesNothing() {
    Mlflow.setSamplingRatio(0);
    return always(3) + below(4);
  }

  @Trace(destination = "77")
  static int elsewhere(int x) {
    return below(x);
  }

  public static int destination() {
    return elsewhere(3);
  }

  /** Where a trace goes is decided where it begins. */
  public static int destinationBelowASpan() {
    try (var span = Mlflow.startSpan("outer")) {
      return elsewhere(3);
    }
  }

  public static int disabled() {
    Mlflow.disable();
    try {
      return always(3) + full(1);
    } finally {
      Mlflow.enable();
    }
  }

  public static int enabledAgain() {
    Mlflow.disable();
    Mlflow.enable();
    return full(1);
  }

  @Trace
  static int level1(int x) {
    try (var span = Mlflow.startSpan("level2")) {
      return Mlflow.withSpan("level3", s -> level4(x));
    }
  }

  @Trace
  static int level4(int x) {
    Probe.note("current", Mlflow.getCurrentActiveSpan().name());
    return x;
  }

  public static int nested() {
    try (var span = Mlflow.startSpan("level0")) {
      int result = level1(3);
      Probe.note("current after", Mlflow.getCurrentActiveSpan().name());
      return result;
    }
  }

  @Trace
  static void sibling(String name) {}

  public static void siblings() {
    try (var span = Mlflow.startSpan("outer")) {
      sibling("a");
      sibling("b");
    }
  }

  /** Without anything around it, each call is a trace. */
  public static void traceOfItsOwn() {
    sibling("a");
    sibling("b");
  }
}
