package dev.spanloom.storage.sql;

/** The kinds of {@code time_blocks}, and how large they are. */
public final class Blocks {
  /** A block has 1 &lt;&lt; this many neighbours. */
  public static final int SHIFT = 10;

  /** Blocks of traces, and when these began. */
  public static final String OF_TRACES = "t";

  /** Blocks of chunks, and when their traces began. */
  public static final String OF_CHUNKS = "c";

  /** Blocks of traces, and when their spans began. */
  public static final String OF_SPANS = "s";

  private Blocks() {}
}
