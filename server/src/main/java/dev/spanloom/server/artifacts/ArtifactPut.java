package dev.spanloom.server.artifacts;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.server.http.Decoding;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.http.StreamingService;
import dev.spanloom.server.http.TooLargeException;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.transfer.ImportReport;
import dev.spanloom.storage.transfer.SpansFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a file. The spans in the spans file of a trace become spans of that trace while they come
 * in, and the file is kept as it was sent, for the client that wants it back. Thread-safe.
 */
final class ArtifactPut implements StreamingService {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactPut.class);
  private static final int MOST_REASONS = 5;
  private static final int DRAINED_AT_ONCE = 64 * 1024;

  private final ArtifactStore artifacts;
  private final TraceFiles traces;
  private final int mostBytes;

  ArtifactPut(ArtifactStore artifacts, TraceFiles traces, int mostBytes) {
    this.artifacts = artifacts;
    this.traces = traces;
    this.mostBytes = mostBytes;
  }

  @Override
  public HttpResponse stream(ServiceRequestContext context, HttpRequest request)
      throws IOException {
    try (InputStream body = StreamingService.body(request)) {
      try {
        store(context, request, body);
        return Replies.json(Map.of()).toHttpResponse();
      } catch (IOException | RuntimeException e) {
        drain(body);
        throw e;
      }
    } catch (TooLargeException e) {
      return Replies.error(
              HttpStatus.REQUEST_ENTITY_TOO_LARGE,
              "INVALID_PARAMETER_VALUE",
              String.valueOf(e.getMessage()))
          .toHttpResponse();
    } catch (IOException e) {
      throw MlflowException.invalidParameter("body: it cannot be read: " + e.getMessage());
    }
  }

  private void store(ServiceRequestContext context, HttpRequest request, InputStream body)
      throws IOException {
    ArtifactPath path = ArtifactApi.path(context);
    if (request.headers().contentLength() > mostBytes) {
      throw new TooLargeException(mostBytes);
    }
    ArtifactPath.OfTrace ofTrace = path.trace().orElse(null);
    TraceInfo trace = ofTrace == null ? null : traces.owner(ofTrace);
    String encoding = request.headers().get(HttpHeaderNames.CONTENT_ENCODING, "");
    try (InputStream in = Decoding.stream(body, encoding, mostBytes);
        ArtifactUpload upload = artifacts.upload(path)) {
      if (trace != null && ofTrace != null && ofTrace.rest().equals(SpansFile.NAME)) {
        InputStream copied = new CopyingStream(in, upload);
        ImportReport report = SpansFile.read(traces.store(), trace, copied);
        copied.transferTo(OutputStream.nullOutputStream());
        check(report);
      } else {
        in.transferTo(upload.stream());
      }
      upload.commit();
    }
  }

  /** Clients that send all before they listen would never see why they are refused. */
  private void drain(InputStream body) {
    byte[] some = new byte[DRAINED_AT_ONCE];
    try {
      int count = 0;
      for (long left = 2L * mostBytes; left > 0 && count >= 0; left -= count) {
        count = body.read(some);
      }
    } catch (IOException e) {
      LOG.debug("the rest of a refused body did not come", e);
    }
  }

  private static void check(ImportReport report) {
    if (report.skippedCount() == 0) {
      return;
    }
    StringBuilder reasons = new StringBuilder();
    for (ImportReport.Skipped skipped :
        report.skipped().subList(0, Math.min(MOST_REASONS, report.skipped().size()))) {
      reasons
          .append(reasons.isEmpty() ? "" : "; ")
          .append(skipped.where())
          .append(": ")
          .append(skipped.reason());
    }
    if (report.skippedCount() > MOST_REASONS) {
      reasons.append("; and ").append(report.skippedCount() - MOST_REASONS).append(" more");
    }
    throw MlflowException.invalidParameter(
        reasons
            + ". "
            + report.spans()
            + " spans were stored; send the file again once it is mended");
  }
}
