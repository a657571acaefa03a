package dev.spanloom.server.otlp;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.server.http.Decoding;
import dev.spanloom.server.http.PatientService;
import dev.spanloom.server.http.Replies;
import dev.spanloom.storage.StorageException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one call of OTLP/gRPC: a message comes and a message goes, each behind five bytes that say
 * whether it is compressed and how long it is. Thread-safe.
 */
final class OtlpGrpc implements PatientService {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpGrpc.class);
  private static final int PREFIX = 5;

  private static final int OK = 0;
  private static final int INVALID_ARGUMENT = 3;
  private static final int NOT_FOUND = 5;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;

  private final OtlpIngest ingest;
  private final int mostDecodedBytes;

  OtlpGrpc(OtlpIngest ingest, int mostDecodedBytes) {
    this.ingest = ingest;
    this.mostDecodedBytes = mostDecodedBytes;
  }

  @Override
  public CompletableFuture<AggregatedHttpResponse> begin(
      ServiceRequestContext context, AggregatedHttpRequest request) {
    CompletableFuture<OtlpIngest.Outcome> outcome;
    try {
      outcome =
          ingest.begin(request.headers(), ReceivedSpans.of(OtlpRequests.split(message(request))));
    } catch (RuntimeException | StackOverflowError e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    return outcome
        .thenApplyAsync(
            stored -> reply(framed(OtlpHttp.message(stored)), OK, ""), context.eventLoop())
        .exceptionally(OtlpGrpc::failure);
  }

  private static AggregatedHttpResponse failure(Throwable thrown) {
    Throwable cause = Replies.causeOf(thrown);
    if (cause instanceof MlflowException e) {
      boolean unknown = e.errorCode() == ErrorCode.RESOURCE_DOES_NOT_EXIST;
      return failure(unknown ? NOT_FOUND : INVALID_ARGUMENT, String.valueOf(e.getMessage()));
    }
    if (cause instanceof StorageException) {
      LOG.warn("the store failed", cause);
      return failure(UNAVAILABLE, String.valueOf(cause.getMessage())); // clients try that again
    }
    LOG.error("a request failed", cause);
    return failure(INTERNAL, "the server failed; its log says more");
  }

  private byte[] message(AggregatedHttpRequest request) {
    byte[] body = request.content().array();
    if (body.length < PREFIX) {
      throw MlflowException.invalidParameter(
          "gRPC message: " + body.length + " bytes (expected: at least " + PREFIX + ")");
    }
    ByteBuffer prefix = ByteBuffer.wrap(body, 0, PREFIX);
    boolean compressed = prefix.get() != 0;
    int length = prefix.getInt();
    if (length != body.length - PREFIX) {
      throw MlflowException.invalidParameter(
          "gRPC message: "
              + (body.length - PREFIX)
              + " bytes (expected: the "
              + length
              + " that it says)");
    }
    String encoding = compressed ? request.headers().get("grpc-encoding", "gzip") : "";
    return Decoding.decode(HttpData.wrap(body, PREFIX, length), encoding, mostDecodedBytes);
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(PREFIX + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  private static AggregatedHttpResponse failure(int status, String message) {
    return reply(new byte[0], status, message);
  }

  private static AggregatedHttpResponse reply(byte[] frame, int status, String message) {
    ResponseHeaders headers =
        ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, "application/grpc");
    var trailers = HttpHeaders.builder().set("grpc-status", Integer.toString(status));
    if (!message.isEmpty()) {
      String text = URLEncoder.encode(message, StandardCharsets.UTF_8).replace("+", "%20");
      trailers.set("grpc-message", text);
    }
    return AggregatedHttpResponse.of(headers, HttpData.wrap(frame), trailers.build());
  }
}
