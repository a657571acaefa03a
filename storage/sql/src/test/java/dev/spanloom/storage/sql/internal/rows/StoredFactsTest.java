package dev.spanloom.storage.sql.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.SpanSizes;
import dev.spanloom.entities.internal.derive.TraceFacts;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.WithNull;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

  private static StoredFacts read(@Nullable String text) {
    return StoredFacts.read("tr-1", text);
  }

  private static StoredFacts facts(
      @Nullable String request, @Nullable String response, boolean settled) {
    SpanFacts root =
        new SpanFacts(
            "tr-1",
            "00000000000000aa",
            null,
            "name",
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
            settled ? new TokenUsage(1, 2) : null,
            settled ? new LlmCost(0.1, 0.2, 0.30000000000000004) : null,
            settled ? SpanSizes.of(new long[] {5, 7}) : StoredFacts.NOT_ASKED),
        settled);
  }
}
