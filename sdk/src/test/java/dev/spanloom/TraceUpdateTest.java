package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceUpdateTest extends TracingTest {
  private TraceInfo updated(Consumer<TraceUpdate> changes) {
    try (var root = Mlflow.startSpan("root");
        var child = Mlflow.startSpan("child")) {
      root.setInputs("in").setOutputs("out");
      Mlflow.updateCurrentTrace(changes);
    }
    return trace().info();
  }

  @Test
  void tagsAndMetadataAreStoredAsText() {
    TraceInfo info =
        updated(
            t ->
                t.tag("a", 1)
                    .tags(Map.of("b", true))
                    .metadata("c", 12.5)
                    .metadata(Map.of("mlflow.source.name", "mine"))
                    .user("u-1")
                    .sessionId("s-1")
                    .modelId("m-1"));
    assertThat(info.tags()).containsEntry("a", "1").containsEntry("b", "true");
    assertThat(info.traceMetadata())
        .containsEntry("c", "12.5")
        .containsEntry("mlflow.source.name", "mine")
        .containsEntry(TraceMetadataKey.TRACE_USER, "u-1")
        .containsEntry(TraceMetadataKey.TRACE_SESSION, "s-1")
        .containsEntry(TraceMetadataKey.MODEL_ID, "m-1");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nullChangesNothing() {
    TraceInfo info =
        updated(
            t ->
                t.user("u-1")
                    .user(null)
                    .tag("a", null)
                    .tag(null, "b")
                    .clientRequestId("r-1")
                    .clientRequestId(null)
                    .requestPreview(null)
                    .responsePreview("")
                    .state((TraceState) null));
    assertThat(info.traceMetadata()).containsEntry(TraceMetadataKey.TRACE_USER, "u-1");
    assertThat(info.tags()).doesNotContainKey("a");
    assertThat(info.clientRequestId()).isEqualTo("r-1");
    assertThat(info.requestPreview()).isEqualTo("\"in\"");
    assertThat(info.responsePreview()).isEqualTo("\"out\"");
    assertThat(info.state()).isEqualTo(TraceState.OK);
  }

  @Test
  void theLastRequestIdWins() {
    assertThat(updated(t -> t.clientRequestId("first").clientRequestId(45.67)).clientRequestId())
        .isEqualTo("45.67");
  }

  @Test
  void givenPreviewsAreKeptAsTheyAre() {
    TraceInfo info = updated(t -> t.requestPreview("my question").responsePreview("my answer"));
    assertThat(info.requestPreview()).isEqualTo("my question");
    assertThat(info.responsePreview()).isEqualTo("my answer");
    assertThat(info.traceMetadata()).containsEntry(TraceMetadataKey.INPUTS, "\"in\"");
    assertThat(info.traceMetadata()).containsEntry(TraceMetadataKey.OUTPUTS, "\"out\"");
  }

  @Test
  void longInputsAreCutInPreviewAndMetadata() {
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs("x".repeat(20_000));
    }
    TraceInfo info = trace().info();
    assertThat(info.requestPreview()).hasSize(1000).endsWith("...");
    assertThat(info.traceMetadata().get(TraceMetadataKey.INPUTS)).hasSize(250).endsWith("...");
  }

  @Test
  void chatMessagesAreShownByTheLastQuestionAndAnswer() {
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs(
          Map.of(
              "messages",
              List.of(
                  Map.of("role", "system", "content", "be brief"),
                  Map.of("role", "user", "content", "What is ML?"))));
      span.setOutputs(
          Map.of(
              "choices",
              List.of(Map.of("message", Map.of("role", "assistant", "content", "A field.")))));
    }
    assertThat(trace().info().requestPreview()).isEqualTo("What is ML?");
    assertThat(trace().info().responsePreview()).isEqualTo("A field.");
  }

  @Test
  void theStateIsSeenAtOnce() {
    try (var span = Mlflow.startSpan("s")) {
      Mlflow.updateCurrentTrace(t -> t.state("ERROR"));
      assertThat(Mlflow.client().getTraceInfo(span.traceId()))
          .hasValueSatisfying(info -> assertThat(info.state()).isEqualTo(TraceState.ERROR));
    }
    assertThat(trace().info().state()).isEqualTo(TraceState.ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN_PROGRESS", "STATE_UNSPECIFIED", "CUSTOM", "123"})
  void anotherStateIsRefusedByItsText(String state) {
    try (var span = Mlflow.startSpan("s")) {
      assertThatThrownBy(() -> Mlflow.updateCurrentTrace(t -> t.state(state)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(state);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TraceState.class,
      names = {"IN_PROGRESS", "STATE_UNSPECIFIED"})
  void anotherStateIsRefused(TraceState state) {
    assertThatThrownBy(() -> Mlflow.updateCurrentTrace(t -> t.state(state)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(state.name());
  }

  @Test
  void outsideOfASpanNothingHappens() {
    Mlflow.updateCurrentTrace(t -> t.tag("a", "b"));
    Mlflow.disable();
    try (var span = Mlflow.startSpan("s")) {
      Mlflow.updateCurrentTrace(t -> t.tag("a", "b"));
    }
    assertThat(traces()).isEmpty();
  }

  @Test
  void tagsAreSetAndDeletedOnAStoredTrace() {
    Mlflow.startSpan("s").close();
    String id = Mlflow.getLastActiveTraceId().orElseThrow();
    Mlflow.setTraceTag(id, "a", "1");
    assertThat(trace().info().tags()).containsEntry("a", "1");
    Mlflow.deleteTraceTag(id, "a");
    assertThat(trace().info().tags()).doesNotContainKey("a");
    Mlflow.setTraceTag(id, "mlflow.user", "ignored");
    assertThat(trace().info().tags()).doesNotContainKey("mlflow.user");
  }

  @Test
  void tagsAreSetAndDeletedOnARunningTrace() {
    try (var span = Mlflow.startSpan("s")) {
      Mlflow.setTraceTag(span.traceId(), "a", "1");
      Mlflow.setTraceTag(span.traceId(), "b", "2");
      Mlflow.deleteTraceTag(span.traceId(), "a");
      assertThatThrownBy(() -> Mlflow.deleteTraceTag(span.traceId(), "none"))
          .isInstanceOfSatisfying(
              MlflowException.class,
              e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST));
    }
    assertThat(trace().info().tags()).containsEntry("b", "2").doesNotContainKey("a");
  }
}
