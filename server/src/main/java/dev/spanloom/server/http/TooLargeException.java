package dev.spanloom.server.http;

import java.io.IOException;

/** A body has more bytes than are taken. */
public final class TooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  public TooLargeException(int mostBytes) {
    super("body: more than " + mostBytes + " bytes (expected: at most that; send less at once)");
  }
}
