package dev.spanloom;

import dev.spanloom.entities.TraceMetadataKey;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The current span in W3C headers, and back. User and session travel as baggage. */
final class Propagation {
  private static final String USER = "user.id";
  private static final String SESSION = "session.id";

  private Propagation() {}

  static Map<String, String> headers(Tracing tracing) {
    Map<String, String> headers = headersOrNone(tracing);
    if (headers.isEmpty()) {
      Tracing.LOG.log(System.Logger.Level.WARNING, "tracingHeaders outside of a span is empty");
    }
    return headers;
  }

  /** Empty outside of a span. */
  static Map<String, String> headersOrNone(Tracing tracing) {
    LiveSpan span = tracing.current(Context.current());
    if (span == null || (span.record() == null && !span.isSilencing())) {
      return Map.of();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    Context context = Context.current().with(Span.wrap(spanContext(span)));
    SpanRecord record = span.record();
    if (record != null) {
      context = context.with(baggage(context, record.trace().metadata()));
    }
    W3CTraceContextPropagator.getInstance().inject(context, headers, Map::put);
    W3CBaggagePropagator.getInstance().inject(context, headers, Map::put);
    return headers;
  }

  /** A trace that is not recorded here tells others not to record it either. */
  private static SpanContext spanContext(LiveSpan span) {
    SpanRecord record = span.record();
    if (record == null) {
      IdGenerator ids = IdGenerator.random();
      return SpanContext.create(
          ids.generateTraceId(),
          ids.generateSpanId(),
          TraceFlags.getDefault(),
          TraceState.getDefault());
    }
    return record.otelSpan() != null
        ? record.otelSpan().getSpanContext()
        : SpanContext.create(
            record.trace().otelTraceId(),
            record.spanId(),
            TraceFlags.getSampled(),
            TraceState.getDefault());
  }

  private static Baggage baggage(Context context, Map<String, String> metadata) {
    var baggage = Baggage.fromContext(context).toBuilder();
    String user = metadata.get(TraceMetadataKey.TRACE_USER);
    String session = metadata.get(TraceMetadataKey.TRACE_SESSION);
    if (user != null) {
      baggage.put(USER, user);
    }
    if (session != null) {
      baggage.put(SESSION, session);
    }
    return baggage.build();
  }

  static TracingContext.Opened continueTrace(Map<String, ?> headers) {
    if (headers == null) {
      return () -> {};
    }
    Map<String, String> lowerCase = new LinkedHashMap<>();
    headers.forEach((name, value) -> put(lowerCase, name, value));
    Context extracted =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), lowerCase, Getter.INSTANCE);
    extracted = W3CBaggagePropagator.getInstance().extract(extracted, lowerCase, Getter.INSTANCE);
    SpanContext remote = Span.fromContext(extracted).getSpanContext();
    if (!remote.isValid()) {
      return () -> {};
    }
    Baggage baggage = Baggage.fromContext(extracted);
    Map<String, String> metadata = new LinkedHashMap<>();
    putIfPresent(metadata, TraceMetadataKey.TRACE_USER, baggage.getEntryValue(USER));
    putIfPresent(metadata, TraceMetadataKey.TRACE_SESSION, baggage.getEntryValue(SESSION));
    Context current = Context.current();
    ScopeValues outer = current.get(ContextKeys.SCOPE);
    ScopeValues values =
        (outer == null ? ScopeValues.NONE : outer)
            .with(new ScopeValues(metadata, Map.of(), null, null));
    Scope scope =
        Contexts.attach(
            current
                .with(ContextKeys.REMOTE_PARENT, remote)
                .with(ContextKeys.SPAN, LiveSpan.NONE)
                .with(ContextKeys.SCOPE, values)
                .with(baggage));
    return scope::close;
  }

  private static void put(Map<String, String> into, @Nullable String name, @Nullable Object value) {
    Object first =
        value instanceof Collection<?> values ? values.stream().findFirst().orElse(null) : value;
    if (name != null && first != null) {
      into.putIfAbsent(name.toLowerCase(Locale.ROOT), first.toString());
    }
  }

  private static void putIfPresent(Map<String, String> into, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      into.put(key, value);
    }
  }

  /** Reads headers by lower-case name. */
  private enum Getter implements TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    @SuppressWarnings("deprecation") // still abstract in the versions that we run on
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }
}
