package dev.spanloom.entities.internal.json;

/** Text that is not JSON; the message says where and why. */
public final class JsonSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JsonSyntaxException(String message) {
    super(message);
  }
}
