package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceInfoTest {
  private final TraceInfo info =
      TraceInfo.builder("tr-1")
          .clientRequestId("c-1")
          .experimentId("7")
          .requestPreview("q")
          .responsePreview("a")
          .requestTimeUnixMillis(1234567890)
          .executionDurationMillis(100L)
          .state(TraceState.OK)
          .metadata("m", "1")
          .tag("t", "2")
          .build();

  @Test
  void whatIsMadeOfAnInfoLeavesItAsItIs() {
    TraceInfo.Builder builder = info.toBuilder();
    TraceInfo same = builder.build();
    builder.tag("t", "3").removeMetadata("m").removeMetadata("unknown");
    TraceInfo changed = builder.build();
    builder.removeTag("t").metadata(Map.of("n", "4"));

    assertThat(same).isEqualTo(info).hasSameHashCodeAs(info);
    assertThat(info.tags()).isEqualTo(Map.of("t", "2"));
    assertThat(info.traceMetadata()).isEqualTo(Map.of("m", "1"));
    assertThat(changed.tags()).isEqualTo(Map.of("t", "3"));
    assertThat(changed.traceMetadata()).isEmpty();
    assertThat(builder.build().tags()).isEmpty();
    assertThat(builder.build().traceMetadata()).isEqualTo(Map.of("n", "4"));
  }

  @Test
  void tagsKeepTheirOrderAndCannotBeChanged() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("b", "1");
    tags.put("a", "2");
    TraceInfo tagged = TraceInfo.builder("tr-2").tags(tags).tag("c", "3").build();
    tags.put("d", "4");

    assertThat(tagged.tags().keySet()).containsExactly("b", "a", "c");
    assertThatThrownBy(() -> tagged.tags().put("e", "5"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> tagged.tags().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> tagged.tags().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> tagged.tags().entrySet().iterator().next().setValue("6"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void dictAndWireFormReadAsTheSameInfo() {
    assertThat(TraceInfo.fromMap(info.toMap())).isEqualTo(info);
    assertThat(TraceInfo.fromMap(info.toWireMap())).isEqualTo(info);
  }

  @Test
  void theWireFormHasADurationInSecondsAndTheDictFormInMilliseconds() {
    assertThat(info.toWireMap())
        .containsEntry("execution_duration", "0.100s")
        .containsEntry("request_time", "1970-01-15T06:56:07.890Z")
        .doesNotContainKey("execution_duration_ms");
    assertThat(info.toMap()).containsEntry("execution_duration_ms", 100L);
  }

  @Test
  void whatIsNotSetIsLeftOutAndStaysUnset() {
    TraceInfo bare = TraceInfo.builder("tr-1").build();

    assertThat(bare.toWireMap())
        .containsOnlyKeys("trace_id", "trace_location", "request_time", "state");
    assertThat(TraceInfo.fromMap(bare.toWireMap())).isEqualTo(bare);
  }

  @Test
  void theNamesOfTheLegacyApiMeanTheSame() {
    assertThat(info.requestId()).isEqualTo(info.traceId());
    assertThat(info.timestampMs()).isEqualTo(info.requestTimeUnixMillis());
    assertThat(info.executionTimeMs()).isEqualTo(info.executionDurationMillis());
    assertThat(info.status()).isEqualTo(info.state());
    assertThat(info.requestMetadata()).isEqualTo(info.traceMetadata());
    assertThat(info.experimentId()).isEqualTo("7");
  }

  @Test
  void theWireFormCutsLongTextsAtMlflowsLimitsCountingCharactersLikePython() {
    TraceInfo wide =
        TraceInfo.builder("tr-1")
            .metadata("k".repeat(300), "😀".repeat(300))
            .tag("t".repeat(300), "v".repeat(8000))
            .build();

    assertThat(wide.toWireMap())
        .containsEntry("trace_metadata", Map.of("k".repeat(250), "😀".repeat(250)))
        .containsEntry("tags", Map.of("t".repeat(250), "v".repeat(4096)));
    assertThat(wide.toMap()).containsEntry("tags", wide.tags());
  }

  @Test
  void anOldSchemaVersionIsLeftAsItIs() {
    TraceInfo old = info.toBuilder().metadata(TraceMetadataKey.SCHEMA_VERSION, "2").build();

    assertThat(TraceInfo.fromMap(old.toWireMap()).traceMetadata())
        .containsEntry(TraceMetadataKey.SCHEMA_VERSION, "2");
  }

  @Test
  void theStateMayBeANumber() {
    Map<String, Object> map = new HashMap<>(info.toMap());
    map.put("state", 2L);

    assertThat(TraceInfo.fromMap(map).state()).isEqualTo(TraceState.ERROR);
  }

  @ParameterizedTest
  @CsvSource({"0, 0s", "100, 0.100s", "3000, 3s", "1234, 1.234s", "5, 0.005s", "-1500, -1.500s"})
  void durationsAreSpelledAsProtobufSpellsThem(long millis, String text) {
    assertThat(Fields.duration(millis)).isEqualTo(text);
    assertThat(Fields.durationMillis(Map.of("d", text), "d")).isEqualTo(millis);
  }

  @Test
  void timesAreSpelledAsProtobufSpellsThem() {
    assertThat(TimeText.write(1000)).isEqualTo("1970-01-01T00:00:01Z");
    assertThat(TimeText.write(1001)).isEqualTo("1970-01-01T00:00:01.001Z");
  }

  @Test
  void version2OnTheWireHasListsAndZeroForAnUnknownDuration() {
    TraceInfo running = info.toBuilder().executionDurationMillis(null).build();

    assertThat(running.toV2WireMap())
        .containsEntry("request_metadata", List.of(Map.of("key", "m", "value", "1")))
        .containsEntry("tags", List.of(Map.of("key", "t", "value", "2")))
        .containsEntry("execution_time_ms", 0L)
        .containsEntry("status", "OK");
  }

  @Test
  void version2ReadsAsTheInfoThatWroteItButForThePreviews() {
    TraceInfo read = TraceInfo.fromMap(info.toV2WireMap());

    assertThat(read)
        .isEqualTo(
            info.toBuilder()
                .clientRequestId(null)
                .requestPreview(null)
                .responsePreview(null)
                .build());
  }

  @Test
  void version2WithoutStatusIsRefused() {
    assertThatThrownBy(() -> TraceInfo.fromMap(Map.of("request_id", "r", "timestamp_ms", 5)))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("status");
  }

  @Test
  void theTokenUsageIsReadFromTheMetadata() {
    TraceInfo used =
        info.toBuilder()
            .metadata(TraceMetadataKey.TOKEN_USAGE, "{\"input_tokens\": 1, \"total_tokens\": 3}")
            .metadata(TraceMetadataKey.COST, "{\"total_cost\": 0.5}")
            .build();

    assertThat(used.tokenUsage()).contains(new TokenUsage(1, 0, 3));
    assertThat(used.cost()).contains(new LlmCost(0, 0, 0.5));
    assertThat(info.tokenUsage()).isEmpty();
  }

  @Test
  void textThatIsNoUsageIsNone() {
    assertThat(
            info.toBuilder().metadata(TraceMetadataKey.TOKEN_USAGE, "{broken").build().tokenUsage())
        .isEmpty();
  }
}
