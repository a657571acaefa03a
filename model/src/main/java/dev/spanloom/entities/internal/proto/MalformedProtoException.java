package dev.spanloom.entities.internal.proto;

/** Bytes that are not the protobuf message they should be. */
public final class MalformedProtoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedProtoException(String message) {
    super(message);
  }
}
