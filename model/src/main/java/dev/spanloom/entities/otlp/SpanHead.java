package dev.spanloom.entities.otlp;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where an encoded span belongs, read without decoding its values.
 *
 * @param traceId the trace id of {@link dev.spanloom.entities.Span#traceId}
 * @param parentId null for a root
 * @param startTimeUnixNanos unsigned
 */
public record SpanHead(
    String traceId, String spanId, @Nullable String parentId, long startTimeUnixNanos) {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] OWN_ID = SpanAttributeKey.REQUEST_ID.getBytes(StandardCharsets.UTF_8);

  /**
   * Reads the head of a span.
   *
   * @param span the {@code Span} message
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the bytes are no span or its ids are
   *     empty
   */
  public static SpanHead of(byte[] span) {
    try {
      return read(new ProtoReader(span));
    } catch (MalformedProtoException e) {
      throw MlflowException.invalidParameter("span: " + e.getMessage());
    }
  }

  private static SpanHead read(ProtoReader in) {
    byte[] otelTraceId = {};
    byte[] spanId = {};
    byte[] parentId = {};
    long start = 0;
    String ownId = null;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> otelTraceId = in.bytes();
        case 2 -> spanId = in.bytes();
        case 4 -> parentId = in.bytes();
        case 7 -> start = in.fixed64();
        case 9 -> {
          String id = ownId(in.message());
          ownId = id != null ? id : ownId;
        }
        default -> in.skip();
      }
    }
    if (otelTraceId.length == 0 || spanId.length == 0) {
      throw MlflowException.invalidParameter(
          "span without " + (spanId.length == 0 ? "span id" : "trace id"));
    }
    return new SpanHead(
        ownId != null ? ownId : TraceIds.fromOtel(HEX.formatHex(otelTraceId)),
        HEX.formatHex(spanId),
        isZero(parentId) ? null : HEX.formatHex(parentId),
        start);
  }

  private static boolean isZero(byte[] id) {
    for (byte b : id) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** MLflow's trace id when this is its attribute. */
  private static @Nullable String ownId(ProtoReader attribute) {
    boolean isOwnId = false;
    ProtoReader value = null;
    while (attribute.next()) {
      switch (attribute.field()) {
        case 1 -> isOwnId = isOwnId(attribute.message());
        case 2 -> value = attribute.message();
        default -> attribute.skip();
      }
    }
    return isOwnId && value != null
        ? TraceIds.inAttribute(AttributeValue.ofAnyValue(rest(value)))
        : null;
  }

  private static boolean isOwnId(ProtoReader key) {
    int from = key.position();
    return Arrays.equals(key.array(), from, from + key.remaining(), OWN_ID, 0, OWN_ID.length);
  }

  private static byte[] rest(ProtoReader in) {
    return Arrays.copyOfRange(in.array(), in.position(), in.position() + in.remaining());
  }
}
