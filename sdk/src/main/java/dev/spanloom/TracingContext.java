package dev.spanloom;

import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.internal.json.JsonWriter;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * User, session, tags and more for all traces that start inside a scope, without a span.
 * Counterpart of {@code mlflow.tracing.context}. Scopes nest; the inner one wins. They cross
 * threads as the OpenTelemetry context does.
 *
 * <pre>{@code
 * try (var scope = Mlflow.tracingContext().user("u-1").sessionId("s-1").open()) {
 *   handle(request);
 * }
 * }</pre>
 *
 * <p>A null key or value is ignored. Not thread-safe before {@link #open}.
 */
public final class TracingContext {
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private @Nullable Boolean enabled;
  private @Nullable TraceLocation destination;

  TracingContext() {}

  /** What {@link TracingContext#open} returns: closing it ends the scope. */
  public interface Opened extends AutoCloseable {
    @Override
    void close();
  }

  public TracingContext user(String id) {
    return metadata(TraceMetadataKey.TRACE_USER, id);
  }

  public TracingContext sessionId(String id) {
    return metadata(TraceMetadataKey.TRACE_SESSION, id);
  }

  /** Nested conversations, outermost first. */
  public TracingContext sessionId(List<String> ids) {
    return metadata(TraceMetadataKey.TRACE_SESSION, JsonWriter.write(ids));
  }

  public TracingContext tag(String key, String value) {
    if (key != null && value != null) {
      tags.put(key, value);
    }
    return this;
  }

  public TracingContext tags(Map<String, String> values) {
    values.forEach(this::tag);
    return this;
  }

  public TracingContext metadata(String key, String value) {
    if (key != null && value != null) {
      metadata.put(key, value);
    }
    return this;
  }

  public TracingContext metadata(Map<String, String> values) {
    values.forEach(this::metadata);
    return this;
  }

  /** False makes all spans inside record nothing; true undoes that of an outer scope. */
  public TracingContext enabled(boolean record) {
    enabled = record;
    return this;
  }

  /** The experiment of traces that start inside, on this and derived contexts only. */
  public TracingContext destination(TraceLocation location) {
    destination = location;
    return this;
  }

  /** Opens the scope on this thread; close it on the same thread. */
  public Opened open() {
    ScopeValues values = new ScopeValues(metadata, tags, enabled, destination);
    Context current = Context.current();
    ScopeValues outer = current.get(ContextKeys.SCOPE);
    Scope scope =
        Contexts.attach(
            current.with(ContextKeys.SCOPE, outer == null ? values : outer.with(values)));
    return scope::close;
  }
}
