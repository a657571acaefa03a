package dev.spanloom.storage.sql.write;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of chunks that this process wrote and that are not in the text index yet, as far as
 * memory allows; those of others are made again from the payload. Not thread-safe: of the writer.
 */
public final class PendingWords {
  private static final long MAX_WORDS = 2_000_000;

  private final Map<Long, List<String>> byChunk = new LinkedHashMap<>();
  private long words;

  void add(long chunkId, List<String> chunkWords) {
    if (words < MAX_WORDS) {
      byChunk.put(chunkId, chunkWords);
      words += chunkWords.size();
    }
  }

  /** Forgets all: chunks of a transaction that was taken back may be among them. */
  void clear() {
    byChunk.clear();
    words = 0;
  }

  @Nullable List<String> take(long chunkId) {
    List<String> taken = byChunk.remove(chunkId);
    words -= taken == null ? 0 : taken.size();
    return taken;
  }
}
