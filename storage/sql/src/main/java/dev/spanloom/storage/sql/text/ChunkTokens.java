package dev.spanloom.storage.sql.text;

/** The tokens of a chunk, in any order. */
public final class ChunkTokens {
  private final long chunkId;
  private final long[] tokens;

  /** The array is not copied, and must not be changed. */
  public ChunkTokens(long chunkId, long[] tokens) {
    this.chunkId = chunkId;
    this.tokens = tokens;
  }

  long chunkId() {
    return chunkId;
  }

  long[] tokens() {
    return tokens;
  }
}
