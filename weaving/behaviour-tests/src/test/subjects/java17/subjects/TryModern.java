package subjects;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;

/** Blocks in the language of Java 9 to 17. */
public final class TryModern {
  private TryModern() {}

  public static void asOnThePage() throws IOException {
    try (var span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static void declaredOutside() throws IOException {
    LiveSpan span = Mlflow.startSpan("block");
    try (span) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static String declaredOutsideAndNothingEscapes() {
    LiveSpan span = Mlflow.startSpan("block");
    try (span) {
      span.setOutputs(1);
    }
    return "done";
  }

  public static void givenByTheCaller() throws IOException {
    use(Mlflow.startSpan("block"));
  }

  private static void use(LiveSpan span) throws IOException {
    try (span) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  private record Holder(LiveSpan span) {
    void run() throws IOException {
      try (span) {
        throw Probe.thrown(new IOException("broken"));
      }
    }
  }

  public static void inAField() throws IOException {
    new Holder(Mlflow.startSpan("block")).run();
  }

  public static void twoDeclaredOutside() throws IOException {
    var first = Mlflow.startSpan("first");
    var second = Mlflow.startSpan("second");
    try (first;
        second) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static String recordedBehindTheBlock() {
    LiveSpan span = Mlflow.startSpan("block");
    try (span) {
      throw Probe.thrown(new IOException("broken"));
    } catch (IOException e) {
      span.recordException(e);
      return "recovered";
    }
  }

  public static String statusBehindTheBlock() {
    LiveSpan span = Mlflow.startSpan("block");
    try (span) {
      span.setOutputs(1);
    }
    span.setStatus("ERROR");
    return "done";
  }

  private enum Kind {
    GOOD,
    BAD,
    NONE
  }

  private static String inSwitchExpression(Kind kind) throws IOException {
    return switch (kind) {
      case GOOD -> {
        try (var span = Mlflow.startSpan("good")) {
          yield "good";
        }
      }
      case BAD -> {
        try (var span = Mlflow.startSpan("bad")) {
          throw Probe.thrown(new IOException("broken"));
        }
      }
      case NONE -> "none";
    };
  }

  public static String aGoodBranchOfASwitch() throws IOException {
    return inSwitchExpression(Kind.GOOD) + inSwitchExpression(Kind.NONE);
  }

  public static void aBadBranchOfASwitch() throws IOException {
    inSwitchExpression(Kind.BAD);
  }

  public static int aroundASwitch() {
    int sum = 0;
    for (Kind kind : Kind.values()) {
      try (var span = Mlflow.startSpan("turn")) {
        sum +=
            switch (kind) {
              case GOOD -> 1;
              case BAD -> throw Probe.thrown(new IllegalStateException("broken"));
              case NONE -> 0;
            };
      } catch (IllegalStateException e) {
        sum += 100;
      }
    }
    return sum;
  }

  public static String withAPattern() {
    Object value = "text";
    try (var span = Mlflow.startSpan("block")) {
      if (value instanceof String text && !text.isEmpty()) {
        throw Probe.thrown(new IllegalArgumentException(text));
      }
      return "none";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  private record Range(int from, int to) {
    Range {
      try (var span = Mlflow.startSpan("block")) {
        if (from > to) {
          throw Probe.thrown(new IllegalArgumentException(from + " > " + to));
        }
      }
    }
  }

  public static void inARecordsConstructor() {
    new Range(2, 1);
  }

  private interface Worker {
    private void work() throws IOException {
      try (var span = Mlflow.startSpan("block")) {
        throw Probe.thrown(new IOException("broken"));
      }
    }

    default void start() throws IOException {
      work();
    }
  }

  public static void inAPrivateMethodOfAnInterface() throws IOException {
    new Worker() {}.start();
  }

  public static void besideALambdaForm() throws IOException {
    try (var outer = Mlflow.startSpan("outer")) {
      Mlflow.runWithSpan(
          "inner",
          span -> {
            throw Probe.thrown(new IOException("broken"));
          });
    }
  }
}
