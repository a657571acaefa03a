package dev.spanloom.storage.sql.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.sql.DamagedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PageTest {
  private static Offsets offsets(Iterable<Integer> values) {
    Offsets offsets = new Offsets();
    values.forEach(offsets::add);
    return offsets;
  }

  private static List<Integer> list(Offsets offsets) {
    List<Integer> list = new ArrayList<>();
    for (int i = 0; i < offsets.size(); i++) {
      list.add(offsets.get(i));
    }
    return list;
  }

  @Property(tries = 300)
  void whatIsWrittenIsRead(@ForAll long seed) throws DamagedException {
    Random random = new Random(seed);
    List<Long> tokens = new ArrayList<>();
    List<List<Integer>> lists = new ArrayList<>();
    PageWriter writer = new PageWriter(1);
    long token = 0;
    for (int i = random.nextInt(30); i >= 0; i--) {
      token += 1 + (random.nextLong() >>> (24 + random.nextInt(38)));
      TreeSet<Integer> chunks = new TreeSet<>();
      int range = 1 << (1 + random.nextInt(20));
      for (int chunk = random.nextInt(60); chunk >= 0; chunk--) {
        chunks.add(random.nextInt(range));
      }
      tokens.add(token);
      lists.add(List.copyOf(chunks));
      writer.add(token, offsets(chunks));
    }
    List<Long> tokensRead = new ArrayList<>();
    List<List<Integer>> listsRead = new ArrayList<>();
    for (Page page : writer.pagesMade()) {
      for (int i = 0; i < page.size(); i++) {
        Offsets read = new Offsets();
        page.read(i, 7, read);
        tokensRead.add(page.token(i));
        listsRead.add(list(read).stream().map(offset -> offset - 7).toList());
        assertThat(page.find(page.token(i))).isEqualTo(i);
      }
      assertThat(page.find(page.lastToken() + 1)).isNegative();
    }
    assertThat(tokensRead).isEqualTo(tokens);
    assertThat(listsRead).isEqualTo(lists);
  }

  @Test
  void manyChunksTakeABitEach() throws DamagedException {
    PageWriter writer = new PageWriter(1);
    TreeSet<Integer> all = new TreeSet<>();
    for (int i = 100; i < 20_100; i++) {
      all.add(i);
    }
    writer.add(5, offsets(all));
    writer.add(6, offsets(List.of(1)));
    List<Page> pages = writer.pagesMade();
    assertThat(pages).hasSize(1); // of 4,000 bytes at most
    Offsets read = new Offsets();
    pages.get(0).read(0, 0, read);
    assertThat(list(read)).containsExactlyElementsOf(all);
  }

  @Test
  void aDamagedPageIsCalledSo() {
    assertThatThrownBy(() -> new Page(5, new byte[] {0, 40, 1}))
        .isInstanceOf(DamagedException.class)
        .hasMessageContaining("the page of the text index from token 5 is damaged");
    assertThatThrownBy(() -> new Page(5, new byte[] {(byte) 0x80}))
        .isInstanceOf(DamagedException.class);
  }

  @Test
  void sortedPairsKeepTheOrderOfChunks() {
    Random random = new Random(7);
    TokenPairs pairs = new TokenPairs(3_000);
    for (int chunk = 0; chunk < 30; chunk++) {
      long[] tokens = new long[100];
      for (int i = 0; i < tokens.length; i++) {
        tokens[i] = random.nextInt(4) == 0 ? random.nextInt(50) : random.nextLong() >>> 24;
      }
      pairs.add(chunk, tokens);
    }
    pairs.sort();
    for (int i = 1; i < pairs.size(); i++) {
      assertThat(pairs.token(i)).isGreaterThanOrEqualTo(pairs.token(i - 1)).isLessThan(1L << 40);
      if (pairs.token(i) == pairs.token(i - 1)) {
        assertThat(pairs.chunk(i)).isGreaterThanOrEqualTo(pairs.chunk(i - 1));
      }
    }
  }
}
