package dev.spanloom.autolog.bedrock;

/** Text that comes in pieces, kept up to a limit. Used by one thread at a time. */
final class BoundedText {
  private static final int MOST_CHARS = 8 * 1024 * 1024;

  private final StringBuilder text = new StringBuilder();
  private long cut;

  void add(String piece) {
    int room = MOST_CHARS - text.length();
    text.append(piece, 0, Math.min(room, piece.length()));
    cut += Math.max(0, piece.length() - room);
  }

  @Override
  public String toString() {
    return cut == 0 ? text.toString() : text + "<" + cut + " more characters>";
  }
}
