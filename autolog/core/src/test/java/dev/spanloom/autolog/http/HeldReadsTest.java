package dev.spanloom.autolog.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeldReadsTest {
  private static final long SECOND = 1_000_000_000;

  private final HeldReads held = new HeldReads();

  private boolean add(int count, long time) {
    return held.add(new byte[count], 0, count, time);
  }

  @Test
  void readsStandOneBehindTheOther() {
    byte[] bytes = "one two three".getBytes(StandardCharsets.US_ASCII);
    assertThat(held.reads()).isZero();
    assertThat(held.end(-1)).isZero();
    assertThat(held.add(bytes, 4, 4, 7)).isTrue();
    assertThat(held.add(bytes, 0, 3, 8)).isTrue();

    assertThat(held.reads()).isEqualTo(2);
    assertThat(held.end(0)).isEqualTo(4);
    assertThat(held.end(1)).isEqualTo(7);
    assertThat(held.timeUnixNanos(1)).isEqualTo(8);
    assertThat(new String(held.bytes(), 0, held.end(1), StandardCharsets.US_ASCII))
        .isEqualTo("two one");
  }

  @Test
  void whatIsTooMuchIsNotTaken() {
    assertThat(add(64 * 1024 + 1, 0)).isFalse();
    for (int i = 0; i < 64; i++) {
      assertThat(add(1024, 0)).isTrue();
    }
    assertThat(add(1, 0)).isFalse();
    assertThat(held.reads()).isEqualTo(64);

    held.clear();
    assertThat(add(64 * 1024, 0)).isTrue();
  }

  @Test
  void noneIsHeldForMoreThanASecond() {
    assertThat(add(1, 5 * SECOND)).isTrue();
    assertThat(add(1, 6 * SECOND)).isTrue();
    assertThat(add(1, 6 * SECOND + 1)).isFalse();

    held.clear();
    assertThat(add(1, 9 * SECOND)).isTrue();
  }
}
