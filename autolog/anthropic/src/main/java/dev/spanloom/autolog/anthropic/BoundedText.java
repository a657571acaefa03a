package dev.spanloom.autolog.anthropic;

/** A text that grows, up to a limit. Not thread-safe. */
final class BoundedText {
  private static final int MOST_CHARS = 8 * 1024 * 1024;

  private final StringBuilder text = new StringBuilder();

  void append(String piece) {
    text.append(piece, 0, Math.min(piece.length(), MOST_CHARS - text.length()));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
