package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A text is found in the spans of a trace. */
class FindTest extends UiCase {
  private Map<?, ?> find(String query) {
    return look("/traces/" + traceId(1) + "/find?q=" + query);
  }

  @Test
  void aTextIsFoundInEveryFieldWhateverItsCase() {
    write(
        span(1, 0).name("Größe"),
        span(1, 1).status(new SpanStatus(SpanStatusCode.ERROR, "no größe")),
        span(1, 2).inputs(Map.of("q", List.of("GRÖSSE", "GRÖßE größe"))),
        span(1, 3).outputs("größe"),
        span(1, 4)
            .attribute("größe", AttributeValue.of(7))
            .attribute("other", AttributeValue.of("die Größe")),
        span(1, 5)
            .events(
                List.of(
                    SpanEvent.of("größe", 1L, Map.of()),
                    SpanEvent.of("exception", 2L, Map.of("exception.message", "größe")))),
        span(1, 6).inputs("nothing"));
    Map<?, ?> found = find(encoded("größe"));
    assertThat(found.get("matches")).isEqualTo(9L);
    assertThat(found.get("searched")).isEqualTo(7L);
    assertThat(found.get("complete")).isEqualTo(true);
    assertThat(found.get("spans"))
        .isEqualTo(
            List.of(
                span(0, 1L, "name"),
                span(1, 1L, "status"),
                span(2, 2L, "inputs"),
                span(3, 1L, "outputs"),
                span(4, 2L, "attributes/größe", "attributes/other"),
                span(5, 2L, "events/0", "events/1/exception.message")));
  }

  private static Map<?, ?> span(int number, long matches, String... fields) {
    return Map.of("span_id", spanId(number), "matches", matches, "fields", List.of(fields));
  }

  @Test
  void whatIsWrittenAcrossLinesAndWithQuotesIsFoundAsPeopleWroteIt() {
    write(span(1, 0).inputs(Map.of("text", "say \"hello\"\nworld")));
    assertThat(find(encoded("\"hello\"\nworld")).get("matches")).isEqualTo(1L);
    assertThat(find(encoded("{\"text\": \"say")).get("matches")).isEqualTo(1L);
  }

  @Test
  void spansComeInTheOrderOfTheTraceAndNoMoreThanAskedFor() {
    write(
        IntStream.range(0, 500)
            .mapToObj(i -> span(1, 499 - i).inputs("needle needle"))
            .toArray(Span.Builder[]::new));
    Map<?, ?> found = find("needle&limit=3");
    assertThat(list(found, "spans"))
        .extracting(entry -> at(entry, "span_id"))
        .containsExactly(spanId(0), spanId(1), spanId(2));
    assertThat(found.get("matches")).isEqualTo(1000L);
    assertThat(found.get("searched")).isEqualTo(500L);
    assertThat(found.get("complete")).isEqualTo(false);
  }

  @Test
  void withoutATextOrATraceNothingIsSearched() {
    write(span(1, 0));
    String find = UI + "/traces/" + traceId(1) + "/find";
    refused("GET", find, "", 400, "INVALID_PARAMETER_VALUE", "'q'");
    refused("GET", find + "?q=", "", 400, "INVALID_PARAMETER_VALUE", "'q'");
    refused("GET", find + "?q=a&limit=0", "", 400, "INVALID_PARAMETER_VALUE", "limit: 0");
    refused("GET", UI + "/traces/tr-9/find?q=a", "", 404, "RESOURCE_DOES_NOT_EXIST", "tr-9");
    assertThat(find("absent").get("spans")).isEqualTo(List.of());
  }
}
