package dev.spanloom.cli.figures;

import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Columns of tokens and cost; what is unknown is empty and not zero. */
final class UsageColumns {
  private UsageColumns() {}

  static <T> Column<T> tokens(Function<T, @Nullable TokenUsage> usage) {
    return Column.number(
        "tokens",
        item -> Optional.ofNullable(usage.apply(item)).map(TokenUsage::totalTokens).orElse(null),
        item ->
            Optional.ofNullable(usage.apply(item))
                .map(tokens -> Texts.count(tokens.totalTokens()))
                .orElse(""));
  }

  static <T> Column<T> cost(Function<T, @Nullable LlmCost> cost) {
    return Column.number(
        "cost",
        item -> Optional.ofNullable(cost.apply(item)).map(LlmCost::totalCost).orElse(null),
        item ->
            Optional.ofNullable(cost.apply(item))
                .map(dollars -> Texts.dollars(dollars.totalCost()))
                .orElse(""));
  }
}
