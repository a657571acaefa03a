package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics query, the correlation of filters, and what a server says of itself, over HTTP. */
class FiguresTest {
  private static final String METRICS = "/api/3.0/mlflow/traces/metrics";
  private static final long START = 1_700_000_000_000L; // 2023-11-14T22:13:20Z
  private static final long MINUTE = 60_000;

  @TempDir private static Path folder;
  private static LiveServer server;

  /**
   * Six traces, one a minute: even ones are named a, odd ones b; the last one failed; each has an
   * LLM span of as many tens of milliseconds as its number, and feedback of its number.
   */
  @BeforeAll
  static void start() {
    server =
        new LiveServer(
            ServerOptions.defaults(), SqliteTraceStore.open(folder.resolve("traces.db")));
    List<TraceInfo> infos = new ArrayList<>();
    List<EncodedSpan> spans = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String id = "tr-" + String.format("%032x", i + 1);
      infos.add(
          TraceInfo.builder(id)
              .experimentId("0")
              .requestTimeUnixMillis(START + i * MINUTE)
              .executionDurationMillis((i + 1) * 100L)
              .state(i == 5 ? TraceState.ERROR : TraceState.OK)
              .tag("mlflow.traceName", i % 2 == 0 ? "a" : "b")
              .tag("env", i < 2 ? "prod" : "test it's")
              .metadata("mlflow.trace.session", "s" + i / 3)
              .metadata("mlflow.sourceRun", i < 4 ? "run 1" : "run 2")
              .assessments(
                  List.of(
                      Feedback.builder("score")
                          .traceId(id)
                          .value((double) i)
                          .createTimeUnixMillis(START + i * MINUTE)
                          .build(),
                      Expectation.builder("answer")
                          .traceId(id)
                          .value("yes")
                          .createTimeUnixMillis(START + i * MINUTE)
                          .build()))
              .build());
      long nanos = (START + i * MINUTE) * 1_000_000;
      spans.add(
          EncodedSpan.of(
              Span.builder(id, "0000000000000001")
                  .name("root")
                  .spanType("CHAIN")
                  .status(new SpanStatus(i == 5 ? SpanStatusCode.ERROR : SpanStatusCode.OK, ""))
                  .startTimeUnixNanos(nanos)
                  .endTimeUnixNanos(nanos + (i + 1) * 100_000_000L)
                  .build()));
      spans.add(
          EncodedSpan.of(
              Span.builder(id, "0000000000000002")
                  .parentId("0000000000000001")
                  .name("call")
                  .spanType("LLM")
                  .status(new SpanStatus(SpanStatusCode.OK, ""))
                  .startTimeUnixNanos(nanos)
                  .endTimeUnixNanos(nanos + (i + 1) * 10_000_000L)
                  .attribute("mlflow.llm.model", AttributeValue.of("model " + i % 2))
                  .attribute("mlflow.llm.provider", AttributeValue.of("provider " + i / 4))
                  .attribute(
                      "mlflow.llm.cost",
                      AttributeValue.of(
                          Map.of("input_cost", 1.0, "output_cost", 2.0, "total_cost", 3.0)))
                  .attribute(
                      "mlflow.chat.tokenUsage",
                      AttributeValue.of(
                          Map.of(
                              "input_tokens",
                              10L * i,
                              "output_tokens",
                              1L,
                              "total_tokens",
                              10L * i + 1)))
                  .build()));
    }
    server.store().writer().write(new WriteBatch(infos, spans, "0"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A question, part by part. */
  private static final class Asked {
    private final Map<String, Object> body = new LinkedHashMap<>();

    Asked(String view, String metric, Object... aggregations) {
      body.put("experiment_ids", List.of("0"));
      body.put("view_type", view);
      body.put("metric_name", metric);
      List<Object> all = new ArrayList<>();
      for (Object aggregation : aggregations) {
        all.add(
            aggregation instanceof Number percentile
                ? Map.of("aggregation_type", "PERCENTILE", "percentile_value", percentile)
                : Map.of("aggregation_type", aggregation));
      }
      body.put("aggregations", all);
    }

    Asked with(String key, Object value) {
      body.put(key, value);
      return this;
    }

    HttpResponse<String> send() {
      return server.post(METRICS, JsonWriter.write(body));
    }

    /** The points, each as {@code dimension dimension: VALUE=1.0 ...}. */
    List<String> points() {
      HttpResponse<String> reply = send();
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      List<String> points = new ArrayList<>();
      for (Object point : (List<?>) JsonReader.readObject(reply.body()).get("data_points")) {
        Map<?, ?> map = (Map<?, ?>) point;
        assertThat(map.get("metric_name")).isEqualTo(body.get("metric_name"));
        List<String> words = new ArrayList<>();
        ((Map<?, ?>) map.get("dimensions")).values().forEach(value -> words.add(value.toString()));
        List<String> values = new ArrayList<>();
        ((Map<?, ?>) map.get("values")).forEach((key, value) -> values.add(key + "=" + value));
        points.add(String.join(" ", words) + ": " + String.join(" ", values));
      }
      return points;
    }

    void refused(String... words) {
      HttpResponse<String> reply = send();
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(400);
      assertThat(reply.body()).contains("INVALID_PARAMETER_VALUE").contains(words);
    }
  }

  @Test
  void tracesAreCounted() {
    assertThat(new Asked("TRACES", "trace_count", "COUNT").points()).containsExactly(": COUNT=6.0");
    assertThat(
            new Asked("TRACES", "trace_count", "COUNT")
                .with("dimensions", List.of("trace_name", "trace_status"))
                .points())
        .containsExactly("a OK: COUNT=3.0", "b ERROR: COUNT=1.0", "b OK: COUNT=2.0");
    assertThat(new Asked("TRACES", "session_count", "COUNT").points())
        .containsExactly(": COUNT=2.0");
  }

  @Test
  void viewsAndAggregationsHaveNumbersToo() {
    Asked asked = new Asked("TRACES", "trace_count", "COUNT");
    asked.body.put("view_type", 1L);
    asked.body.put("aggregations", List.of(Map.of("aggregation_type", 1L)));
    assertThat(asked.points()).containsExactly(": COUNT=6.0");
  }

  @Test
  void latencyAndTokensOfTraces() {
    assertThat(new Asked("TRACES", "latency", "AVG", "MIN", "MAX", "SUM").points())
        .containsExactly(": AVG=350.0 MIN=100.0 MAX=600.0 SUM=2100.0");
    assertThat(
            new Asked("TRACES", "total_tokens", "SUM", "AVG")
                .with("dimensions", List.of("trace_name"))
                .points())
        .containsExactly("a: SUM=63.0 AVG=21.0", "b: SUM=93.0 AVG=31.0");
    assertThat(new Asked("TRACES", "input_tokens", "SUM").points()).containsExactly(": SUM=150.0");
    assertThat(new Asked("TRACES", "output_tokens", "SUM").points()).containsExactly(": SUM=6.0");
  }

  @Test
  void percentilesAreNamedByTheirNumber() {
    assertThat(new Asked("TRACES", "latency", 50, 99.9).points().get(0))
        .matches(": P50=3[45]\\d\\.\\d* P99\\.9=(59|60)\\d\\.\\d*");
  }

  @Test
  void spansAreCountedAndMeasured() {
    assertThat(
            new Asked("SPANS", "span_count", "COUNT")
                .with("dimensions", List.of("span_name", "span_type", "span_status"))
                .points())
        .containsExactly(
            "call LLM OK: COUNT=6.0", "root CHAIN ERROR: COUNT=1.0", "root CHAIN OK: COUNT=5.0");
    assertThat(
            new Asked("SPANS", "latency", "AVG").with("dimensions", List.of("span_name")).points())
        .containsExactly("call: AVG=35.0", "root: AVG=350.0");
    assertThat(
            new Asked("SPANS", "total_cost", "SUM")
                .with("dimensions", List.of("span_model_name"))
                .points())
        .containsExactly("model 0: SUM=9.0", "model 1: SUM=9.0");
    assertThat(
            new Asked("SPANS", "output_cost", "SUM")
                .with("dimensions", List.of("span_model_provider"))
                .points())
        .containsExactly("provider 0: SUM=8.0", "provider 1: SUM=4.0");
    assertThat(new Asked("SPANS", "input_cost", "SUM").points()).containsExactly(": SUM=6.0");
  }

  @Test
  void assessmentsAreCountedAndAveraged() {
    assertThat(
            new Asked("ASSESSMENTS", "assessment_count", "COUNT")
                .with("dimensions", List.of("assessment_name"))
                .points())
        .containsExactly("answer: COUNT=6.0", "score: COUNT=6.0");
    assertThat(
            new Asked("ASSESSMENTS", "assessment_value", "AVG")
                .with("filters", List.of("assessment.name = \"score\""))
                .points())
        .containsExactly(": AVG=2.5");
    assertThat(
            new Asked("ASSESSMENTS", "assessment_count", "COUNT")
                .with("dimensions", List.of("assessment_value"))
                .with("filters", List.of("assessment.type = 'expectation'"))
                .points())
        .containsExactly("yes: COUNT=6.0");
  }

  @Test
  void filtersChooseTracesAndRows() {
    assertThat(counted("trace.status = 'ERROR'")).containsExactly(": COUNT=1.0");
    assertThat(counted("trace.tag.env = 'prod'")).containsExactly(": COUNT=2.0");
    assertThat(counted("trace.tag.`env` = 'test it''s'")).containsExactly(": COUNT=4.0");
    assertThat(counted("trace.metadata.mlflow.trace.session = \"s0\"", "trace.tag.env = 'prod'"))
        .containsExactly(": COUNT=2.0");
    assertThat(counted("trace.metadata.`mlflow.sourceRun` = 'run 2'"))
        .containsExactly(": COUNT=2.0");
    assertThat(counted("trace.tag.none = 'x'")).isEmpty();
    Asked spans = new Asked("SPANS", "span_count", "COUNT");
    assertThat(spans.with("filters", List.of("span.name = 'call'")).points())
        .containsExactly(": COUNT=6.0");
    assertThat(
            spans.with("filters", List.of("span.type = 'CHAIN'", "span.status = 'ERROR'")).points())
        .containsExactly(": COUNT=1.0");
    assertThat(
            spans
                .with("filters", List.of("span.name = 'call'", "trace.status = 'ERROR'"))
                .with("dimensions", List.of("span_name"))
                .points())
        .containsExactly("call: COUNT=1.0");
    assertThat(spans.with("filters", List.of("span.name = 'call'", "span.name = 'root'")).points())
        .isEmpty();
  }

  private static List<String> counted(String... filters) {
    return new Asked("TRACES", "trace_count", "COUNT").with("filters", List.of(filters)).points();
  }

  @Test
  void timeIsThatOfTracesAndBothEndsCount() {
    assertThat(
            new Asked("TRACES", "trace_count", "COUNT")
                .with("start_time_ms", START + MINUTE)
                .with("end_time_ms", START + 3 * MINUTE)
                .points())
        .containsExactly(": COUNT=3.0");
    assertThat(
            new Asked("SPANS", "span_count", "COUNT")
                .with("start_time_ms", START + MINUTE)
                .with("end_time_ms", START + 3 * MINUTE)
                .points())
        .containsExactly(": COUNT=6.0");
  }

  @Test
  void stepsOfTimeAreBucketsFromTheEpoch() {
    assertThat(
            new Asked("TRACES", "trace_count", "COUNT")
                .with("time_interval_seconds", 120)
                .with("start_time_ms", START)
                .with("end_time_ms", START + 10 * MINUTE)
                .points())
        .containsExactly(
            "2023-11-14T22:12:00+00:00: COUNT=1.0",
            "2023-11-14T22:14:00+00:00: COUNT=2.0",
            "2023-11-14T22:16:00+00:00: COUNT=2.0",
            "2023-11-14T22:18:00+00:00: COUNT=1.0");
    assertThat(
            new Asked("TRACES", "trace_count", "COUNT")
                .with("time_interval_seconds", 3600)
                .with("dimensions", List.of("trace_name"))
                .with("start_time_ms", START)
                .with("end_time_ms", START + 10 * MINUTE)
                .points())
        .containsExactly(
            "2023-11-14T22:00:00+00:00 a: COUNT=3.0", "2023-11-14T22:00:00+00:00 b: COUNT=3.0");
  }

  @Test
  void pointsComeInPages() {
    Asked asked =
        new Asked("TRACES", "trace_count", "COUNT")
            .with("dimensions", List.of("trace_name", "trace_status"))
            .with("max_results", 2);
    assertThat(asked.points()).containsExactly("a OK: COUNT=3.0", "b ERROR: COUNT=1.0");
    Object token = JsonReader.readObject(asked.send().body()).get("next_page_token");
    assertThat(token).isNotNull();
    asked.with("page_token", token);
    assertThat(asked.points()).containsExactly("b OK: COUNT=2.0");
    assertThat(JsonReader.readObject(asked.send().body())).doesNotContainKey("next_page_token");
  }

  @Test
  void whatIsMissingOrUnknownIsSaid() {
    Asked good = new Asked("TRACES", "trace_count", "COUNT");
    for (String key : List.of("experiment_ids", "view_type", "metric_name", "aggregations")) {
      Map<String, Object> body = new LinkedHashMap<>(good.body);
      body.remove(key);
      HttpResponse<String> reply = server.post(METRICS, JsonWriter.write(body));
      assertThat(reply.statusCode()).as(key).isEqualTo(400);
      assertThat(reply.body()).contains("required parameter '" + key + "'");
    }
    new Asked("RUNS", "trace_count", "COUNT").refused("view_type: RUNS", "[TRACES, SPANS");
    new Asked("SPANS", "trace_count", "COUNT").refused("metric_name: trace_count", "span_count");
    new Asked("TRACES", "trace_count", "AVG").refused("AVG", "COUNT");
    new Asked("TRACES", "latency", "MEDIAN").refused("aggregation_type: MEDIAN", "PERCENTILE");
    new Asked("TRACES", "latency", "PERCENTILE").refused("percentile_value");
    new Asked("TRACES", "latency", 101).refused("percentile_value: 101", "0 to 100");
    new Asked("TRACES", "latency").refused("aggregations");
  }

  @Test
  void wrongDimensionsTimesAndTokensAreSaid() {
    Asked count = new Asked("TRACES", "trace_count", "COUNT");
    count.with("dimensions", List.of("span_name")).refused("dimensions: span_name", "trace_name");
    new Asked("TRACES", "trace_count", "COUNT")
        .with("time_interval_seconds", 60)
        .refused("start_time_ms and end_time_ms");
    new Asked("TRACES", "trace_count", "COUNT")
        .with("time_interval_seconds", 0)
        .with("start_time_ms", 1)
        .with("end_time_ms", 2)
        .refused("time_interval_seconds: 0");
    new Asked("TRACES", "trace_count", "COUNT")
        .with("start_time_ms", 2)
        .with("end_time_ms", 1)
        .refused("end_time_ms: 1");
    new Asked("TRACES", "trace_count", "COUNT").with("max_results", 0).refused("max_results: 0");
    new Asked("TRACES", "trace_count", "COUNT").with("page_token", "x").refused("page_token: x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "trace.status",
        "trace.status != 'OK'",
        "trace.status = OK",
        "trace.name = 'a'",
        "trace.tag = 'a'",
        "span.name = 'a'",
        "assessment.name = 'a'",
        "trace.status = 'OK' AND trace.status = 'OK'",
        "trace.status.x = 'OK'",
        "status = 'OK'"
      })
  void filtersThatTheViewHasNotAreRefused(String filter) {
    new Asked("TRACES", "trace_count", "COUNT")
        .with("filters", List.of(filter))
        .refused("filters: " + filter, "trace.status");
  }

  @Test
  void howMuchFiltersFindTheSame() {
    Map<String, @Nullable Object> reply = correlation("trace.name = 'a'", "tag.env = 'prod'", "");
    assertThat(reply)
        .containsEntry("filter1_count", 3L)
        .containsEntry("filter2_count", 2L)
        .containsEntry("joint_count", 1L)
        .containsEntry("total_count", 6L);
    assertThat((Double) reply.get("npmi")).isBetween(-1e-9, 1e-9);
    assertThat(reply).containsKey("npmi_smoothed");
    assertThat(correlation("trace.name = 'a'", "trace.name = 'a'", "tag.env = 'prod'"))
        .containsEntry("npmi", 1.0)
        .containsEntry("total_count", 2L);
    assertThat(correlation("trace.name = 'a'", "trace.name = 'none'", ""))
        .doesNotContainKey("npmi")
        .doesNotContainKey("npmi_smoothed")
        .containsEntry("filter2_count", 0L);
  }

  private static Map<String, @Nullable Object> correlation(
      String first, String second, String base) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("experiment_ids", List.of("0"));
    body.put("filter_string1", first);
    body.put("filter_string2", second);
    if (!base.isEmpty()) {
      body.put("base_filter", base);
    }
    HttpResponse<String> reply =
        server.post("/api/3.0/mlflow/traces/calculate-filter-correlation", JsonWriter.write(body));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return JsonReader.readObject(reply.body());
  }

  @Test
  void aCorrelationNeedsExperimentsAndFilters() {
    String path = "/api/3.0/mlflow/traces/calculate-filter-correlation";
    assertThat(server.post(path, "{}").body()).contains("experiment_ids");
    assertThat(server.post(path, "{\"experiment_ids\": [\"0\"]}").body())
        .contains("filter_string1");
    HttpResponse<String> wrong =
        server.post(
            path,
            "{\"experiment_ids\": [\"0\"], \"filter_string1\": \"nonsense\", \"filter_string2\":"
                + " \"trace.name = 'a'\"}");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/ajax-api"})
  void aServerSaysWhatItHas(String base) {
    assertThat(JsonReader.readObject(server.get(base + "/3.0/mlflow/server-info").body()))
        .containsEntry("server", "spanloom")
        .containsEntry("store_type", "SqlStore")
        .containsEntry("workspaces_enabled", false)
        .containsEntry("multipart_uploads_enabled", false);
    assertThat(server.get(base + "/2.0/mlflow/server-features").body())
        .isEqualTo("{\"workspaces_enabled\": false}");
  }
}
