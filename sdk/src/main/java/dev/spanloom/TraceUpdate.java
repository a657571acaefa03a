package dev.spanloom;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to change on the current trace; a null key or value changes nothing. Not thread-safe.
 * Counterpart of the parameters of {@code mlflow.update_current_trace}.
 *
 * <pre>{@code
 * Mlflow.updateCurrentTrace(t -> t.user("u-1").sessionId("s-1").tag("env", "prod"));
 * }</pre>
 */
public final class TraceUpdate {
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private @Nullable String clientRequestId;
  private @Nullable String requestPreview;
  private @Nullable String responsePreview;
  private @Nullable TraceState state;

  TraceUpdate() {}

  /** Sets a tag; the value is stored as its string form. */
  public TraceUpdate tag(String key, Object value) {
    if (key != null && value != null) {
      tags.put(key, String.valueOf(value));
    }
    return this;
  }

  public TraceUpdate tags(Map<String, ?> values) {
    values.forEach(this::tag);
    return this;
  }

  /** Sets a metadata entry; the value is stored as its string form. */
  public TraceUpdate metadata(String key, Object value) {
    if (key != null && value != null) {
      metadata.put(key, String.valueOf(value));
    }
    return this;
  }

  public TraceUpdate metadata(Map<String, ?> values) {
    values.forEach(this::metadata);
    return this;
  }

  /** The end user, as metadata {@code mlflow.trace.user}. */
  public TraceUpdate user(String id) {
    return metadata(TraceMetadataKey.TRACE_USER, id);
  }

  /** The conversation, as metadata {@code mlflow.trace.session}. */
  public TraceUpdate sessionId(String id) {
    return metadata(TraceMetadataKey.TRACE_SESSION, id);
  }

  /** Nested conversations, outermost first, as a JSON list. */
  public TraceUpdate sessionId(List<String> ids) {
    return metadata(TraceMetadataKey.TRACE_SESSION, JsonWriter.write(ids));
  }

  /** The version of the application, as metadata {@code mlflow.modelId}. */
  public TraceUpdate modelId(String id) {
    return metadata(TraceMetadataKey.MODEL_ID, id);
  }

  /** The program's own id of the request; stored as its string form. Null changes nothing. */
  public TraceUpdate clientRequestId(@Nullable Object id) {
    clientRequestId = id == null ? clientRequestId : id.toString();
    return this;
  }

  /** Replaces the preview made from the root's inputs. Null and empty change nothing. */
  public TraceUpdate requestPreview(@Nullable String text) {
    requestPreview = text;
    return this;
  }

  /** Replaces the preview made from the root's outputs. Null and empty change nothing. */
  public TraceUpdate responsePreview(@Nullable String text) {
    responsePreview = text;
    return this;
  }

  /**
   * Sets the final state of the trace; the status of its spans stays. Null changes nothing.
   *
   * @throws IllegalArgumentException for another state than OK and ERROR
   */
  public TraceUpdate state(@Nullable TraceState finalState) {
    if (finalState != null && finalState != TraceState.OK && finalState != TraceState.ERROR) {
      throw new IllegalArgumentException("trace state: " + finalState + " (expected: OK or ERROR)");
    }
    state = finalState;
    return this;
  }

  /**
   * Sets the final state of the trace by name.
   *
   * @throws IllegalArgumentException for another text than {@code "OK"} and {@code "ERROR"}
   */
  public TraceUpdate state(String finalState) {
    return switch (finalState) {
      case "OK" -> state(TraceState.OK);
      case "ERROR" -> state(TraceState.ERROR);
      default ->
          throw new IllegalArgumentException(
              "trace state: \"" + finalState + "\" (expected: \"OK\" or \"ERROR\")");
    };
  }

  Map<String, String> tags() {
    return tags;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  @Nullable String clientRequestId() {
    return clientRequestId;
  }

  @Nullable String requestPreview() {
    return requestPreview;
  }

  @Nullable String responsePreview() {
    return responsePreview;
  }

  @Nullable TraceState state() {
    return state;
  }
}
