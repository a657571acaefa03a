package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SizeStats;
import dev.spanloom.entities.internal.derive.Stalling;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.server.ui.skeleton.SkeletonService;
import dev.spanloom.server.ui.span.FindService;
import dev.spanloom.server.ui.span.SpanBody;
import dev.spanloom.server.ui.span.ValueService;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceRevision;
import dev.spanloom.storage.TraceStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page of a trace: what is said of it, its spans as columns, one span. */
final class OneTraceEndpoints {
  private static final String TRACE = "/traces/{trace_id}";
  private static final int DEFAULT_CUT = 64 * 1024;
  private static final int MOST_CUT = 1024 * 1024;

  private final TraceReader reader;

  OneTraceEndpoints(TraceStore store) {
    this.reader = store.reader();
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, TRACE, this::info);
    endpoints.add(HttpMethod.GET, TRACE + "/skeleton", new SkeletonService(reader));
    endpoints.addTagged(TRACE + "/spans/{span_id}", this::span);
    endpoints.add(HttpMethod.GET, TRACE + "/spans/{span_id}/value", new ValueService(reader));
    endpoints.add(HttpMethod.GET, TRACE + "/find", new FindService(reader));
  }

  private Object info(RestRequest request) {
    String traceId = request.path("trace_id");
    // first the revision: what comes in between is told as news of a later one
    TraceRevision revision = reader.revision(traceId).orElseThrow(() -> unknown(traceId));
    TraceInfo info = reader.info(traceId).orElseThrow(() -> unknown(traceId));
    long said = SizeStats.spansSaid(info);
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("info", TraceRow.whole(info));
    reply.put("revision", revision.revision());
    reply.put("spans_revision", revision.spansRevision());
    reply.put("stored_spans", revision.storedSpans());
    reply.put("said_spans", said == 0 ? null : said);
    reply.put("stalled", info.tags().containsKey(Stalling.TAG));
    return reply;
  }

  private Object span(RestRequest request) {
    String traceId = request.path("trace_id");
    String spanId = request.path("span_id");
    String fields = request.textOrNull("fields");
    Span span =
        reader
            .span(traceId, spanId)
            .orElseThrow(
                () ->
                    MlflowException.notFound(
                        "Trace '" + traceId + "' has no span '" + spanId + "'"));
    return SpanBody.of(
        span,
        fields == null || fields.isEmpty() ? List.of() : List.of(fields.split(",", -1)),
        request.number("cut", 0, MOST_CUT, DEFAULT_CUT));
  }

  private static MlflowException unknown(String traceId) {
    return MlflowException.notFound("Trace with ID '" + traceId + "' not found.");
  }
}
