package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.query.WordSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sets for the words of a batch. Their tables are large, and what one batch needed the next one
 * needs, too; so a few are kept to be used again. Thread-safe.
 */
final class WordSets {
  private static final int KEPT = 8;

  private final BlockingQueue<WordSet> idle = new ArrayBlockingQueue<>(KEPT);

  /** One that is nobody else's; it may hold words of before. */
  WordSet take() {
    WordSet kept = idle.poll();
    return kept == null ? new WordSet() : kept;
  }

  /** Whoever gives one back does not use it any more. */
  void giveBack(WordSet words) {
    words.clear(); // and what a large batch needed goes
    idle.offer(words);
  }
}
