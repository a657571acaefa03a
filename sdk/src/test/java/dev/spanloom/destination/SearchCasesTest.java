package dev.spanloom.destination;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases M5 to M18 of {@code docs/spec/test-case-coverage.md}, over three traces. */
class SearchCasesTest {
  private static final List<String> IDS =
      Stream.of(1, 2, 3).map(number -> String.format("tr-%032x", number)).toList();

  private final InMemoryDestination memory = new InMemoryDestination();

  @BeforeEach
  void threeTraces() {
    write(
        info(1, "api_request", TraceState.OK, "prod", "v1.0")
            .clientRequestId("req-123")
            .assessments(
                List.of(
                    Feedback.builder("correctness").value(true).build(),
                    Feedback.builder("comment").value("Great answer, very helpful").build(),
                    Expectation.builder("response_length").value(150L).build(),
                    Expectation.builder("latency_ms").value(1000L).build())),
        span(1, 1, "api_request", "CHAIN").status(SpanStatus.OK),
        span(1, 2, "database_query", "TOOL").status(SpanStatus.OK),
        span(1, 3, "chat", "LLM")
            .status(SpanStatus.OK)
            .attribute("model", AttributeValue.of("gpt-4o-preview"))
            .inputs(Map.of("prompt", "Tell me about Machine Learning"))
            .outputs(List.of("alpha", "beta")));
    write(
        info(2, "API_Request", TraceState.ERROR, "dev", "v2.1-beta")
            .clientRequestId("job-456-abc")
            .assessments(
                List.of(
                    Feedback.builder("correctness").value(false).build(),
                    Feedback.builder("comment").value("Poor").build(),
                    Expectation.builder("response_length").value(150L).build(),
                    Expectation.builder("latency_ms").value(500L).build())),
        span(2, 1, "chat", "LLM")
            .status(SpanStatus.error("overloaded"))
            .attribute("model", AttributeValue.of("gpt-4-20240613")));
    write(
        info(3, "api-request", TraceState.IN_PROGRESS, "prod", "v2.3"),
        span(3, 2, "retrieve", "RETRIEVER") // its root is still running
            .attribute("model", AttributeValue.of("my-gpt"))
            .inputs("it's 100% \"sure\""));
  }

  private static TraceInfo.Builder info(
      int number, String name, TraceState state, String env, String version) {
    return TraceInfo.builder(IDS.get(number - 1))
        .requestTimeUnixMillis(number)
        .state(state)
        .tag("mlflow.traceName", name)
        .tag("env", env)
        .metadata("version", version);
  }

  private static Span.Builder span(int trace, int number, String name, String type) {
    return Span.builder(IDS.get(trace - 1), String.format("%016x", number))
        .parentId(number == 1 ? null : String.format("%016x", 1))
        .name(name)
        .spanType(type)
        .startTimeUnixNanos(number)
        .endTimeUnixNanos(number + 1L);
  }

  private void write(TraceInfo.Builder info, Span.Builder... spans) {
    memory.write(
        new TraceBatch(
            List.of(info.build()),
            Stream.of(spans).map(Span.Builder::build).map(EncodedSpan::of).toList(),
            "0"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      textBlock =
          """
          M5;  span.name = 'database_query';                                         1
          M5;  span.name LIKE 'data%';                                               1
          M5;  span.name != 'chat';                                                  1 3
          M5;  span.name = 'unknown';                                                ~~
          M6;  trace.text LIKE '%database_query%';                                   1
          M6;  trace.text LIKE '%RETRIEVER%';                                        3
          M6;  trace.text LIKE "%it's 100%";                                         3
          M6;  trace.text LIKE '%100% "sure"%';                                      3
          M8;  span.status = 'OK';                                                   1
          M8;  span.status = 'ERROR';                                                2
          M8;  span.status = 'ERROR' AND span.type = 'LLM';                          2
          M8;  span.status = 'ERROR' AND span.type = 'TOOL';                         ~~
          M9;  span.content LIKE '%gpt-4%';                                          1 2
          M9;  span.content LIKE '%machine learning%';                               ~~
          M9;  span.content ILIKE '%machine LEARNING%';                              1
          M9;  span.content LIKE '%beta%';                                           1
          M10; span.type = 'LLM' AND span.type = 'TOOL';                             1
          M10; span(type = 'LLM' AND type = 'TOOL');                                 ~~
          M10; span.type = 'LLM' AND span.name = 'database_query';                   1
          M11; feedback.correctness = 'true';                                        1
          M11; feedback.correctness = 'false';                                       2
          M11; expectation.response_length = '150';                                  1 2
          M11; expectation.response_length = '150' AND expectation.latency_ms = '1000'; 1
          M12; client_request_id = 'req-123';                                        1
          M12; client_request_id != 'req-123';                                       2
          M12; client_request_id LIKE 'req%';                                        1
          M12; client_request_id ILIKE '%ABC';                                       2
          M12; client_request_id RLIKE '^req-';                                      1
          M12; client_request_id RLIKE 'abc$';                                       2
          M12; client_request_id RLIKE '^(req|job)-[0-9]+';                          1 2
          M13; name LIKE 'api%';                                                     1 3
          M13; name ILIKE 'API%';                                                    1 2 3
          M13; name LIKE 'api_request';                                              1 3
          M13; name LIKE 'API__equest';                                              2
          M14; metadata.version LIKE 'v2%';                                          2 3
          M14; metadata.version RLIKE 'v2\\.[0-9]';                                  2 3
          M14; metadata.version RLIKE 'beta';                                        2
          M15; feedback.comment RLIKE 'Great.*helpful';                              1
          M15; feedback.comment RLIKE 'Great|Poor';                                  1 2
          M16; span.attributes.model RLIKE '^gpt';                                   1 2
          M16; span.attributes.model RLIKE '(preview|[0-9]{8})';                     1 2
          M16; span.attributes.model RLIKE 'gpt';                                    1 2 3
          M16; span.attributes.model RLIKE 'preview$';                               1
          M17; status = 'OK';                                                        1
          M17; status != 'OK';                                                       2 3
          M17; status LIKE '%O%';                                                    1 2 3
          M17; status ILIKE 'err%';                                                  2
          M17; status = 'IN_PROGRESS';                                               3
          M18; name = 'api_request' AND tag.env = 'prod' AND client_request_id = 'req-123'; 1
          M18; name LIKE 'api%' AND tag.env = 'prod';                                1 3
          M18; name LIKE 'api%' AND tag.env = 'dev';                                 ~~
          """)
  void aFilterFinds(String caseName, String filter, String expected) {
    TraceSearch search =
        TraceSearch.builder().experimentId("0").filter(filter).oldestFirst().build();
    String found =
        String.join(
            " ",
            memory.searchTraces(search).traces().stream()
                .map(trace -> String.valueOf(IDS.indexOf(trace.info().traceId()) + 1))
                .toList());
    assertThat(found).isEqualTo(expected);
  }
}
