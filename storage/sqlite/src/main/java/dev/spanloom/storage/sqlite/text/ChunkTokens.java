package dev.spanloom.storage.sqlite.text;

import java.util.Arrays;

/** The tokens of a chunk, in any order. */
public record ChunkTokens(long chunkId, long[] tokens) {
  @Override
  public boolean equals(Object other) {
    return other instanceof ChunkTokens that
        && chunkId == that.chunkId
        && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(chunkId) * 31 + Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return "chunk " + chunkId + ", " + tokens.length + " tokens";
  }
}
