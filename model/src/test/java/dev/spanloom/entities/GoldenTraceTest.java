package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that MLflow's Python client wrote ({@code Trace.to_json}). */
class GoldenTraceTest {
  static List<Golden.File> traces() {
    return Golden.pythonTraces();
  }

  @ParameterizedTest
  @MethodSource("traces")
  void readingAndWritingKeepsAllOfTheFile(Golden.File file) {
    Trace trace = Trace.fromJson(file.text());

    assertThat(Golden.tree(trace.toMap())).isEqualTo(Golden.tree(file.text()));
  }

  @ParameterizedTest
  @MethodSource("traces")
  void theJsonTextReadsAsTheSameTrace(Golden.File file) {
    Trace trace = Trace.fromJson(file.text());

    assertThat(Trace.fromJson(trace.toJson())).isEqualTo(trace);
    assertThat(Trace.fromJson(trace.toPrettyJson())).isEqualTo(trace);
  }

  @ParameterizedTest
  @MethodSource("traces")
  void theSpansSurviveOtlp(Golden.File file) {
    for (Span span : Trace.fromJson(file.text()).data().spans()) {
      assertThat(Span.fromOtlp(span.toOtlp())).isEqualTo(span);
    }
  }
}
