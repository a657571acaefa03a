package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One rich trace, and what is true of it and what is not. */
class SpanExamplesTest {
  private static final long MILLI = 1_000_000;

  private static final List<Span> SPANS =
      List.of(
          span("0000000000000001", "answer question", 0, 900)
              .spanType("CHAIN")
              .inputs(Map.of("question", "what's MLflow?"))
              .build(),
          span("0000000000000002", "database_lookup", 100, 130)
              .spanType("RETRIEVER")
              .attribute("rows", AttributeValue.of(12))
              .attribute("cached", AttributeValue.of(true))
              .build(),
          span("0000000000000003", "chat", 200, 850)
              .spanType("LLM")
              .status(SpanStatus.error("overloaded"))
              .attribute("model", AttributeValue.of("gpt-4o-mini"))
              .attribute("temperature", AttributeValue.of(0.25))
              .attribute(SpanAttributeKey.MODEL, AttributeValue.of("gpt-4o-mini"))
              .attribute(
                  SpanAttributeKey.CHAT_USAGE,
                  AttributeValue.of(
                      Map.of("input_tokens", 100, "output_tokens", 20, "total_tokens", 120)))
              .outputs("All about Machine Learning, 100 %")
              .build(),
          span("0000000000000004", "untyped", 860, 870).build());

  private static final List<Assessment> ASSESSMENTS =
      List.of(
          Feedback.builder("correctness").value(true).build(),
          Feedback.builder("score").value(4.5).build(),
          Feedback.builder("count").value(5).build(),
          Feedback.builder("comment").value("Great, really helpful").build(),
          Feedback.builder("version").value("1.10").build(),
          Feedback.builder("verdict").value("yes").build(),
          Feedback.builder("old").value("gone").valid(false).build(),
          Expectation.builder("response_length").value(150).build(),
          Expectation.builder("latency_ms").value(1000L).build());

  private static final TraceInfo INFO =
      TraceInfo.builder("tr-1")
          .experimentId("7")
          .clientRequestId("req-b")
          .requestTimeUnixMillis(1_767_225_600_000L)
          .metadata("mlflow.sourceRun", "r1")
          .metadata("mlflow.trace.session", "[\"s1\", \"inner\"]")
          .metadata("mlflow.trace.user", "ann")
          .metadata("mlflow.trace.tokenUsage", "{\"input_tokens\": 100, \"total_tokens\": 120}")
          .metadata("mlflow.trace.cost", "{\"input_cost\": 0.01, \"output_cost\": 0.02}")
          .tag("type", "training")
          .tag("version", "2.10")
          .tag("live", "TRUE")
          .tag("name", "a tag called name")
          .tag("mlflow.linkedPrompts", "[{\"name\": \"qa\", \"version\": \"3\"}]")
          .assessments(ASSESSMENTS)
          .build();

  private static Span.Builder span(String id, String name, long startMillis, long endMillis) {
    return Span.builder("tr-00000000000000000000000000000001", id)
        .name(name)
        .startTimeUnixNanos(startMillis * MILLI + 1)
        .endTimeUnixNanos(endMillis * MILLI + 1);
  }

  private static boolean matches(String filter) {
    Filter resolved = Filters.resolve(FilterParser.parse(filter), 1_767_225_600_000L + 3_600_000);
    return TraceMatcher.matches(resolved, INFO, INFO.traceMetadata(), SPANS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // of the contract
        "span.name LIKE \"database%\"",
        "span.name != \"api_call\"",
        "span.type = \"LLM\" AND span.status = \"ERROR\"",
        "span.type IN ('LLM','RETRIEVER')",
        "span.type = \"LLM\" AND span.type = \"RETRIEVER\"",
        "span.attributes.model LIKE \"%gpt-4%\"",
        "span.attributes.model RLIKE \"^gpt\"",
        "span.content ILIKE \"%MACHINE LEARNING%\"",
        "trace.text LIKE \"%what's MLflow?%\"",
        "feedback.correctness = \"true\"",
        "expectation.response_length = \"150\" AND expectation.latency_ms = \"1000\"",
        "feedback.comment ILIKE \"%great%\"",
        "trace.client_request_id != \"a\"",
        "run_id = \"r1\" AND tags.type = \"training\"",
        "metadata.`mlflow.trace.session` = '[\"s1\", \"inner\"]'",
        "feedback.comment RLIKE 'Great.*helpful'",
        "span.attributes.model RLIKE '(preview|mini|[0-9]{8})$'",
        // beyond
        "span(type = 'LLM' AND attributes.model = 'gpt-4o-mini' AND duration_ms > 500)",
        "span(span.type = 'LLM' AND span.status = 'ERROR')",
        "span(NOT type = 'LLM' AND duration_ms < 31 AND attributes.rows >= 12)",
        "span.type IS NOT NULL",
        "span(type IS NULL)",
        "span.type NOT IN ('LLM', 'RETRIEVER')",
        "span.attributes.rows = 12",
        "span.attributes.rows = '12'",
        "span.attributes.cached = true",
        "span.attributes.temperature BETWEEN 0.2 AND 0.3",
        "span.duration_ms = 650",
        "span.model = 'gpt-4o-mini' AND span.total_tokens >= 120",
        "total_tokens = 120 AND input_tokens > 99 AND output_tokens = 0",
        "total_cost > 0.029 AND total_cost < 0.031 AND EXISTS input_cost",
        "cache_read_input_tokens IS NULL",
        "span_count = 4",
        "session_id = 's1' AND session_id = 'inner' AND user = 'ann' AND experiment_id = '7'",
        "session_id = '[\"s1\", \"inner\"]'",
        "prompt = 'qa/3'",
        "timestamp_ms >= ago(2h) AND timestamp_ms <= now()",
        "timestamp = '2026-01-01'",
        "timestamp = '2026-01-01T01:00:00.000+01:00'",
        "end_time_ms = 1767225600000",
        "execution_time IS NULL",
        "tag.version > 2 AND tag.version < 2.2",
        "tag.live = true",
        "tag.version != 3",
        "tag.type != 3",
        "tag.name = 'a tag called name'",
        "feedback.score = \"4.50\" AND feedback.score = 4.5 AND feedback.score > 4",
        "feedback.count = \"5.0\"",
        "feedback.correctness >= 1 AND feedback.verdict = 'yes' AND feedback.verdict > 0",
        "feedback.correctness = true",
        "feedback.version = '1.10'",
        "feedback.comment IS NOT NULL AND feedback.old IS NULL",
        "NOT feedback.missing = 'x'",
      })
  void aFilterIsTrue(String filter) {
    assertThat(matches(filter)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "span(type = 'LLM' AND type = 'RETRIEVER')",
        "span(type = 'LLM' AND duration_ms > 700)",
        "span.name = 'DATABASE_LOOKUP'",
        "span.name LIKE 'database'",
        "span.attributes.missing != 'x'",
        "span.attributes.missing NOT IN ('x')",
        "span.attributes.rows > 12",
        "span.attributes.model > 1",
        "span.attributes.cached = false",
        "span.type = 'UNKNOWN'",
        "span.attributes.rows BETWEEN 1 AND 5",
        "feedback.old = 'gone'",
        "feedback.version = '1.1'",
        "feedback.comment > 0",
        "expectation.correctness = 'true'",
        "feedback.correctness = 1",
        "metadata.name = 'a tag called name'",
        "tag.missing != 'x'",
        "tag.missing IS NOT NULL",
        "prompt = 'qa/2'",
        "execution_time != 5",
        "cache_read_input_tokens != 1",
        "trace.text LIKE '%nowhere%'",
        "timestamp_ms >= ago(59m)",
      })
  void aFilterIsFalse(String filter) {
    assertThat(matches(filter)).isFalse();
  }

  @Test
  void metadataIsWhatClientsSaidNotWhatSpansAdd() {
    Filter filter = FilterParser.parse("metadata.mlflow.trace.tokenUsage IS NOT NULL");
    assertThat(TraceMatcher.matches(filter, INFO, Map.of(), SPANS)).isFalse();
    assertThat(TraceMatcher.matches(filter, INFO, INFO.traceMetadata(), SPANS)).isTrue();
  }

  @Test
  void aConditionOnOneSpanCanBeAskedOfASpanAlone() {
    TraceMatcher matcher = TraceMatcher.of(FilterParser.parse("span.status = 'ERROR'"));
    assertThat(SPANS.stream().filter(matcher::matchesSpan).map(Span::name)).containsExactly("chat");
  }
}
