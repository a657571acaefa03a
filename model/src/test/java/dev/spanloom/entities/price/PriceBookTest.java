package dev.spanloom.entities.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TestSpans;
import dev.spanloom.entities.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceBookTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private static ModelPrice price(String model, String from, double input) {
    return new ModelPrice(
        model, "", List.of(), List.of(), LocalDate.parse(from), input, 10, null, null, null);
  }

  private static PriceBook book(ModelPrice... prices) {
    return PriceBook.of(List.of(prices));
  }

  private static Double input(PriceBook book, String model, String time) {
    return book.price(model, Instant.parse(time)).map(ModelPrice::input).orElse(null);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5, gpt-5",
    "GPT-5, gpt-5",
    "gpt-5-2025-08-07, gpt-5",
    "openai/gpt-5, gpt-5",
    "openai/gpt-5-mini-2025-08-07, gpt-5-mini",
    "azure/gpt-4o, gpt-4o",
    "openai:gpt-4o-mini, gpt-4o-mini",
    "gpt-4o-2024-08-06, gpt-4o",
    "gpt-4o-2024-05-13, gpt-4o-2024-05-13",
    "claude-sonnet-4-5-20250929, claude-sonnet-4-5",
    "claude-sonnet-4-5@20250929, claude-sonnet-4-5",
    "claude-sonnet-4.5, claude-sonnet-4-5",
    "claude-sonnet-4-20250514, claude-sonnet-4",
    "anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0, claude-sonnet-4-5",
    "openrouter/anthropic/claude-opus-4.5, claude-opus-4-5",
    "bedrock/eu.amazon.nova-pro-v1:0, nova-pro",
    "arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-lite-v1:0, nova-lite",
    "models/gemini-2.5-flash, gemini-2.5-flash",
    "publishers/google/models/gemini-2.5-pro@001, gemini-2.5-pro",
    "databricks-claude-sonnet-4-5, databricks-claude-sonnet-4-5",
    "databricks/databricks-gpt-5, databricks-gpt-5",
    "mistral/mistral-medium-2508, mistral-medium-2508"
  })
  void aNameMatchesWithoutRouteAndVersion(String name, String model) {
    assertThat(PriceBook.builtIn().price(name, NOW).map(ModelPrice::model)).contains(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "my-own-model",
        "gpt-5-turbo",
        "gpt",
        "4.1",
        "claude-sonnet-4-7",
        "ft:gpt-4o-mini-2024-07-18:acme::abc",
        "openai/",
        "-2025-08-07"
      })
  void anUnknownModelHasNoPrice(String name) {
    assertThat(PriceBook.builtIn().price(name, NOW)).isEmpty();
    assertThat(PriceBook.builtIn().cost(name, new TokenUsage(1, 1), TestSpans.START)).isEmpty();
  }

  @Property
  void anyNameIsAnsweredSoon(@ForAll String name) {
    PriceBook.builtIn().price(name, NOW);
    assertThat(ModelNameForms.of("a.".repeat(200) + name + "-v1".repeat(200)))
        .hasSizeLessThanOrEqualTo(64);
  }

  @Test
  void thePriceIsThatOfTheDayOnWhichTheCallWasMade() {
    PriceBook book = book(price("m", "2026-02-01", 2), price("m", "2026-01-01", 1));

    assertThat(input(book, "m", "2025-12-31T23:59:59Z")).isNull();
    assertThat(input(book, "m", "2026-01-01T00:00:00Z")).isEqualTo(1);
    assertThat(input(book, "m", "2026-01-31T23:59:59Z")).isEqualTo(1);
    assertThat(input(book, "m", "2026-02-01T00:00:00Z")).isEqualTo(2);
    assertThat(input(PriceBook.builtIn(), "gemini-3.8-flash", "2026-12-31T00:00:00Z"))
        .isEqualTo(0.75);
    assertThat(input(PriceBook.builtIn(), "gemini-3.8-flash", "2027-01-01T00:00:00Z"))
        .isEqualTo(1.5);
  }

  @Test
  void theLongestPrefixMatchesWhereNoNameDoes() {
    ModelPrice short_ =
        new ModelPrice(
            "a", "", List.of(), List.of("acme-"), LocalDate.EPOCH, 1, 1, null, null, null);
    ModelPrice long_ =
        new ModelPrice(
            "b", "", List.of(), List.of("acme-large-"), LocalDate.EPOCH, 2, 2, null, null, null);
    PriceBook book = book(short_, long_, price("acme-large-x", "1970-01-01", 3));
    String time = "2026-01-01T00:00:00Z";

    assertThat(input(book, "acme-small", time)).isEqualTo(1);
    assertThat(input(book, "vllm/acme-large-2", time)).isEqualTo(2);
    assertThat(input(book, "acme-large-x", time)).isEqualTo(3);
    assertThat(input(book, "other", time)).isNull();
  }

  @Test
  void pricesOfAFileWinOverOurs(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("prices.json");
    Files.writeString(
        file,
        """
        [{"model": "gpt-5", "aliases": ["house-model"], "validFrom": "2026-01-01",
          "input": 1, "output": 2, "cacheRead": 0.5}]
        """);
    PriceBook book =
        PriceBook.configured(
            name -> name.equals("spanloom.prices") ? file.toString() : null, name -> null);

    assertThat(input(book, "gpt-5", "2026-11-01T00:00:00Z")).isEqualTo(1);
    assertThat(input(book, "openai/gpt-5-2025-08-07", "2026-11-01T00:00:00Z")).isEqualTo(1);
    assertThat(input(book, "house-model", "2026-11-01T00:00:00Z")).isEqualTo(1);
    assertThat(input(book, "gpt-5", "2025-12-01T00:00:00Z")).isEqualTo(1.25);
    assertThat(input(book, "gpt-5-mini", "2026-11-01T00:00:00Z")).isEqualTo(0.25);
    assertThat(book.prices()).hasSize(1 + PriceBook.builtIn().prices().size());
    assertThat(PriceBook.configured(name -> null, name -> file.toString()).prices())
        .isEqualTo(book.prices());
    assertThat(PriceBook.configured(name -> null, name -> null)).isSameAs(PriceBook.builtIn());
  }

  @Test
  void aFileThatIsNotThereIsAnErrorThatNamesIt() {
    assertThatThrownBy(() -> PriceBook.load(Path.of("no-such-prices.json")))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("no-such-prices.json")
        .hasMessageContaining("expected: a readable JSON file of prices");
  }

  @Test
  void theCostThatASpanSaysWins() {
    Span.Builder span =
        TestSpans.usage(TestSpans.root(), 1_000_000, 1_000_000)
            .startTimeUnixNanos(1_764_331_200_000_000_000L)
            .attribute(SpanAttributeKey.MODEL, AttributeValue.of("gpt-5"));
    assertThat(PriceBook.builtIn().cost(span.build())).contains(new LlmCost(1.25, 10, 11.25));

    span.attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(new LlmCost(1, 2, 3).toMap()));
    assertThat(PriceBook.builtIn().cost(span.build())).contains(new LlmCost(1, 2, 3));
  }

  @Test
  void aSpanWithoutModelOrUsageHasNoCost() {
    Span.Builder model =
        TestSpans.root().attribute(SpanAttributeKey.MODEL, AttributeValue.of("gpt-4o"));

    assertThat(PriceBook.builtIn().cost(model.build())).isEmpty();
    assertThat(PriceBook.builtIn().cost(TestSpans.usage(model, 0, 0).build())).isEmpty();
    assertThat(PriceBook.builtIn().cost(TestSpans.usage(TestSpans.root(), 5, 5).build())).isEmpty();
  }

  @Test
  void everyBuiltInPriceSaysWhereItIsFrom() {
    Set<Map.Entry<String, LocalDate>> seen = new HashSet<>();
    assertThat(PriceBook.builtIn().prices()).hasSizeGreaterThan(20);
    for (ModelPrice price : PriceBook.builtIn().prices()) {
      assertThat(seen.add(Map.entry(price.model(), price.validFrom()))).as("%s", price).isTrue();
      assertThat(price.provider()).isNotEmpty();
      assertThat(price.input()).as(price.model()).isPositive();
      assertThat(price.output()).as(price.model()).isGreaterThan(price.input());
      PriceSource source = price.source();
      assertThat(source).as(price.model()).isNotNull();
      assertThat(source.date()).isBeforeOrEqualTo(source.lookedUp());
      if (price.cacheRead() != null) {
        assertThat(price.cacheRead()).as(price.model()).isLessThan(price.input());
      }
      if (price.cacheWrite() != null) {
        assertThat(price.cacheWrite()).as(price.model()).isGreaterThan(price.input());
      }
    }
  }
}
