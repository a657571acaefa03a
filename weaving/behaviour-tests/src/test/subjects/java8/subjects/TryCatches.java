package subjects;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.FileNotFoundException;
import java.io.IOException;

/** Spans among catch and finally. */
public final class TryCatches {
  private TryCatches() {}

  public static String swallowedInside() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      try {
        throw Probe.thrown(new IOException("broken"));
      } catch (IOException e) {
        Probe.say("caught");
      }
      return "done";
    }
  }

  /** The catch of the try itself comes after close. */
  public static String swallowedBehind() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    } catch (IOException e) {
      return "recovered from " + e.getMessage();
    }
  }

  public static String swallowedAround() {
    try {
      try (LiveSpan span = Mlflow.startSpan("block")) {
        throw Probe.thrown(new IOException("broken"));
      }
    } catch (IOException e) {
      return "recovered";
    }
  }

  public static void rethrownInside() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      try {
        throw Probe.thrown(new IOException("broken"));
      } catch (IOException e) {
        Probe.say("caught");
        throw e;
      }
    }
  }

  public static void rethrownBehind() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    } catch (IOException e) {
      Probe.say("caught");
      throw e;
    }
  }

  /** The block itself makes another exception of it: that one escapes. */
  public static void translatedInside() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      try {
        throw new FileNotFoundException("no file");
      } catch (IOException e) {
        throw Probe.thrown(new IllegalStateException("translated", e));
      }
    }
  }

  /** It is translated behind the block: the block saw the first. */
  public static void translatedBehind() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw new FileNotFoundException("no file");
    } catch (IOException e) {
      throw Probe.thrown(new IllegalStateException("translated", e));
    }
  }

  public static void translatedBetweenTwoSpans() {
    try (LiveSpan outer = Mlflow.startSpan("outer")) {
      try (LiveSpan inner = Mlflow.startSpan("inner")) {
        throw new FileNotFoundException("no file");
      } catch (IOException e) {
        throw Probe.thrown(new IllegalStateException("translated", e));
      }
    }
  }

  public static String withFinally() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      return "done";
    } finally {
      Probe.say("finally");
    }
  }

  public static void withFinallyAndException() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    } finally {
      Probe.say("finally");
    }
  }

  public static String withCatchAndFinally() {
    String result = "none";
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    } catch (FileNotFoundException e) {
      result = "not this one";
    } catch (IOException e) {
      result = "caught";
    } finally {
      result += " and finally";
    }
    return result;
  }

  @SuppressWarnings("finally")
  public static String returnFromFinally() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IllegalStateException("broken"));
    } finally {
      return "finally";
    }
  }

  public static void finallyInside() throws IOException {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      try {
        throw Probe.thrown(new IOException("broken"));
      } finally {
        span.setAttribute("cleaned", true);
      }
    }
  }

  /** A span that is opened while an exception is on its way: it ended well. */
  public static void spanInACatch() throws IOException {
    try {
      throw Probe.thrown(new IOException("broken"));
    } catch (IOException e) {
      try (LiveSpan span = Mlflow.startSpan("clean up")) {
        span.setInputs(e.getMessage());
      }
      throw e;
    }
  }

  public static void spanInAFinally() throws IOException {
    try {
      throw Probe.thrown(new IOException("broken"));
    } finally {
      try (LiveSpan span = Mlflow.startSpan("clean up")) {
        Probe.say("cleaned");
      }
    }
  }

  public static void closedByHandInFinally() throws IOException {
    LiveSpan span = Mlflow.startSpan("block");
    try {
      throw Probe.thrown(new IOException("broken"));
    } finally {
      span.close();
    }
  }

  public static String closedByHandInFinallyAndNothingEscapes() {
    LiveSpan span = Mlflow.startSpan("block");
    try {
      return "done";
    } finally {
      span.close();
    }
  }

  public static String closedByHandWithoutTry() {
    LiveSpan span = Mlflow.startSpan("block");
    span.setOutputs(1);
    span.close();
    return "done";
  }

  /** As careful programs do it without weaving. */
  public static void recordedAndClosedByHand() throws IOException {
    LiveSpan span = Mlflow.startSpan("block");
    try {
      throw Probe.thrown(new IOException("broken"));
    } catch (IOException e) {
      span.recordException(e);
      throw e;
    } finally {
      span.close();
    }
  }

  public static String multiCatch() {
    try (LiveSpan span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IllegalArgumentException("broken"));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return e.getMessage();
    }
  }
}
