package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.otlp.OtlpJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Traces of MLflow 3: told of, and read. Thread-safe. */
public final class TraceCalls {
  public static final String TRACES = "/api/3.0/mlflow/traces";

  private static final Comparator<Span> ROOTS_FIRST =
      Comparator.comparing((Span span) -> !span.isRoot())
          .thenComparingLong(Span::startTimeUnixNanos)
          .thenComparing(Span::spanId);

  private final MlflowApi api;
  private final SpanFiles files;

  public TraceCalls(MlflowApi api, SpanFiles files) {
    this.api = api;
    this.files = files;
  }

  /** Says what is known of a trace, and returns what the server knows then. */
  public TraceInfo start(TraceInfo info) {
    return info(api.sendOnce(
                "POST", TRACES, Map.of("trace", Map.of("trace_info", info.toWireMap())))
            .get("trace"))
        .orElse(info);
  }

  /** What is known of a trace; for who writes. */
  public Optional<TraceInfo> infoOnce(String traceId) {
    return present(() -> info(api.getOnce(pathOf(traceId)).get("trace")));
  }

  public Optional<TraceInfo> info(String traceId) {
    return present(() -> info(api.get(pathOf(traceId)).get("trace")));
  }

  public static String pathOf(String traceId) {
    return TRACES + "/" + MlflowApi.escaped(traceId);
  }

  /** A trace with the spans that the server has of it; for who writes. */
  public Optional<Trace> traceOnce(String traceId) {
    return present(() -> trace(api.getOnce(partialPathOf(traceId)).get("trace")))
        // versions before that path was there
        .or(() -> infoOnce(traceId).map(info -> new Trace(info, spansOf(info))));
  }

  private static String partialPathOf(String traceId) {
    return TRACES + "/get?trace_id=" + MlflowApi.escaped(traceId) + "&allow_partial=true";
  }

  /** A trace with its spans, wherever the server keeps those. */
  public Optional<Trace> trace(String traceId) {
    Optional<Trace> whole = stored(traceId);
    if (whole.isPresent() && !whole.get().data().spans().isEmpty()) {
      return whole;
    }
    return (whole.isPresent() ? whole.map(Trace::info) : info(traceId))
        .map(info -> new Trace(info, spansOf(info)));
  }

  /**
   * A trace with the spans in the store, asked for without a wait for missing ones. Empty also
   * where the server has no such endpoint, or keeps the spans elsewhere.
   */
  private Optional<Trace> stored(String traceId) {
    Call call = Call.get(partialPathOf(traceId));
    Reply reply = api.calls().send(call);
    if (reply.isSuccess()) {
      return trace(reply.json().get("trace"));
    }
    if (reply.status() == 404 || reply.status() == 400 || reply.status() == 500) {
      return Optional.empty();
    }
    return trace(api.retried(call).json().get("trace"));
  }

  private List<Span> spansOf(TraceInfo info) {
    String id = info.traceId();
    if (TraceTagKey.TRACKING_STORE.equals(info.tags().get(TraceTagKey.SPANS_LOCATION))) {
      List<Trace> found = batch(List.of(id));
      if (!found.isEmpty() && !found.get(0).data().spans().isEmpty()) {
        return found.get(0).data().spans();
      }
    }
    return ordered(files.read(info));
  }

  public static List<Span> ordered(List<Span> spans) {
    List<Span> ordered = new ArrayList<>(spans);
    ordered.sort(ROOTS_FIRST);
    return ordered;
  }

  /** Those of the traces of which the store has all spans. */
  public List<Trace> batch(List<String> traceIds) {
    StringBuilder path = new StringBuilder(TRACES).append("/batchGet");
    for (int i = 0; i < traceIds.size(); i++) {
      path.append(i == 0 ? '?' : '&')
          .append("trace_ids=")
          .append(MlflowApi.escaped(traceIds.get(i)));
    }
    List<Trace> traces = new ArrayList<>();
    for (Map<String, @Nullable Object> one :
        MlflowApi.objects(api.get(path.toString()).get("traces"))) {
      trace(one).ifPresent(traces::add);
    }
    return traces;
  }

  /** What an answer says of a trace beside its spans; empty when it says nothing. */
  public static Optional<TraceInfo> info(@Nullable Object trace) {
    Map<String, @Nullable Object> info =
        MlflowApi.object(MlflowApi.object(trace).get("trace_info"));
    return info.isEmpty() ? Optional.empty() : Optional.of(TraceInfo.fromMap(info));
  }

  /** A trace in an answer; empty when it is not there. */
  public static Optional<Trace> trace(@Nullable Object trace) {
    return info(trace)
        .map(
            info ->
                new Trace(
                    info,
                    ordered(
                        MlflowApi.objects(MlflowApi.object(trace).get("spans")).stream()
                            .map(span -> Span.fromOtlp(OtlpJson.span(span)))
                            .toList())));
  }

  /** A question whose answer may be that there is no such thing. */
  private interface Question<T> {
    Optional<T> ask();
  }

  private static <T> Optional<T> present(Question<T> question) {
    try {
      return question.ask();
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
