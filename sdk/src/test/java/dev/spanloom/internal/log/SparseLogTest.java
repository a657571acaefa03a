package dev.spanloom.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparseLogTest {
  private final List<String> lines = new ArrayList<>();
  private long now = Long.MAX_VALUE - 5; // it may overflow
  private final SparseLog log = new SparseLog(new Lines(), () -> now);

  private final class Lines implements System.Logger {
    @Override
    public String getName() {
      return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String line, Throwable thrown) {
      throw new AssertionError(line);
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String line, @Nullable Object... parameters) {
      assertThat(level).isEqualTo(Level.WARNING);
      lines.add(line);
    }
  }

  private void warn(int times) {
    for (int i = 1; i <= times; i++) {
      int number = i;
      log.warn(() -> "mistake " + number);
    }
  }

  @Test
  void aFewAreSaidAsTheyAre() {
    warn(3);

    assertThat(lines).containsExactly("mistake 1", "mistake 2", "mistake 3");
  }

  @Test
  void ofManyTheFirstAreSaidAndThatTheOthersAreNot() {
    warn(10_000);

    assertThat(lines).hasSize(10);
    assertThat(lines.get(9))
        .isEqualTo("mistake 10; no more of this kind are logged within this minute");
  }

  @Test
  void aMinuteLaterItIsSaidHowManyWereLeftOut() {
    warn(15);
    now += TimeUnit.SECONDS.toNanos(60);
    warn(2);

    assertThat(lines.subList(10, 12))
        .containsExactly("mistake 1; 5 more of this kind were not logged before", "mistake 2");
  }

  @Test
  void whatIsNotSaidIsNotMade() {
    warn(10);
    log.warn(
        () -> {
          throw new AssertionError("made");
        });

    assertThat(lines).hasSize(10);
  }
}
