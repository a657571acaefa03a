package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.internal.derive.Stalling;
import dev.spanloom.server.ui.skeleton.DecodedSkeleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The page of one trace: its info, its skeleton, a span of it. */
class OneTraceTest extends UiCase {
  private Map<?, ?> value(Object bytes, boolean json, String text, boolean cut) {
    return Map.of("bytes", bytes, "json", json, "text", text, "cut", cut);
  }

  @Test
  void aTraceComesWithAllOfItsTagsAndItsRevision() {
    write(span(1, 0).inputs("i".repeat(2_000)), span(1, 1));
    write(said(1).tag("env", "prod").metadata("mlflow.trace.session", "s").build());
    Map<?, ?> reply = look("/traces/" + traceId(1));
    assertThat(at(reply, "info", "trace_id")).isEqualTo(traceId(1));
    assertThat((String) at(reply, "info", "request")).hasSize(1000);
    assertThat(map(reply, "info", "tags")).containsKeys("env", "mlflow.traceName");
    assertThat(map(reply, "info", "metadata"))
        .containsKeys("mlflow.trace.session", "mlflow.trace.sizeStats");
    assertThat(reply.get("stored_spans")).isEqualTo(2L);
    assertThat(reply.get("said_spans")).isEqualTo(2L);
    assertThat(reply.get("stalled")).isEqualTo(false);
    server().store().tags().set(traceId(1), "team", "blue");
    Map<?, ?> later = look("/traces/" + traceId(1));
    assertThat(later.get("revision")).isNotEqualTo(reply.get("revision"));
    assertThat(later.get("spans_revision")).isEqualTo(reply.get("spans_revision"));
  }

  @Test
  void aTraceThatWasGivenUpIsSaidToBeStalled() {
    write(span(1, 1).endTimeUnixNanos(0));
    assertThat(look("/traces/" + traceId(1)).get("stalled")).isEqualTo(false);
    String since = Stalling.since(START_MILLIS + 60_000);
    server().store().tags().set(traceId(1), Stalling.TAG, since);
    assertThat(look("/traces/" + traceId(1)).get("stalled")).isEqualTo(true);
  }

  @Test
  void spansThatAreMissingAreSaid() {
    write(span(1, 0));
    write(said(1).metadata("mlflow.trace.sizeStats", "{\"num_spans\": 5}").build());
    Map<?, ?> reply = look("/traces/" + traceId(1));
    assertThat(reply.get("stored_spans")).isEqualTo(1L);
    assertThat(reply.get("said_spans")).isEqualTo(5L);
  }

  @Test
  void whatIsNotThereIsSaid() {
    write(span(1, 0));
    refused("GET", UI + "/traces/tr-9", "", 404, "RESOURCE_DOES_NOT_EXIST", "tr-9");
    refused("GET", UI + "/traces/tr-9/skeleton", "", 404, "RESOURCE_DOES_NOT_EXIST", "tr-9");
    refused(
        "GET",
        UI + "/traces/" + traceId(1) + "/spans/" + spanId(7),
        "",
        404,
        "RESOURCE_DOES_NOT_EXIST",
        spanId(7));
    String span = UI + "/traces/" + traceId(1) + "/spans/" + spanId(0);
    refused("GET", span + "?fields=in", "", 400, "INVALID_PARAMETER_VALUE", "fields: in", "inputs");
    refused("GET", span + "?cut=-1", "", 400, "INVALID_PARAMETER_VALUE", "cut: -1");
  }

  @Test
  void aSkeletonHasTheSpansInTheirOrderWithTheirParents() {
    write(span(1, 0).spanType("AGENT"), span(1, 2), span(1, 1).endTimeUnixNanos(0));
    write(span(1, 3).parentId("00000000000000ff"));
    HttpResponse<byte[]> reply = bytes("/traces/" + traceId(1) + "/skeleton");
    assertStatus(reply, 200);
    assertThat(reply.headers().firstValue("content-type"))
        .contains("application/x-spanloom-skeleton");
    DecodedSkeleton read = new DecodedSkeleton(reply.body());
    assertThat(read.head().get("trace_id")).isEqualTo(traceId(1));
    assertThat(read.head().get("revision"))
        .isEqualTo(look("/traces/" + traceId(1)).get("spans_revision"));
    assertThat(read.rows())
        .extracting(DecodedSkeleton.Row::id)
        .containsExactly(spanId(0), spanId(1), spanId(2), spanId(3));
    assertThat(read.rows()).extracting(DecodedSkeleton.Row::parent).containsExactly(-1, 0, 0, -2);
    assertThat(read.rows().get(1).duration()).isNaN();
    assertThat(read.rows().get(2).start()).isEqualTo(2e6);
  }

  @Test
  void aSkeletonThatAClientHasIsNotSentAgainUntilASpanComes() throws IOException {
    write(span(1, 0));
    String route = "/traces/" + traceId(1) + "/skeleton";
    String tag = bytes(route).headers().firstValue("etag").orElseThrow();
    HttpResponse<byte[]> again = bytes(route, "If-None-Match", tag);
    assertStatus(again, 304);
    assertThat(again.body()).isEmpty();
    server().store().tags().set(traceId(1), "a", "b");
    assertStatus(bytes(route, "If-None-Match", "\"x\", " + tag), 304);

    write(span(1, 1));
    HttpResponse<byte[]> packed = bytes(route, "If-None-Match", tag, "Accept-Encoding", "gzip");
    assertStatus(packed, 200);
    assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
    byte[] raw = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
    assertThat(new DecodedSkeleton(raw).rows()).hasSize(2);
  }

  @Test
  void aSpanHasItsValuesAsMlflowShowsThem() {
    write(
        span(1, 0),
        span(1, 1)
            .spanType("LLM")
            .status(new SpanStatus(SpanStatusCode.ERROR, "boom"))
            .inputs(Map.of("question", "größe?"))
            .outputs("plain")
            .attribute("number", AttributeValue.of(5))
            .attribute("nothing", AttributeValue.NULL)
            .events(List.of(SpanEvent.of("exception", 7L, Map.of("exception.message", "m"))))
            .links(List.of(new Link(traceId(9), spanId(9), Map.of("a", 1L)))));
    Map<?, ?> span = look("/traces/" + traceId(1) + "/spans/" + spanId(1));
    assertThat(span.get("span_id")).isEqualTo(spanId(1));
    assertThat(span.get("parent_id")).isEqualTo(spanId(0));
    assertThat(span.get("type")).isEqualTo("LLM");
    assertThat(span.get("status")).isEqualTo(Map.of("code", "ERROR", "message", "boom"));
    assertThat(span.get("start_ns")).isEqualTo("1700000001001000000");
    assertThat(span.get("end_ns")).isEqualTo("1700000001011000000");
    assertThat(span.get("inputs")).isEqualTo(value(24L, true, "{\"question\": \"größe?\"}", false));
    assertThat(span.get("outputs")).isEqualTo(value(5L, false, "plain", false));
    List<Object> attributes = list(span, "attributes");
    assertThat(attributes)
        .extracting(entry -> at(entry, "key"))
        .containsExactlyInAnyOrder("mlflow.spanType", "number", "nothing");
    assertThat(attributes)
        .contains(
            Map.of("key", "number", "bytes", 1L, "json", true, "text", "5", "cut", false),
            Map.of("key", "nothing", "bytes", 4L, "json", true, "text", "null", "cut", false));
    assertThat(at(span, "events", 0, "name")).isEqualTo("exception");
    assertThat(at(span, "events", 0, "time_ns")).isEqualTo("7");
    assertThat(at(span, "events", 0, "attributes", 0, "text")).isEqualTo("m");
    assertThat(at(span, "links", 0))
        .isEqualTo(
            Map.of("trace_id", traceId(9), "span_id", spanId(9), "attributes", Map.of("a", 1L)));
  }

  @Test
  void valuesAreCutAtCharactersAndKeepTheirLength() {
    write(span(1, 0).inputs("€€€€").outputs(List.of("😀😀", "x")));
    String route = "/traces/" + traceId(1) + "/spans/" + spanId(0) + "?cut=";
    assertThat(look(route + 8).get("inputs")).isEqualTo(value(12L, false, "€€", true));
    assertThat(look(route + 9).get("inputs")).isEqualTo(value(12L, false, "€€€", true));
    assertThat(look(route + 12).get("inputs")).isEqualTo(value(12L, false, "€€€€", false));
    assertThat(look(route + 0).get("inputs")).isEqualTo(value(12L, false, "", true));
    for (int cut = 2; cut < 6; cut++) {
      assertThat(look(route + cut).get("outputs")).isEqualTo(value(17L, true, "[\"", true));
    }
    assertThat(look(route + 6).get("outputs")).isEqualTo(value(17L, true, "[\"😀", true));
  }

  @Test
  void fieldsAreSelectedAndASpanThatAClientHasIsNotSentAgain() {
    write(span(1, 0).inputs("i").outputs("o"));
    String route = "/traces/" + traceId(1) + "/spans/" + spanId(0);
    Map<?, ?> some = look(route + "?fields=inputs,events");
    assertThat(some.containsKey("inputs")).isTrue();
    assertThat(some.containsKey("events")).isTrue();
    assertThat(some.containsKey("outputs")).isFalse();
    assertThat(some.containsKey("attributes")).isFalse();
    String tag = bytes(route).headers().firstValue("etag").orElseThrow();
    assertStatus(bytes(route, "If-None-Match", tag), 304);
    write(span(1, 0).inputs("i").outputs("p"));
    assertStatus(bytes(route, "If-None-Match", tag), 200);
  }
}
