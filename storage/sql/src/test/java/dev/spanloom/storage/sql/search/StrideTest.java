package dev.spanloom.storage.sql.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.sql.Blocks;
import org.junit.jupiter.api.Test;

class StrideTest {
  private static final long BLOCK = 1L << Blocks.SHIFT;

  @Test
  void theFirstGoesAsFarAsThoseThatAreWantedProbablyAre() {
    // 10 in each block
    assertThat(new Stride(1_000, 100 * BLOCK, 8).next()).isEqualTo(BLOCK);
    assertThat(new Stride(1_000, 100 * BLOCK, 80).next()).isEqualTo(10 * BLOCK);
  }

  @Test
  void neverSoFarThatTooManyCome() {
    assertThat(new Stride(1_000, 100 * BLOCK, Integer.MAX_VALUE).next()).isEqualTo(51 * BLOCK);
    assertThat(new Stride(1_000_000, 100 * BLOCK, Integer.MAX_VALUE).next()).isEqualTo(BLOCK);
  }

  @Test
  void whatWasFoundSaysHowFarTheRestIs() {
    Stride stride = new Stride(10_000, 100 * BLOCK, 100);
    assertThat(stride.next()).isEqualTo(2 * BLOCK);
    stride.found(50); // a fourth of what there may be at most

    assertThat(stride.next()).isEqualTo(3 * BLOCK);
  }

  @Test
  void whereNothingIsFoundItGoesFartherAndFarther() {
    Stride stride = new Stride(1_000, 100_000 * BLOCK, 10);
    long walked = 0;
    int steps = 0;
    while (walked < 100_000_000_000L) {
      walked += stride.next();
      stride.found(0);
      steps++;
    }

    assertThat(steps).isLessThan(20);
  }

  @Test
  void oneMoreBlockWhenEnoughWereFoundButNotTheFirst() {
    Stride stride = new Stride(1_000, 100 * BLOCK, 10);
    stride.next();
    stride.found(20);

    assertThat(stride.next()).isEqualTo(BLOCK);
  }

  @Test
  void shorterWhenTooManyCame() {
    Stride stride = new Stride(1_000, 100 * BLOCK, Integer.MAX_VALUE);
    stride.next();
    stride.found(51 * 1024);

    assertThat(stride.next()).isEqualTo(BLOCK);
  }
}
