package dev.spanloom.storage.sql.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.WordSet;
import org.junit.jupiter.api.Test;

class WordHashesTest {
  @Test
  void knowsTheWordsThatWereAdded() {
    WordHashes known = new WordHashes();
    for (int i = 0; i < 50_000; i++) {
      known.add("word" + i);
      known.add("word" + i / 2);
    }
    assertThat(known.size()).isEqualTo(50_000);
    for (int i = 0; i < 50_000; i++) {
      assertThat(known.contains(WordSet.hash("word" + i))).isTrue();
      assertThat(known.contains(WordSet.hash("other" + i))).isFalse();
    }
    known.clear();
    assertThat(known.size()).isZero();
    assertThat(known.contains(WordSet.hash("word1"))).isFalse();
  }
}
