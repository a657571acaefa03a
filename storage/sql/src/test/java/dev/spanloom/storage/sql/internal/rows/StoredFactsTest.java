package dev.spanloom.storage.sql.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.SpanSizes;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceSums;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredFactsTest {
  @Property
  void whatIsWrittenIsReadBack(
      @ForAll @WithNull String request,
      @ForAll @WithNull String response,
      @ForAll boolean settled) {
    StoredFacts facts = facts(request, response, settled);

    assertThat(read(facts.text(false, false))).isEqualTo(facts);
  }

  @Property
  void aPreviewThatAClientSaidIsNotKept(@ForAll String request, @ForAll String response) {
    StoredFacts facts = facts(request, response, true);

    assertThat(read(facts.text(true, false))).isEqualTo(facts(null, response, true));
    assertThat(read(facts.text(false, true))).isEqualTo(facts(request, null, true));
    assertThat(read(facts.text(true, true))).isEqualTo(facts(null, null, true));
  }

  @Test
  void previewsThatUtf8CannotHaveAreKeptToo() {
    StoredFacts facts = facts("half of a pair: \ud83d", "a\nb\n", true);
    String text = facts.text(false, false);

    assertThat(read(text)).isEqualTo(facts);
  }

  @Test
  void previewsWithinTheJsonAreReadToo() {
    StoredFacts read =
        read(
            """
            {"start": 1, "end": 2, "root": {"id": "a", "name": "n", "status": "OK", "start": 1, \
            "end": 2, "request": "in", "response": "out"}}""");

    assertThat(read.settled()).isFalse();
    assertThat(read.facts().root().requestPreview()).isEqualTo("in");
    assertThat(read.facts().root().responsePreview()).isEqualTo("out");
  }

  @Test
  void whatIsMissingIsRead() {
    StoredFacts facts =
        new StoredFacts(
            new TraceFacts(-5, null, null, TraceSums.of(null, null, SpanSizes.of(new long[] {3}))),
            true);

    assertThat(read(facts.text(false, false))).isEqualTo(facts);
    assertThat(read("{}")).isNull();
    assertThat(read(null)).isNull();
  }

  @Property
  void namesAreReadWhateverIsInThem(@ForAll String name) {
    StoredFacts facts = facts(name, "in", "out", true);

    assertThat(read(facts.text(false, false))).isEqualTo(facts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"end\": 1}",
        "{\"start\": \"1\", \"end\": 2}",
        "{\"start\": 1, \"end\": 2",
        "{\"start\": 1, \"end\": 2, \"usage\": {\"input_tokens\": 1",
        "{\"start\": 1, \"end\": 2, \"root\": {\"id\": \"a",
        "{\"start\": 1, \"end\": 2, \"root\": {\"id\": \"a\", \"name\": \"n\", \"status\": \"OK\","
            + " \"start\": 1, \"end\": 2, \"request\": 3, \"response\": null}}\nab",
      })
  void damageIsSeen(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  private static StoredFacts read(@Nullable String text) {
    return StoredFacts.read("tr-1", text);
  }

  private static StoredFacts facts(
      @Nullable String request, @Nullable String response, boolean settled) {
    return facts("name", request, response, settled);
  }

  private static StoredFacts facts(
      String name, @Nullable String request, @Nullable String response, boolean settled) {
    SpanFacts root =
        new SpanFacts(
            "tr-1",
            "00000000000000aa",
            null,
            name,
            null,
            SpanStatusCode.OK,
            1,
            3L,
            0,
            null,
            null,
            null,
            null,
            request,
            response);
    return new StoredFacts(
        new TraceFacts(
            1,
            3L,
            root,
            settled
                ? TraceSums.of(
                    new TokenUsage(1, 2),
                    new LlmCost(0.1, 0.2, 0.30000000000000004),
                    SpanSizes.of(new long[] {5, 7}))
                : TraceSums.NONE),
        settled);
  }
}
