package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Histogram, facets, metrics, sessions, users, keys and values. */
class FiguresTest extends UiCase {
  private static final String ALL = "{'experiment_ids': ['0']";

  /** Six traces a second apart; every third one failed. */
  @BeforeEach
  void writeTraces() {
    for (int i = 1; i <= 6; i++) {
      boolean failed = i % 3 == 0;
      write(
          span(i, 0)
              .name(i <= 4 ? "ask" : "tell")
              .spanType("LLM")
              .status(new SpanStatus(failed ? SpanStatusCode.ERROR : SpanStatusCode.OK, ""))
              .attribute(SpanAttributeKey.MODEL, AttributeValue.of("large"))
              .attribute(
                  SpanAttributeKey.CHAT_USAGE, AttributeValue.of(new TokenUsage(10, 5).toMap()))
              .attribute(
                  SpanAttributeKey.LLM_COST, AttributeValue.of(new LlmCost(1, 2, 3).toMap())));
      write(
          said(i)
              .tag("env", i == 1 ? "dev" : "prod")
              .metadata("mlflow.trace.session", "s" + i % 2)
              .metadata("mlflow.trace.user", i == 6 ? "bob" : "ann")
              .build());
    }
  }

  private static Map<?, ?> observed(String value, long traces) {
    return Map.of("value", value, "traces", traces);
  }

  @Test
  void aHistogramHasTheTracesAndErrorsOfEachStep() {
    Map<?, ?> reply = ask("/traces/histogram", ALL + ", 'interval_seconds': 3}");
    assertThat(reply.get("interval_seconds")).isEqualTo(3L);
    assertThat(reply.get("bars"))
        .isEqualTo(
            List.of(List.of(START_MILLIS + 1000, 3L, 1L), List.of(START_MILLIS + 4000, 3L, 1L)));
  }

  @Test
  void withoutAStepAHistogramChoosesOneThatFits() {
    assertThat(ask("/traces/histogram", ALL + "}").get("interval_seconds")).isEqualTo(1L);
    Map<?, ?> day =
        ask(
            "/traces/histogram",
            ALL
                + ", 'from_ms': "
                + START_MILLIS
                + ", 'to_ms': "
                + (START_MILLIS + 86_400_000)
                + "}");
    assertThat(day.get("interval_seconds")).isEqualTo(1_800L);
    assertThat(ask("/traces/histogram", "{'experiment_ids': ['77']}").get("bars"))
        .isEqualTo(List.of());
    refused(
        "POST",
        UI + "/traces/histogram",
        ALL + ", 'interval_seconds': 0}",
        400,
        "INVALID_PARAMETER_VALUE",
        "interval_seconds: 0");
  }

  @Test
  void facetsCountTheValuesOfTheScope() {
    String fields =
        ", 'fields': ['status', 'name', 'session_id', 'user', 'tag.env', 'metadata.none']";
    Map<?, ?> all = ask("/traces/facets", ALL + fields + "}");
    assertThat(at(all, "facets", 0))
        .isEqualTo(
            Map.of("field", "status", "values", List.of(observed("OK", 4), observed("ERROR", 2))));
    assertThat(at(all, "facets", 1, "values"))
        .isEqualTo(List.of(observed("ask", 4), observed("tell", 2)));
    assertThat(at(all, "facets", 2, "values"))
        .isEqualTo(List.of(observed("s0", 3), observed("s1", 3)));
    assertThat(at(all, "facets", 3, "values"))
        .isEqualTo(List.of(observed("ann", 5), observed("bob", 1)));
    assertThat(at(all, "facets", 4, "values"))
        .isEqualTo(List.of(observed("prod", 5), observed("dev", 1)));
    assertThat(at(all, "facets", 5, "values")).isEqualTo(List.of());

    Map<?, ?> some =
        ask(
            "/traces/facets",
            ALL
                + fields
                + ", 'limit': 1, 'filter': 'tag.env = \\'prod\\'', 'from_ms': "
                + (START_MILLIS + 4000)
                + "}");
    assertThat(at(some, "facets", 0, "values")).isEqualTo(List.of(observed("OK", 2)));
    assertThat(at(some, "facets", 1, "values")).isEqualTo(List.of(observed("tell", 2)));
    assertThat(at(some, "facets", 4, "values")).isEqualTo(List.of(observed("prod", 3)));
  }

  @Test
  void facetsOfOtherFieldsAreRefused() {
    for (String field : List.of("span.name", "tag.", "nonsense")) {
      refused(
          "POST",
          UI + "/traces/facets",
          ALL + ", 'fields': ['" + field + "']}",
          400,
          "INVALID_PARAMETER_VALUE",
          "fields: " + field);
    }
    refused("POST", UI + "/traces/facets", ALL + "}", 400, "INVALID_PARAMETER_VALUE", "'fields'");
  }

  @Test
  void metricsComeByTimeAndDimension() {
    Map<?, ?> errors =
        ask(
            "/metrics",
            ALL
                + ", 'metric': 'TRACE_COUNT', 'aggregations': ['COUNT', 'ERROR_SHARE'],"
                + " 'dimensions': ['trace_name']}");
    assertThat(at(errors, "points", 0, "dimensions")).isEqualTo(Map.of("trace_name", "ask"));
    assertThat(at(errors, "points", 0, "values"))
        .isEqualTo(Map.of("COUNT", 4.0, "ERROR_SHARE", 0.25));
    assertThat(at(errors, "points", 0, "time_ms")).isNull();
    assertThat(errors.get("more")).isEqualTo(false);

    Map<?, ?> latency =
        ask(
            "/metrics",
            ALL
                + ", 'metric': 'SPAN_LATENCY', 'aggregations': ['P50', 'P99.9', 'AVG'],"
                + " 'dimensions': ['span_model_name', 'tag.env'], 'interval_seconds': 3600,"
                + " 'filter': 'status = \\'OK\\'', 'max_results': 1}");
    assertThat(at(latency, "points", 0, "time_ms"))
        .isEqualTo(START_MILLIS - START_MILLIS % 3_600_000);
    assertThat(at(latency, "points", 0, "dimensions"))
        .isEqualTo(Map.of("span_model_name", "large", "tag.env", "dev"));
    assertThat(map(latency, "points", 0, "values")).containsOnlyKeys("P50", "P99.9", "AVG");
    assertThat(latency.get("more")).isEqualTo(true);
  }

  @Test
  void metricsThatAreNoneAreRefusedWithThoseThereAre() {
    String count = ALL + ", 'metric': 'TRACE_COUNT', 'aggregations': ['COUNT']";
    refused(
        "POST",
        UI + "/metrics",
        ALL + ", 'metric': 'trace_count', 'aggregations': ['COUNT']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "TRACE_COUNT");
    refused(
        "POST",
        UI + "/metrics",
        ALL + ", 'metric': 'LATENCY', 'aggregations': ['P101']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "0 to 100");
    refused(
        "POST",
        UI + "/metrics",
        ALL + ", 'metric': 'LATENCY', 'aggregations': ['MEDIAN']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "aggregations: MEDIAN",
        "P99");
    refused(
        "POST",
        UI + "/metrics",
        count + ", 'dimensions': ['colour']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "dimensions: colour",
        "tag.KEY");
    refused(
        "POST",
        UI + "/metrics",
        count + ", 'dimensions': ['span_name']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "span_name");
  }

  @Test
  void sessionsSumUpTheirTracesTheLatestFirst() {
    Map<?, ?> page = ask("/sessions", ALL + ", 'max_results': 1}");
    Map<?, ?> session = (Map<?, ?>) at(page, "sessions", 0);
    assertThat(session.get("session_id")).isEqualTo("s0");
    assertThat(session.get("turns")).isEqualTo(3L);
    assertThat(session.get("errors")).isEqualTo(1L);
    assertThat(session.get("first_ms")).isEqualTo(START_MILLIS + 2000);
    assertThat(session.get("last_ms")).isEqualTo(START_MILLIS + 6000);
    assertThat(session.get("duration_ms")).isEqualTo(30L);
    assertThat(at(session, "tokens", "total")).isEqualTo(45L);
    assertThat(at(session, "cost", "total")).isEqualTo(9.0);
    assertThat(session.get("user")).isEqualTo("bob");
    Map<?, ?> next =
        ask("/sessions", ALL + ", 'page_token': '" + page.get("next_page_token") + "'}");
    assertThat(at(next, "sessions", 0, "session_id")).isEqualTo("s1");
    assertThat(next.get("next_page_token")).isNull();
  }

  @Test
  void usersSumUpTheirTraces() {
    Map<?, ?> ann = (Map<?, ?>) at(ask("/users", ALL + "}"), "users", 0);
    assertThat(ann.get("user")).isEqualTo("ann");
    assertThat(ann.get("traces")).isEqualTo(5L);
    assertThat(ann.get("errors")).isEqualTo(1L);
    assertThat(ann.get("sessions")).isEqualTo(2L);
    assertThat(ann.get("last_ms")).isEqualTo(START_MILLIS + 5000);
    assertThat(at(ann, "tokens", "input")).isEqualTo(50L);
  }

  @Test
  void keysAndValuesAreThereForCompletion() {
    assertThat(look("/keys?experiment_id=0&family=tag").get("keys"))
        .isEqualTo(List.of(observed("env", 6), observed("mlflow.traceName", 6)));
    assertThat(look("/keys?experiment_id=0&family=tag&prefix=EN").get("keys"))
        .isEqualTo(List.of(observed("env", 6)));
    assertThat(look("/values?experiment_id=0&field=tag.env&limit=1").get("values"))
        .isEqualTo(List.of(observed("prod", 5)));
    assertThat(look("/values?experiment_id=0&field=status").get("values"))
        .isEqualTo(List.of(observed("OK", 4), observed("ERROR", 2)));
    assertThat(look("/values?experiment_id=0&field=status&prefix=e").get("values"))
        .isEqualTo(List.of(observed("ERROR", 2)));
    assertThat(look("/values?experiment_id=0&field=session_id").get("values"))
        .isEqualTo(List.of(observed("s0", 3), observed("s1", 3)));
    assertThat(look("/values?experiment_id=0&field=trace.name").get("values"))
        .isEqualTo(List.of(observed("ask", 4), observed("tell", 2)));
    assertThat(look("/values?experiment_id=0&field=span.model").get("values"))
        .isEqualTo(List.of(observed("large", 6)));
    server().store().tags().set(traceId(1), "a key:with/more", "v");
    for (String field : List.of("tag.a key:with/more", "tag.`a key:with/more`")) {
      assertThat(look("/values?experiment_id=0&field=" + encoded(field)).get("values"))
          .isEqualTo(List.of(observed("v", 1)));
    }
  }

  @Test
  void keysAndValuesOfSomethingElseAreRefused() {
    refused(
        "GET",
        UI + "/keys?experiment_id=0&family=x",
        "",
        400,
        "INVALID_PARAMETER_VALUE",
        "family: x",
        "expectation");
    refused("GET", UI + "/keys?family=tag", "", 400, "INVALID_PARAMETER_VALUE", "experiment_id");
    for (String field : List.of("colour", "name OR EXISTS user", "timestamp_ms")) {
      refused(
          "GET",
          UI + "/values?experiment_id=0&field=" + encoded(field),
          "",
          400,
          "INVALID_PARAMETER_VALUE");
    }
  }
}
