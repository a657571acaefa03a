package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Dialect.IndexableWords;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of chunks that this process wrote and that are not in the text index yet, as far as
 * memory allows; those of others are made again from the payload. Not thread-safe: of the writer.
 */
public final class PendingWords {
  private static final long MAX_BYTES = 100_000_000;

  private final Map<Long, IndexableWords> byChunk = new LinkedHashMap<>();
  private long bytes;

  void add(long chunkId, IndexableWords words) {
    if (bytes < MAX_BYTES) {
      byChunk.put(chunkId, words);
      bytes += words.bytes();
    }
  }

  /** How many chunks there are. */
  int chunks() {
    return byChunk.size();
  }

  /** About how much memory they take. */
  long bytes() {
    return bytes;
  }

  /** Forgets all: chunks of a transaction that was taken back may be among them. */
  void clear() {
    byChunk.clear();
    bytes = 0;
  }

  @Nullable IndexableWords take(long chunkId) {
    IndexableWords taken = byChunk.remove(chunkId);
    bytes -= taken == null ? 0 : taken.bytes();
    return taken;
  }
}
