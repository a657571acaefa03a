package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The table of traces, and the experiments of its switcher. */
class TracesTest extends UiCase {
  @Test
  void aRowSaysWhatTheColumnsShowAndNothingTwice() {
    write(
        span(1, 0)
            .name("ask")
            .inputs(Map.of("question", "why? ".repeat(200)))
            .outputs("since")
            .attribute(
                SpanAttributeKey.CHAT_USAGE, AttributeValue.of(new TokenUsage(10, 5).toMap())));
    write(
        said(1)
            .clientRequestId("r-1")
            .tag("env", "prod")
            .metadata("mlflow.trace.session", "s-1")
            .metadata("mlflow.trace.user", "ann")
            .metadata("version", "2")
            .build());
    Map<?, ?> row = (Map<?, ?>) rows("").get(0);
    assertThat(row.get("trace_id")).isEqualTo(traceId(1));
    assertThat(row.get("experiment_id")).isEqualTo("0");
    assertThat(row.get("name")).isEqualTo("ask");
    assertThat(row.get("state")).isEqualTo("OK");
    assertThat(row.get("time_ms")).isEqualTo(START_MILLIS + 1000);
    assertThat(row.get("duration_ms")).isEqualTo(10L);
    assertThat((String) row.get("request"))
        .hasSize(256)
        .startsWith("{\"question\": \"why?")
        .endsWith("...");
    assertThat(row.get("response")).isEqualTo("\"since\"");
    assertThat(at(row, "tokens", "total")).isEqualTo(15L);
    assertThat(((Map<?, ?>) row.get("tokens")).containsKey("cache_read")).isTrue();
    assertThat(row.get("cost")).isNull();
    assertThat(row.get("session")).isEqualTo("s-1");
    assertThat(row.get("user")).isEqualTo("ann");
    assertThat(row.get("client_request_id")).isEqualTo("r-1");
    assertThat(row.get("span_count")).isEqualTo(1L);
    assertThat(row.get("tags")).isEqualTo(Map.of("env", "prod"));
    assertThat(row.get("metadata")).isEqualTo(Map.of("version", "2"));
    assertThat(row.get("assessments")).isEqualTo(List.of());
  }

  @Test
  void feedbackIsInTheRow() {
    write(span(1, 0));
    post(
        TRACES + "/" + traceId(1) + "/assessments",
        "{'assessment': {'assessment_name': 'good', 'feedback': {'value': true}}}");
    assertThat(at(rows(""), 0, "assessments", 0, "feedback", "value")).isEqualTo(true);
  }

  @Test
  void pagesFollowEachOtherWithoutGapsInTheOrderAskedFor() {
    for (int i = 1; i <= 5; i++) {
      write(span(i, 0));
    }
    String order = "{'experiment_ids': ['0'], 'order_by': ['timestamp ASC'], 'max_results': 2";
    Map<?, ?> first = ask("/traces/search", order + "}");
    Map<?, ?> second =
        ask("/traces/search", order + ", 'page_token': '" + first.get("next_page_token") + "'}");
    Map<?, ?> third =
        ask("/traces/search", order + ", 'page_token': '" + second.get("next_page_token") + "'}");
    assertThat(at(first, "traces", 0, "trace_id")).isEqualTo(traceId(1));
    assertThat(at(second, "traces", 0, "trace_id")).isEqualTo(traceId(3));
    assertThat((List<?>) third.get("traces")).hasSize(1);
    assertThat(third.containsKey("next_page_token")).isTrue();
    assertThat(third.get("next_page_token")).isNull();
  }

  @Test
  void aScopeHoldsFilterAndTimeWithBothEnds() {
    for (int i = 1; i <= 5; i++) {
      write(span(i, 0).name(i % 2 == 0 ? "even" : "odd"));
    }
    String scope =
        "{'experiment_ids': ['0'], 'filter': 'name = \\'odd\\'', 'from_ms': "
            + (START_MILLIS + 3000)
            + ", 'to_ms': "
            + (START_MILLIS + 5000)
            + "}";
    assertThat(ask("/traces/count", scope).get("count")).isEqualTo(2L);
    assertThat((List<?>) ask("/traces/search", scope).get("traces")).hasSize(2);
  }

  @Test
  void aWrongFilterIsRefusedWithThePlaceOfTheMistake() {
    for (String route : List.of("search", "count")) {
      refused(
          "POST",
          UI + "/traces/" + route,
          "{'experiment_ids': ['0'], 'filter': 'name == 1'}",
          400,
          "INVALID_PARAMETER_VALUE",
          "column 6",
          "found ==");
      refused(
          "POST", UI + "/traces/" + route, "{}", 400, "INVALID_PARAMETER_VALUE", "experiment_ids");
      refused(
          "POST",
          UI + "/traces/" + route,
          "{'experiment_ids': ['0'], 'from_ms': 5, 'to_ms': 4}",
          400,
          "INVALID_PARAMETER_VALUE",
          "to_ms: 4");
    }
    refused(
        "POST",
        UI + "/traces/search",
        "{'experiment_ids': ['0'], 'max_results': 501}",
        400,
        "INVALID_PARAMETER_VALUE",
        "1 to 500");
  }

  @Test
  void experimentsComeWithTheirTracesAndTheLatestFirst() {
    String other = server().store().experiments().create("other").experimentId();
    String old = server().store().experiments().create("old").experimentId();
    server().store().experiments().setTag(other, "team", "blue");
    long later = System.currentTimeMillis() + 3_600_000;
    write(other, span(1, 0).startTimeUnixNanos(later * 1_000_000));
    write(other, span(2, 0));
    server().store().experiments().delete(old);
    List<?> all = (List<?>) look("/experiments").get("experiments");
    assertThat(all).hasSize(3);
    assertThat(at(all, 0, "experiment_id")).isEqualTo(other);
    assertThat(at(all, 0, "traces")).isEqualTo(2L);
    assertThat(at(all, 0, "last_update_ms")).isEqualTo(later);
    assertThat(at(all, 0, "tags")).isEqualTo(Map.of("team", "blue"));
    assertThat(all)
        .anyMatch(
            entry ->
                "deleted".equals(((Map<?, ?>) entry).get("lifecycle_stage"))
                    && old.equals(((Map<?, ?>) entry).get("experiment_id")));
  }

  @Test
  void longAnswersAreCompressedForThoseWhoTakeIt() throws IOException {
    for (int i = 1; i <= 20; i++) {
      write(span(i, 0).inputs("a question"));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server().uri(UI + "/traces/search"))
            .header("Content-Type", "application/json")
            .header("Accept-Encoding", "br, gzip;q=0.5")
            .POST(HttpRequest.BodyPublishers.ofString("{\"experiment_ids\": [\"0\"]}"));
    HttpResponse<byte[]> packed = send(request);
    assertThat(packed.headers().firstValue("content-encoding")).contains("gzip");
    assertThat(packed.headers().firstValue("vary")).contains("accept-encoding");
    byte[] raw = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
    assertThat((List<?>) json(raw).get("traces")).hasSize(20);
    assertThat(packed.body().length).isLessThan(raw.length / 4);

    for (String refusal : List.of("identity", "gzip;q=0", "br")) {
      HttpResponse<byte[]> plain = send(request.setHeader("Accept-Encoding", refusal));
      assertThat(plain.headers().firstValue("content-encoding")).as(refusal).isEmpty();
      assertThat(plain.body()).as(refusal).isEqualTo(raw);
    }
  }

  @Test
  void whatIsNoRouteIsSaidInMlflowsForm() {
    for (String method : List.of("GET", "POST", "PUT", "DELETE", "PATCH")) {
      refused(
          method,
          UI + "/nowhere",
          method.equals("GET") ? "" : "{}",
          404,
          "ENDPOINT_NOT_FOUND",
          "No endpoint for " + method + " /ui-api/1/nowhere");
    }
    refused("GET", UI + "/traces/search/more", "", 404, "ENDPOINT_NOT_FOUND");
    refused("POST", UI + "/experiments", "{}", 404, "ENDPOINT_NOT_FOUND");
    assertStatus(server().send("HEAD", UI + "/experiments", ""), 404);
    assertStatus(server().send("HEAD", UI + "/nowhere", ""), 404);
  }
}
