package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.SpanEvent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole text of a value, and parts of it. */
class ValueTest extends UiCase {
  private static final String ROUTE =
      "/traces/" + traceId(1) + "/spans/" + spanId(0) + "/value?field=";

  private static String text(HttpResponse<byte[]> reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private void refusedField(String field, int status, String code) {
    refused("GET", UI + ROUTE + encoded(field), "", status, code, field);
  }

  @Test
  void everyValueOfASpanHasAName() {
    write(
        span(1, 0)
            .inputs(Map.of("q", "why?"))
            .outputs("€")
            .attribute("a/b c", AttributeValue.of(List.of(1, 2)))
            .events(List.of(SpanEvent.of("e", 1L, Map.of("x/y", "z", "n", 5L)))));
    assertThat(text(bytes(ROUTE + "inputs"))).isEqualTo("{\"q\": \"why?\"}");
    assertThat(text(bytes(ROUTE + "outputs"))).isEqualTo("€");
    assertThat(text(bytes(ROUTE + encoded("attributes/a/b c")))).isEqualTo("[1, 2]");
    assertThat(text(bytes(ROUTE + encoded("events/0/x/y")))).isEqualTo("z");
    assertThat(text(bytes(ROUTE + encoded("events/0/n")))).isEqualTo("5");
    HttpResponse<byte[]> reply = bytes(ROUTE + "outputs");
    assertThat(reply.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(reply.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(reply.headers().firstValue("content-length")).contains("3");
    assertThat(reply.headers().firstValue("accept-ranges")).contains("bytes");
  }

  @Test
  void valuesThatAreNotThereAreSaid() {
    write(span(1, 0));
    refusedField("inputs", 404, "RESOURCE_DOES_NOT_EXIST");
    refusedField("attributes/none", 404, "RESOURCE_DOES_NOT_EXIST");
    refusedField("events/0/none", 404, "RESOURCE_DOES_NOT_EXIST");
    refusedField("events/x/none", 400, "INVALID_PARAMETER_VALUE");
    refusedField("name", 400, "INVALID_PARAMETER_VALUE");
    refused(
        "GET",
        UI + "/traces/tr-9/spans/" + spanId(0) + "/value?field=inputs",
        "",
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "tr-9");
  }

  @Test
  void aPartIsSentAsAskedFor() {
    write(span(1, 0).inputs("0123456789"));
    Map.of(
            "bytes=2-4",
            "234",
            "bytes=7-",
            "789",
            "bytes=-3",
            "789",
            "bytes=8-100",
            "89",
            "bytes=-50",
            "0123456789")
        .forEach(
            (range, part) -> {
              HttpResponse<byte[]> reply = bytes(ROUTE + "inputs", "Range", range);
              assertStatus(reply, 206);
              assertThat(text(reply)).as(range).isEqualTo(part);
            });
    assertThat(bytes(ROUTE + "inputs", "Range", "bytes=2-4").headers().firstValue("content-range"))
        .contains("bytes 2-4/10");
  }

  @Test
  void rangesThatAreNoneGiveTheWholeAndThoseBehindTheEndNothing() {
    write(span(1, 0).inputs("0123456789").outputs(""));
    for (String range : List.of("bytes=4-2", "bytes=-", "lines=1-2", "bytes=1-2,4-5", "nonsense")) {
      HttpResponse<byte[]> whole = bytes(ROUTE + "inputs", "Range", range);
      assertStatus(whole, 200);
      assertThat(text(whole)).as(range).hasSize(10);
    }
    for (String range : List.of("bytes=10-", "bytes=99-100", "bytes=-0")) {
      HttpResponse<byte[]> none = bytes(ROUTE + "inputs", "Range", range);
      assertStatus(none, 416);
      assertThat(none.headers().firstValue("content-range")).as(range).contains("bytes */10");
      assertThat(json(none.body()).get("error_code")).isEqualTo("INVALID_PARAMETER_VALUE");
    }
    assertStatus(bytes(ROUTE + "outputs", "Range", "bytes=0-"), 416);
    assertStatus(bytes(ROUTE + "outputs"), 200);
  }

  @Test
  void partsOfDifferentStatesAreNotPutTogether() {
    write(span(1, 0).inputs("first").endTimeUnixNanos(0));
    String tag = bytes(ROUTE + "inputs").headers().firstValue("etag").orElseThrow();
    assertStatus(bytes(ROUTE + "inputs", "If-None-Match", tag), 304);
    assertStatus(bytes(ROUTE + "inputs", "Range", "bytes=1-2", "If-Range", tag), 206);
    write(span(1, 0).inputs("other"));
    HttpResponse<byte[]> whole = bytes(ROUTE + "inputs", "Range", "bytes=1-2", "If-Range", tag);
    assertStatus(whole, 200);
    assertThat(text(whole)).isEqualTo("other");
  }

  @Test
  void aLargeValueIsPreviewedAndSentWhole() {
    String large = "<script>ü".repeat(400_000);
    write(span(1, 0).inputs(Map.of("page", large)).outputs(large));
    Map<?, ?> span =
        look("/traces/" + traceId(1) + "/spans/" + spanId(0) + "?fields=inputs,outputs");
    assertThat(at(span, "outputs", "bytes")).isEqualTo(4_000_000L);
    assertThat(at(span, "inputs", "bytes")).isEqualTo(4_000_000L + 12);
    assertThat(at(span, "inputs", "cut")).isEqualTo(true);
    assertThat(((String) at(span, "outputs", "text")).getBytes(StandardCharsets.UTF_8).length)
        .isBetween(65_530, 65_536);
    assertThat(text(bytes(ROUTE + "outputs"))).isEqualTo(large);
    HttpResponse<byte[]> part = bytes(ROUTE + "inputs", "Range", "bytes=3999990-");
    assertThat(text(part)).endsWith("<script>ü\"}");
  }
}
