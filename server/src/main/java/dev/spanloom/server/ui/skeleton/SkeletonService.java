package dev.spanloom.server.ui.skeleton;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.server.http.Compression;
import dev.spanloom.server.http.EntityTags;
import dev.spanloom.server.http.StreamingService;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceRevision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Sends the skeleton of a trace, frame by frame. Thread-safe. */
public final class SkeletonService implements StreamingService {
  private static final MediaType TYPE = MediaType.create("application", "x-spanloom-skeleton");

  private final TraceReader reader;

  public SkeletonService(TraceReader reader) {
    this.reader = reader;
  }

  @Override
  public HttpResponse stream(ServiceRequestContext context, HttpRequest request) {
    String traceId = String.valueOf(context.pathParam("trace_id"));
    // first the revision: what comes in between is told as news of a later one
    TraceRevision revision = reader.revision(traceId).orElseThrow(() -> unknown(traceId));
    TraceInfo info = reader.info(traceId).orElseThrow(() -> unknown(traceId));
    List<byte[]> frames =
        Skeleton.frames(info, revision, reader.skeleton(traceId, 0, Integer.MAX_VALUE));
    String tag = EntityTags.weak(Skeleton.fingerprint(frames));
    if (EntityTags.has(request.headers(), tag)) {
      return EntityTags.notModified(tag).toHttpResponse();
    }
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(TYPE)
            .set(HttpHeaderNames.ETAG, tag)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .build();
    HttpResponseWriter reply = HttpResponse.streaming();
    boolean packed = Compression.isTaken(request.headers());
    reply.write(packed ? Compression.marked(headers) : headers);
    context.blockingTaskExecutor().execute(() -> send(frames, packed, reply));
    return reply;
  }

  private static MlflowException unknown(String traceId) {
    return MlflowException.notFound("Trace with ID '" + traceId + "' not found.");
  }

  /** Until the client is gone. */
  private static void send(List<byte[]> frames, boolean packed, HttpResponseWriter reply) {
    try {
      ByteArrayOutputStream ready = new ByteArrayOutputStream();
      OutputStream gzip = packed ? Compression.stream(ready) : OutputStream.nullOutputStream();
      for (byte[] frame : frames) {
        if (packed) {
          gzip.write(frame);
          gzip.flush();
        } else {
          ready.writeBytes(frame);
        }
        if (!reply.tryWrite(HttpData.wrap(ready.toByteArray()))) {
          return;
        }
        ready.reset();
      }
      gzip.close();
      if (ready.size() == 0 || reply.tryWrite(HttpData.wrap(ready.toByteArray()))) {
        reply.close();
      }
    } catch (IOException | RuntimeException e) {
      reply.close(e);
    }
  }
}
