package subjects;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;

/** Exceptions that leave traced methods, or do not. */
public final class TracedFailures {
  private TracedFailures() {}

  @Trace
  static int checked(int x) throws IOException {
    throw Probe.thrown(new IOException("broken"));
  }

  public static void ofACheckedException() throws IOException {
    checked(1);
  }

  @Trace
  static void unchecked() {
    throw Probe.thrown(new IllegalStateException("broken"));
  }

  public static void ofAnUncheckedException() {
    unchecked();
  }

  @Trace
  static void error() {
    throw Probe.thrown(new AssertionError("broken"));
  }

  public static void ofAnError() {
    error();
  }

  @Trace
  static int jvm(String text) {
    return text.length();
  }

  public static void ofTheJvm() {
    jvm(null);
  }

  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }

  @Trace
  static int overflow() {
    return deeper(0);
  }

  public static String ofAStackOverflow() {
    try {
      return "" + overflow();
    } catch (StackOverflowError e) {
      return "overflow";
    }
  }

  @Trace
  static void inner() throws IOException {
    throw Probe.thrown(new IOException("deep"));
  }

  @Trace
  static void middle() throws IOException {
    inner();
  }

  @Trace
  static void outer() throws IOException {
    middle();
  }

  public static void throughThreeMethods() throws IOException {
    outer();
  }

  @Trace
  static String catching() {
    try {
      middle();
      return "never";
    } catch (IOException e) {
      return "recovered";
    }
  }

  public static String caughtBetween() {
    return catching();
  }

  @Trace
  static String swallowing() {
    try {
      throw Probe.thrown(new IOException("broken"));
    } catch (IOException e) {
      return "recovered";
    }
  }

  public static String caughtInside() {
    return swallowing();
  }

  @Trace
  static void rethrowing() throws IOException {
    try {
      throw Probe.thrown(new IOException("broken"));
    } catch (IOException e) {
      Probe.say("caught");
      throw e;
    } finally {
      Probe.say("finally");
    }
  }

  public static void thrownOn() throws IOException {
    rethrowing();
  }

  @Trace
  static void translating() {
    try {
      inner();
    } catch (IOException e) {
      throw Probe.thrown(new IllegalStateException("translated", e));
    }
  }

  public static void translated() {
    translating();
  }

  @Trace
  static void recording() throws IOException {
    try {
      inner();
    } catch (IOException e) {
      Mlflow.getCurrentActiveSpan().recordException(e);
      throw e;
    }
  }

  public static void recordedAndThrownOn() throws IOException {
    recording();
  }

  @Trace
  static void statusByHand() {
    Mlflow.getCurrentActiveSpan().setStatus("ERROR");
  }

  public static void errorByHand() {
    statusByHand();
  }

  @Trace
  static String finallyReturns() {
    try {
      throw Probe.thrown(new IllegalStateException("broken"));
    } finally {
      return "finally";
    }
  }

  public static String droppedByFinally() {
    return finallyReturns();
  }

  @Trace
  static void blockInside() throws IOException {
    try (var span = Mlflow.startSpan("block")) {
      throw Probe.thrown(new IOException("broken"));
    }
  }

  public static void throughABlock() throws IOException {
    blockInside();
  }

  @Trace
  static void lambdaInside() throws IOException {
    Mlflow.runWithSpan(
        "lambda",
        span -> {
          throw Probe.thrown(new IOException("broken"));
        });
  }

  public static void throughALambdaForm() throws IOException {
    lambdaInside();
  }

  /** An exception that cannot be looked at. */
  static final class Hostile extends RuntimeException {
    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }
  }

  @Trace
  static void hostile() {
    throw new Hostile();
  }

  public static String ofAHostileException() {
    try {
      hostile();
      return "none";
    } catch (Hostile e) {
      return "hostile";
    }
  }
}
