package dev.spanloom.server.artifacts;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.server.http.Downloads;
import dev.spanloom.server.http.StreamingService;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.transfer.SpansFile;
import java.io.InputStream;

/** The spans of a trace in Python's dict form, or one of its attachments. Thread-safe. */
final class TraceArtifactGet implements StreamingService {
  /** Where clients put attachments, by their id. */
  private static final String ATTACHMENTS = "attachments/";

  private final ArtifactStore artifacts;
  private final TraceFiles traces;

  TraceArtifactGet(ArtifactStore artifacts, TraceFiles traces) {
    this.artifacts = artifacts;
    this.traces = traces;
  }

  @Override
  public HttpResponse stream(ServiceRequestContext context, HttpRequest request) {
    String traceId = context.queryParams().get("request_id", "");
    if (traceId.isEmpty()) {
      throw new MlflowException(
          ErrorCode.BAD_REQUEST,
          "Request must include the \"request_id\" query parameter (expected: a trace id)");
    }
    TraceInfo trace = traces.info(traceId);
    String name = context.queryParams().get("path", "");
    return name.isEmpty()
        ? StreamingService.reply(
            context,
            Downloads.type(SpansFile.NAME),
            SpansFile.NAME,
            new SpansStream(traces.store().reader(), traceId, SpansStream.Form.PYTHON))
        : attachment(context, trace, name);
  }

  private HttpResponse attachment(ServiceRequestContext context, TraceInfo trace, String name) {
    ArtifactPath checked = new ArtifactPath(name);
    InputStream content =
        artifacts
            .open(traces.path(trace, ATTACHMENTS + checked))
            .or(() -> artifacts.open(traces.path(trace, checked.text())))
            .map(ArtifactStore.Content::stream)
            .orElseThrow(
                () ->
                    MlflowException.notFound(
                        "Trace " + trace.traceId() + " has no attachment '" + name + "'"));
    return StreamingService.reply(context, Downloads.type(checked.name()), checked.name(), content);
  }
}
