package dev.spanloom.entities.internal.derive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Golden;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What MLflow's Python client computed from its spans, and what we compute from the same. */
class GoldenDerivedTest {
  /**
   * Bytes by which MLflow counted more than its file holds. It measured before the spans went
   * through OTLP, which changed them: empty lists and maps became null, and a string that is JSON
   * became an object.
   */
  private static final Map<String, Integer> CHANGED_AFTER_MEASURING =
      Map.of(
          "python/s08_attribute_types/trace.json", 4,
          "python/s08b_io_types/trace_07.json", -4,
          "python/s08b_io_types/trace_08.json", -4,
          "python/s08b_io_types/trace_11.json", 16,
          "python/s09_update_current_trace/trace_01.json", -2);

  /**
   * Files whose previews MLflow made of values that it lost afterwards, or that were set by hand.
   */
  private static final Map<String, String> PREVIEW_OF_SOMETHING_ELSE =
      Map.of(
          "python/s08b_io_types/trace_07.json", "an empty list became null",
          "python/s08b_io_types/trace_08.json", "an empty map became null",
          "python/s08b_io_types/trace_11.json", "a string of JSON became an object",
          "python/s09_update_current_trace/trace_00.json", "set by hand",
          "python/s09_update_current_trace/trace_01.json", "an empty map became null");

  static List<Golden.File> traces() {
    return Golden.pythonTraces();
  }

  @ParameterizedTest
  @MethodSource("traces")
  void sizesAreThoseThatMlflowCounted(Golden.File file) {
    TraceInfo info = Trace.fromJson(file.text()).info();
    JsonNode recorded = Golden.tree(info.traceMetadata().get(TraceMetadataKey.SIZE_STATS));
    int changed = CHANGED_AFTER_MEASURING.getOrDefault(file.name(), 0);

    JsonNode ours = Golden.tree(completed(file).traceMetadata().get(TraceMetadataKey.SIZE_STATS));

    assertThat(ours.get("total_size_bytes").asLong() + changed)
        .isEqualTo(recorded.get("total_size_bytes").asLong());
    assertThat(ours.get("num_spans")).isEqualTo(recorded.get("num_spans"));
    for (String field : List.of("max", "p25", "p50", "p75")) {
      assertThat(ours.get(field).asLong() + changed)
          .as(field)
          .isEqualTo(recorded.get(field).asLong());
    }
  }

  @ParameterizedTest
  @MethodSource("traces")
  void stateTimesNameAndUsageAreThoseOfMlflow(Golden.File file) {
    TraceInfo recorded = Trace.fromJson(file.text()).info();
    TraceInfo ours = completed(file);

    assertThat(ours.state()).isEqualTo(recorded.state());
    assertThat(ours.requestTimeUnixMillis()).isEqualTo(recorded.requestTimeUnixMillis());
    assertThat(ours.executionDurationMillis()).isEqualTo(recorded.executionDurationMillis());
    assertThat(ours.name()).isEqualTo(recorded.name());
    assertThat(ours.tokenUsage()).isEqualTo(recorded.tokenUsage());
  }

  @ParameterizedTest
  @MethodSource("traces")
  void previewsAreThoseOfMlflow(Golden.File file) {
    Trace trace = Trace.fromJson(file.text());
    if (!PREVIEW_OF_SOMETHING_ELSE.containsKey(file.name())) {
      assertThat(Previews.request(value(trace.data().request())))
          .isEqualTo(trace.info().requestPreview());
      assertThat(Previews.response(value(trace.data().response())))
          .isEqualTo(trace.info().responsePreview());
    }
  }

  private static @Nullable AttributeValue value(@Nullable String json) {
    return json == null ? null : AttributeValue.ofJson(json);
  }

  /** The trace as a store shows it that knows the spans and the client's own words alone. */
  private static TraceInfo completed(Golden.File file) {
    Trace trace = Trace.fromJson(file.text());
    TraceInfo info = trace.info();
    Map<String, String> said =
        info.traceMetadata().entrySet().stream()
            .filter(e -> !e.getKey().startsWith("mlflow.trace.size"))
            .filter(e -> !e.getKey().equals(TraceMetadataKey.TOKEN_USAGE))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    TraceInfo bare =
        TraceInfo.builder(info.traceId())
            .traceLocation(info.traceLocation())
            .clientRequestId(info.clientRequestId())
            .requestPreview(info.requestPreview())
            .responsePreview(info.responsePreview())
            .state(info.state())
            .metadata(said)
            .tags(info.tags())
            .removeTag(TraceTagKey.TRACE_NAME)
            .build();
    return TraceInfoMerge.complete(bare, TraceFacts.ofSpans(trace.data().spans()).orElseThrow());
  }
}
