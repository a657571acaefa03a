package dev.spanloom.entities.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceFileTest {
  private static final String SOURCE =
      "{\"title\": \"t\", \"publisher\": \"p\", \"date\": \"2026-01-02\", \"lookedUp\":"
          + " \"2026-01-03\"}";

  @Test
  void anEntryHasAllThatItSays() {
    List<ModelPrice> prices =
        PriceFile.read(
            """
            {"note": "ours", "sources": {"list": %s}, "prices": [
              {"model": "m", "provider": "p", "aliases": ["n"], "prefixes": ["m-"],
               "validFrom": "2026-01-01", "input": 1, "output": 2.5, "cacheRead": 0.1,
               "cacheWrite": 1.25, "source": "list"},
              {"model": "o", "validFrom": "2026-01-01", "input": 0, "output": 0}]}
            """
                .formatted(SOURCE),
            "f");

    PriceSource source =
        new PriceSource("t", "p", LocalDate.parse("2026-01-02"), LocalDate.parse("2026-01-03"));
    assertThat(prices)
        .containsExactly(
            new ModelPrice(
                "m",
                "p",
                List.of("n"),
                List.of("m-"),
                LocalDate.parse("2026-01-01"),
                1,
                2.5,
                0.1,
                1.25,
                source),
            new ModelPrice(
                "o",
                "",
                List.of(),
                List.of(),
                LocalDate.parse("2026-01-01"),
                0,
                0,
                null,
                null,
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "nothing | is not JSON: ",
        "{} | prices: null (expected: a list of prices)",
        "5 | prices: 5 (expected: a list of prices)",
        "{\"price\": []} | key \"price\" (expected: one of [note, prices, sources])",
        "{\"sources\": 1, \"prices\": []} | sources: 1 (expected: an object of sources by name)",
        "[1] | entry 1: 1 (expected: an object with model, validFrom, input and output)",
        "[{\"model\": \"\"}] | entry 1 (): model: \"\" (expected: a text)",
        "[{\"model\": \"m\"}] | entry 1 (m): validFrom: null (expected: a day such as 2026-01-31)",
        "[{\"model\": \"m\", \"validFrom\": \"1.1.26\"}] | validFrom: \"1.1.26\" (expected: a day",
        "[{\"model\": \"m\", \"validFrom\": \"2026-01-01\", \"output\": 1}] | input: null (expected",
        "[{\"model\": \"m\", \"validFrom\": \"2026-01-01\", \"input\": \"1\"}] | input: \"1\" (expected",
        "[{\"model\": \"m\", \"validFrom\": \"2026-01-01\", \"input\": -1, \"output\": 1}] | input: -1.0",
        "[{\"model\": \"m\", \"ouput\": 1}] | key \"ouput\" (expected: one of [aliases, cacheRead",
        "[{\"model\": \"m\", \"aliases\": \"n\"}] | aliases: \"n\" (expected: a list of texts)",
        "[{\"model\": \"m\", \"validFrom\": \"2026-01-01\", \"input\": 1, \"output\": 1,"
            + " \"source\": \"x\"}] | source: \"x\" (expected: one of [])"
      })
  void whatIsWrongIsNamedWithTheFileTheEntryAndTheValue(String text, String message) {
    assertThatThrownBy(() -> PriceFile.read(text, "my/prices.json"))
        .isInstanceOf(MlflowException.class)
        .hasMessageStartingWith("prices: \"my/prices.json\"")
        .hasMessageContaining(message.strip())
        .satisfies(
            e ->
                assertThat(((MlflowException) e).errorCode())
                    .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "{\n\"note\": [{\"a\": 1}],\n\"prices\": %s}"})
  void theLineOfAWrongEntryIsNamed(String file) {
    String list =
        """
        [
          {"model": "a", "validFrom": "2026-01-01", "input": 1, "output": 2},
          {
            "model": "b", "validFrom": "soon"
          }
        ]""";
    int line = 3 + (int) file.chars().filter(c -> c == '\n').count();
    assertThatThrownBy(() -> PriceFile.read(file.formatted(list), "my/prices.json"))
        .hasMessageStartingWith(
            "prices: \"my/prices.json\", line "
                + line
                + ": entry 2 (b): validFrom: \"soon\" (expected: a day");
  }

  @Test
  void theLineOfASlipInJsonIsNamed() {
    assertThatThrownBy(() -> PriceFile.read("[\n{\"model\": \"a\",\n  input}]", "my/prices.json"))
        .hasMessageStartingWith("prices: \"my/prices.json\" is not JSON: ")
        .hasMessageContaining("(line 3, column ");
  }
}
