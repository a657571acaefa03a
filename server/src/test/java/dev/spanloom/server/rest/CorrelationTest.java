package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** MLflow's arithmetic of correlation. */
class CorrelationTest {
  private static final double EXACT = 1e-12;

  @Test
  void filtersThatFindTheSameHaveOne() {
    assertThat(new Correlation(5, 5, 5, 20).npmi()).isEqualTo(1);
    assertThat(new Correlation(5, 5, 5, 5).npmi()).isEqualTo(1);
    assertThat(new Correlation(5, 5, 5, 5).smoothedNpmi()).isEqualTo(1);
  }

  @Test
  void filtersThatSayNothingOfEachOtherHaveZero() {
    assertThat(new Correlation(50, 40, 20, 100).npmi()).isCloseTo(0, within(EXACT));
  }

  @Test
  void filtersThatExcludeEachOtherHaveMinusOne() {
    Correlation disjoint = new Correlation(5, 5, 0, 10);
    assertThat(disjoint.npmi()).isEqualTo(-1);
    // cells 0.5, 5.5, 5.5, 0.5 of 12
    double joint = 0.5 / 12;
    assertThat(disjoint.smoothedNpmi())
        .isCloseTo(Math.log(joint / (0.5 * 0.5)) / -Math.log(joint), within(EXACT));
  }

  @Test
  void theRestIsBetweenThem() {
    Correlation some = new Correlation(30, 40, 20, 100);
    assertThat(some.npmi()).isCloseTo(Math.log(0.2 / (0.3 * 0.4)) / -Math.log(0.2), within(EXACT));
    double joint = 20.5 / 102;
    assertThat(some.smoothedNpmi())
        .isCloseTo(
            Math.log(joint / ((31.0 / 102) * (41.0 / 102))) / -Math.log(joint), within(EXACT));
  }

  @Test
  void withoutTracesItIsUndefined() {
    for (Correlation undefined :
        new Correlation[] {
          new Correlation(0, 0, 0, 0),
          new Correlation(0, 5, 0, 10),
          new Correlation(5, 0, 0, 10),
          new Correlation(5, 5, 6, 10),
          new Correlation(8, 8, 1, 10)
        }) {
      assertThat(undefined.npmi()).as("%s", undefined).isNaN();
      assertThat(undefined.smoothedNpmi()).as("%s", undefined).isNaN();
    }
  }
}
