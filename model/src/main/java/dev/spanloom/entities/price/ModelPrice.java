package dev.spanloom.entities.price;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TokenUsage;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The list price of a model from a day on. All prices are US dollars for a million tokens.
 *
 * @param model its name, as {@link PriceBook} matches it
 * @param provider who sells it at that price
 * @param aliases other names of the same model
 * @param prefixes names that begin so have this price too, unless a longer name matches
 * @param validFrom the first day (UTC) of this price; it ends where a later one begins
 * @param input of tokens read
 * @param output of tokens written
 * @param cacheRead of input tokens that came from a cache; null when they cost as others
 * @param cacheWrite of input tokens that went into a cache; null when they cost as others
 * @param source where the price was found; null when the book does not say
 */
public record ModelPrice(
    String model,
    String provider,
    List<String> aliases,
    List<String> prefixes,
    LocalDate validFrom,
    double input,
    double output,
    @Nullable Double cacheRead,
    @Nullable Double cacheWrite,
    @Nullable PriceSource source) {
  private static final double TOKENS = 1_000_000;

  public ModelPrice {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(validFrom, "validFrom");
    aliases = List.copyOf(aliases);
    prefixes = List.copyOf(prefixes);
    check("input", input);
    check("output", output);
    check("cacheRead", cacheRead == null ? 0 : cacheRead);
    check("cacheWrite", cacheWrite == null ? 0 : cacheWrite);
  }

  private static void check(String what, double price) {
    if (!(price >= 0) || Double.isInfinite(price)) {
      throw MlflowException.invalidParameter(
          what + ": " + price + " (expected: US dollars for a million tokens, 0 or more)");
    }
  }

  /**
   * What the tokens cost; empty when none were counted as read or written. Cache tokens are part of
   * the input tokens; where they are more than those, the input is taken not to count them.
   */
  public Optional<LlmCost> cost(TokenUsage usage) {
    long read = atLeastZero(usage.cacheReadInputTokens());
    long written = atLeastZero(usage.cacheCreationInputTokens());
    long in = Math.max(0, usage.inputTokens());
    long out = Math.max(0, usage.outputTokens());
    if (in == 0 && out == 0 && read == 0 && written == 0) {
      return Optional.empty();
    }
    boolean part = read <= in && written <= in - read;
    long uncached = part ? in - read - written : in;
    double inputCost =
        ((double) uncached * input
                + (double) read * (cacheRead == null ? input : cacheRead)
                + (double) written * (cacheWrite == null ? input : cacheWrite))
            / TOKENS;
    double outputCost = (double) out * output / TOKENS;
    return Optional.of(new LlmCost(inputCost, outputCost, inputCost + outputCost));
  }

  private static long atLeastZero(@Nullable Long tokens) {
    return tokens == null ? 0 : Math.max(0, tokens);
  }
}
