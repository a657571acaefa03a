package dev.spanloom.internal.mlflow;

/** The server is of another kind than it looked; what is written is to be written as to that. */
final class OtherKindException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OtherKindException() {
    super("the server is of another kind than it looked", null, false, false);
  }
}
