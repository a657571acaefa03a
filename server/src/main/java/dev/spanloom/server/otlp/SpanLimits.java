package dev.spanloom.server.otlp;

import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.ProtoReader;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of one OTLP request. A span beyond is rejected alone, and the reply says why. How
 * deep values may be nested is the model's: 1,000.
 *
 * @param spans of one request
 * @param attributes of one span
 * @param spanBytes of one span as it is encoded in protobuf
 */
public record SpanLimits(int spans, int attributes, int spanBytes) {
  private static final int ATTRIBUTE = 9;
  private static final int MEBIBYTE = 1 << 20;

  /** 100,000 spans, 10,000 attributes, 32 MiB. */
  public static final SpanLimits DEFAULTS = new SpanLimits(100_000, 10_000, 32 * MEBIBYTE);

  public SpanLimits {
    positive("spans", spans);
    positive("attributes", attributes);
    positive("spanBytes", spanBytes);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
    }
  }

  /** Why a span is not taken, for a person; null when it is. */
  @Nullable String excess(int place, byte[] span) {
    if (place >= spans) {
      return "it is beyond the first "
          + spans
          + " spans (expected: at most so many in one request; send less at once)";
    }
    if (span.length > spanBytes) {
      return span.length + " bytes (expected: at most " + spanBytes + " in one span)";
    }
    int count = attributesOf(span);
    return count > attributes
        ? count + " attributes (expected: at most " + attributes + " in one span)"
        : null;
  }

  /** How many there are, as far as the bytes can be read: what is beyond is refused later. */
  private static int attributesOf(byte[] span) {
    int count = 0;
    try {
      ProtoReader in = new ProtoReader(span);
      while (in.next()) {
        count += in.field() == ATTRIBUTE ? 1 : 0;
        in.skip();
      }
    } catch (MalformedProtoException e) {
      return count;
    }
    return count;
  }
}
