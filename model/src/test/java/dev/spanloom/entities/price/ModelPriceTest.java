package dev.spanloom.entities.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TokenUsage;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ModelPriceTest {
  private static final ModelPrice CACHED = price(3.0, 15, 0.3, 3.75);
  private static final ModelPrice PLAIN = price(3.0, 15, null, null);

  private static ModelPrice price(double input, double output, Double read, Double write) {
    return new ModelPrice(
        "m", "p", List.of(), List.of(), LocalDate.EPOCH, input, output, read, write, null);
  }

  private static TokenUsage usage(long in, long out, Long read, Long written) {
    return new TokenUsage(in, out, in + out, read, written);
  }

  @Test
  void tokensCostThePriceOfAMillionDividedByAMillion() {
    assertThat(CACHED.cost(usage(1_000_000, 100_000, null, null)))
        .contains(new LlmCost(3, 1.5, 4.5));
  }

  @Test
  void cacheTokensArePartOfTheInputAtTheirOwnPrice() {
    LlmCost cost = CACHED.cost(usage(1_000_000, 0, 800_000L, 100_000L)).orElseThrow();

    assertThat(cost.inputCost()).isEqualTo(0.1 * 3 + 0.8 * 0.3 + 0.1 * 3.75, within(1e-12));
    assertThat(cost.totalCost()).isEqualTo(cost.inputCost());
  }

  @Test
  void withoutAPriceOfTheirOwnCacheTokensCostAsOthers() {
    assertThat(PLAIN.cost(usage(1_000_000, 0, 800_000L, 100_000L))).contains(new LlmCost(3, 0, 3));
  }

  @Test
  void cacheTokensThatDoNotFitIntoTheInputAreCountedBesideIt() {
    assertThat(CACHED.cost(usage(1_000_000, 0, 2_000_000L, null)))
        .hasValueSatisfying(cost -> assertThat(cost.inputCost()).isEqualTo(3 + 0.6, within(1e-12)));
  }

  @Test
  void nothingUsedIsNoCostRatherThanZero() {
    assertThat(CACHED.cost(usage(0, 0, 0L, null))).isEmpty();
    assertThat(CACHED.cost(new TokenUsage(0, 0, 50))).isEmpty();
    assertThat(CACHED.cost(usage(-5, -7, -1L, -1L))).isEmpty();
  }

  @Property
  void aCostIsNeverNegativeAndTheTotalIsTheSum(
      @ForAll long in, @ForAll long out, @ForAll long read, @ForAll long written) {
    CACHED
        .cost(usage(in, out, read, written))
        .ifPresent(
            cost -> {
              assertThat(cost.inputCost()).isNotNegative();
              assertThat(cost.outputCost()).isNotNegative();
              assertThat(cost.totalCost()).isEqualTo(cost.inputCost() + cost.outputCost());
            });
  }

  @Test
  void aPriceIsAFiniteNumberOfZeroOrMore() {
    for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> price(1, bad, null, null))
          .isInstanceOf(MlflowException.class)
          .hasMessageContaining("output: " + bad)
          .hasMessageContaining("expected: US dollars for a million tokens");
    }
  }
}
