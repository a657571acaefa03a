package dev.spanloom;

/** A block in a class that can be defined as a hidden one beside the tests. */
public class InThisPackage {
  public static void anExceptionLeavesTheBlock() {
    try (LiveSpan span = Mlflow.startSpan("s")) {
      throw new IllegalStateException("boom");
    }
  }
}
