package dev.spanloom.server.otlp;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.OtlpReply;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.server.http.Decoding;
import dev.spanloom.server.http.PatientService;
import dev.spanloom.server.http.Replies;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** OTLP/HTTP with protobuf or JSON. Thread-safe. */
final class OtlpHttp implements PatientService {
  private static final MediaType PROTOBUF = MediaType.parse("application/x-protobuf");

  private final OtlpIngest ingest;
  private final int mostDecodedBytes;

  OtlpHttp(OtlpIngest ingest, int mostDecodedBytes) {
    this.ingest = ingest;
    this.mostDecodedBytes = mostDecodedBytes;
  }

  @Override
  public CompletableFuture<AggregatedHttpResponse> begin(
      ServiceRequestContext context, AggregatedHttpRequest request) {
    boolean json = isJson(request);
    byte[] body =
        Decoding.decode(
            request.content(),
            request.headers().get(HttpHeaderNames.CONTENT_ENCODING, ""),
            mostDecodedBytes);
    ReceivedSpans spans =
        json
            ? OtlpJsonRequest.split(new String(body, StandardCharsets.UTF_8))
            : ReceivedSpans.of(OtlpRequests.split(body));
    return ingest
        .begin(request.headers(), spans)
        .thenApplyAsync(
            outcome -> json ? Replies.json(asJson(outcome)) : asProtobuf(outcome),
            context.eventLoop());
  }

  private static boolean isJson(AggregatedHttpRequest request) {
    MediaType type = request.contentType();
    if (type != null && type.is(PROTOBUF)) {
      return false;
    }
    if (type != null && type.is(MediaType.JSON.withoutParameters())) {
      return true;
    }
    throw MlflowException.invalidParameter(
        "Content-Type: "
            + (type == null ? "none" : type)
            + " (expected: application/x-protobuf or application/json)");
  }

  private static Map<String, @Nullable Object> asJson(OtlpIngest.Outcome outcome) {
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    if (outcome.rejected() > 0) {
      Map<String, @Nullable Object> partial = new LinkedHashMap<>();
      partial.put("rejectedSpans", Long.toString(outcome.rejected()));
      partial.put("errorMessage", outcome.message());
      reply.put("partialSuccess", partial);
    }
    return reply;
  }

  private static AggregatedHttpResponse asProtobuf(OtlpIngest.Outcome outcome) {
    return AggregatedHttpResponse.of(HttpStatus.OK, PROTOBUF, HttpData.wrap(message(outcome)));
  }

  /** An ExportTraceServiceResponse. */
  static byte[] message(OtlpIngest.Outcome outcome) {
    return new OtlpReply(outcome.rejected(), outcome.message()).toProtobuf();
  }
}
