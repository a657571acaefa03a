package subjects;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One span, one block, and the ways out of it. */
public final class TryBlocks {
  private TryBlocks() {}

  public static void checkedEscapes() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      span.setInputs("in");
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static void uncheckedEscapes() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      span.setInputs("in");
      fail();
      span.setOutputs("never");
    }
  }

  private static void fail() {
    throw Probe.thrown(new IllegalStateException("broken"));
  }

  public static void errorEscapes() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new AssertionError("broken"));
    }
  }

  public static void jvmExceptionEscapes() {
    int[] none = {};
    try (LiveSpan span = Mlflow.startSpan("block")) {
      none[1] = 2;
    }
  }

  public static String nothingEscapes() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      span.setOutputs(3);
    }
    return "done";
  }

  public static void emptyBlock() {
    try (LiveSpan span = Mlflow.startSpan("block")) {}
  }

  public static int earlyReturn() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      if (span.isRecording()) {
        return 1;
      }
      Probe.say("not reached");
    }
    return 2;
  }

  public static long returnedLong() {
    long before = 5;
    try (LiveSpan span = Mlflow.startSpan("block")) {
      long inside = before * 2;
      return inside + 1;
    }
  }

  public static int continued() {
    int sum = 0;
    for (int i = 0; i < 4; i++) {
      try (LiveSpan span = Mlflow.startSpan("turn")) {
        if (i % 2 == 0) {
          continue;
        }
        sum += i;
      }
    }
    return sum;
  }

  public static int broken() {
    int turns = 0;
    while (true) {
      turns++;
      try (LiveSpan span = Mlflow.startSpan("turn")) {
        if (turns == 3) {
          break;
        }
      }
    }
    return turns;
  }

  public static int labelled() {
    int turns = 0;
    outer:
    for (int i = 0; i < 3; i++) {
      try (LiveSpan outerSpan = Mlflow.startSpan("outer")) {
        for (int j = 0; j < 3; j++) {
          try (LiveSpan inner = Mlflow.startSpan("inner")) {
            turns++;
            if (j == 1) {
              continue outer;
            }
            if (i == 1) {
              break outer;
            }
          }
        }
      }
    }
    return turns;
  }

  /** Every turn has a span of its own; the third fails, and the loop goes on. */
  public static String failingTurnOfALoop() {
    List<String> done = new ArrayList<>();
    for (String item : Arrays.asList("a", "b", "c")) {
      try (LiveSpan span = Mlflow.startSpan("turn " + item)) {
        if (item.equals("b")) {
          throw Probe.thrown(new IllegalArgumentException("no " + item));
        }
        done.add(item);
      } catch (IllegalArgumentException e) {
        done.add("!");
      }
    }
    return done.toString();
  }

  public static void nested() throws IOException {
    try (LiveSpan outer = Mlflow.startSpan("outer")) {
      try (LiveSpan middle = Mlflow.startSpan("middle")) {
        try (LiveSpan inner = Mlflow.startSpan("inner")) {
          throw Probe.thrown(new IOException("deep"));
        }
      }
    }
  }

  public static String nestedAndCaughtBetween() {
    try (LiveSpan outer = Mlflow.startSpan("outer")) {
      String result;
      try (LiveSpan inner = Mlflow.startSpan("inner")) {
        throw Probe.thrown(new IOException("deep"));
      } catch (IOException e) {
        result = "recovered";
      }
      outer.setOutputs(result);
      return result;
    }
  }

  /** Through methods, each with a span of its own. */
  public static void throughMethods() throws IOException {
    try (LiveSpan outer = Mlflow.startSpan("outer")) {
      throughMiddle();
    }
  }

  private static void throughMiddle() throws IOException {
    try (LiveSpan middle = Mlflow.startSpan("middle")) {
      throughInner();
    }
  }

  private static void throughInner() throws IOException {
    try (LiveSpan inner = Mlflow.startSpan("inner")) {
      throw Probe.thrown(new IOException("deep"));
    }
  }

  public static String nullResource() {
    try (LiveSpan span = nothing()) {
      Probe.note("span", span);
    }
    return "done";
  }

  public static void nullResourceAndException() throws IOException {
    try (LiveSpan span = nothing()) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  private static LiveSpan nothing() {
    return null;
  }

  /** The block ends the span by itself, then fails. */
  public static void closedInsideThenFails() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      span.end();
      throw Probe.thrown(new IllegalStateException("late"));
    }
  }

  public static void okByHandThenFails() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      span.setStatus("OK");
      throw Probe.thrown(new IllegalStateException("broken"));
    }
  }

  public static void recordedByHandThenEscapes() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      IOException e = Probe.thrown(new IOException("broken"));
      span.recordException(e);
      throw e;
    }
  }

  public static void recordedInACatchThenEscapes() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      try {
        throw Probe.thrown(new IOException("broken"));
      } catch (IOException e) {
        span.recordException(e);
        throw e;
      }
    }
  }

  public static void spanOfABuilder() {
    try (LiveSpan span = Mlflow.spanBuilder("block").spanType("TOOL").attribute("k", 1).start()) {
      throw Probe.thrown(new IllegalStateException("broken"));
    }
  }

  /** The exception has no message. */
  public static void withoutMessage() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IllegalStateException());
    }
  }

  public static void disabled() throws IOException {
    Mlflow.disable();
    try (LiveSpan span = Mlflow.startSpan("block")) {
      Probe.note("recording", span.isRecording());
      throw Probe.thrown(new IOException("broken"));
    } finally {
      Mlflow.enable();
    }
  }
}
