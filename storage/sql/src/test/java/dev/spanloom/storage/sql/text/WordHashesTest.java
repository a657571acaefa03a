package dev.spanloom.storage.sql.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.WordSet;
import java.util.ArrayList;
import java.util.List;
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
    assertThat(known.missing(new long[] {WordSet.hash("other1"), WordSet.hash("word1")}))
        .containsExactly(0);
    known.clear();
    assertThat(known.size()).isZero();
    assertThat(known.contains(WordSet.hash("word1"))).isFalse();
  }

  @Test
  void saysOfManyWhichAreMissing() {
    WordHashes known = new WordHashes();
    long[] hashes = new long[10_000];
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < hashes.length; i++) {
      String word = "word" + i;
      hashes[i] = WordSet.hash(word);
      if (i % 3 == 0) {
        missing.add(i);
      } else {
        known.add(word);
      }
    }

    assertThat(known.missing(hashes)).containsExactly(missing.stream().mapToInt(i -> i).toArray());
    assertThat(known.missing(new long[0])).isEmpty();
  }

  @Test
  void theHashOfAFreePlaceIsMissing() {
    assertThat(new WordHashes().missing(new long[] {0})).containsExactly(0);
  }
}
