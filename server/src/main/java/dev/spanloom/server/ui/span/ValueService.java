package dev.spanloom.server.ui.span;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.server.http.EntityTags;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.http.StreamingService;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceRevision;
import dev.spanloom.storage.internal.Fingerprint;
import java.io.ByteArrayInputStream;
import java.util.Optional;

/** The whole text of one value of a span, or a part of it. Thread-safe. */
public final class ValueService implements StreamingService {
  private static final String ATTRIBUTES = "attributes/";
  private static final String EVENTS = "events/";
  private static final int PIECE_BYTES = 64 * 1024;

  private final TraceReader reader;

  public ValueService(TraceReader reader) {
    this.reader = reader;
  }

  @Override
  public HttpResponse stream(ServiceRequestContext context, HttpRequest request) {
    RestRequest asked = RestRequest.ofQuery(context);
    String traceId = asked.path("trace_id");
    String spanId = asked.path("span_id");
    String field = asked.text("field");
    Optional<TraceRevision> revision = reader.revision(traceId);
    Span span =
        reader
            .span(traceId, spanId)
            .orElseThrow(
                () ->
                    MlflowException.notFound(
                        "Trace '" + traceId + "' has no span '" + spanId + "'"));
    byte[] text = value(span, field).beginning();
    String tag =
        "\""
            + new Fingerprint()
                .add(revision.map(TraceRevision::spansRevision).orElse(""))
                .add(spanId)
                .add(field)
                .add(text.length)
                .text()
            + "\"";
    return reply(context, request.headers(), text, tag);
  }

  private static SpanValue value(Span span, String field) {
    if (field.equals("inputs")) {
      return attribute(span, SpanAttributeKey.INPUTS, field);
    }
    if (field.equals("outputs")) {
      return attribute(span, SpanAttributeKey.OUTPUTS, field);
    }
    if (field.startsWith(ATTRIBUTES)) {
      return attribute(span, field.substring(ATTRIBUTES.length()), field);
    }
    int slash = field.indexOf('/', EVENTS.length());
    if (field.startsWith(EVENTS)
        && slash > 0
        && field.substring(EVENTS.length(), slash).matches("\\d{1,9}")) {
      int number = Integer.parseInt(field.substring(EVENTS.length(), slash));
      String key = field.substring(slash + 1);
      if (number < span.events().size()) {
        SpanEvent event = span.events().get(number);
        if (event.attributes().containsKey(key)) {
          return SpanValue.of(event.attributes().get(key), Integer.MAX_VALUE);
        }
      }
      throw missing(span, field);
    }
    throw RestRequest.wrong(
        "field", field, "inputs, outputs, attributes/<key> or events/<number>/<key>");
  }

  private static SpanValue attribute(Span span, String key, String field) {
    AttributeValue value = span.attributeValues().get(key);
    if (value == null) {
      throw missing(span, field);
    }
    return SpanValue.of(value, Integer.MAX_VALUE);
  }

  private static MlflowException missing(Span span, String field) {
    return MlflowException.notFound("Span '" + span.spanId() + "' has no " + field);
  }

  private static HttpResponse reply(
      ServiceRequestContext context, RequestHeaders request, byte[] text, String tag) {
    if (EntityTags.has(request, tag)) {
      return EntityTags.notModified(tag).toHttpResponse();
    }
    String ifRange = request.get(HttpHeaderNames.IF_RANGE, tag);
    String asked = ifRange.equals(tag) ? request.get(HttpHeaderNames.RANGE, "") : "";
    ByteRange range = ByteRange.of(asked, text.length).orElse(null);
    if (range != null && range.isEmpty()) {
      HttpResponse refusal =
          Replies.error(
                  HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                  "INVALID_PARAMETER_VALUE",
                  "Range: " + asked + " (expected: a part of " + text.length + " bytes)")
              .toHttpResponse();
      return refusal.mapHeaders(
          headers ->
              headers.toBuilder()
                  .set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + text.length)
                  .build());
    }
    int from = range == null ? 0 : (int) range.from();
    int length = range == null ? text.length : range.length();
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(range == null ? HttpStatus.OK : HttpStatus.PARTIAL_CONTENT)
            .contentType(MediaType.PLAIN_TEXT_UTF_8)
            .set(HttpHeaderNames.ACCEPT_RANGES, "bytes")
            .set(HttpHeaderNames.ETAG, tag)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .contentLength(length);
    if (range != null) {
      headers.set(
          HttpHeaderNames.CONTENT_RANGE,
          "bytes " + range.from() + "-" + range.to() + "/" + text.length);
    }
    return HttpResponse.of(
        headers.build(),
        StreamMessage.builder(new ByteArrayInputStream(text, from, length))
            .bufferSize(PIECE_BYTES)
            .executor(context.blockingTaskExecutor())
            .build());
  }
}
