package dev.spanloom.internal.export;

import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.internal.spool.SpoolRecord;
import java.util.HexFormat;

/**
 * What a record of the spool is about.
 *
 * @param traceId in hex; empty where it has none
 * @param spanId in hex; empty where it has none
 * @param name of the span; empty where it has none
 * @param startUnixNanos 0 where it has none
 */
record SpanIds(String traceId, String spanId, boolean isRoot, String name, long startUnixNanos) {
  private static final HexFormat HEX = HexFormat.of();

  static SpanIds of(SpoolRecord record) {
    return switch (record.kind()) {
      case SPAN, SPAN_START -> ofSpan(record.payload());
      case TRACE_INFO, ATTACHMENT -> ofInfo(record.payload());
      case SPAN_OVER -> new SpanIds("", HEX.formatHex(record.payload()), false, "", 0);
      default -> new SpanIds("", "", false, "", 0);
    };
  }

  /**
   * Reads the front of a span message: ids, name and times stand there, before all that is long.
   */
  private static SpanIds ofSpan(byte[] span) {
    String traceId = "";
    String spanId = "";
    String name = "";
    boolean root = true;
    long start = 0;
    ProtoReader in = new ProtoReader(span);
    while (start == 0 && in.next()) {
      switch (in.field()) {
        case 1 -> traceId = HEX.formatHex(in.bytes());
        case 2 -> spanId = HEX.formatHex(in.bytes());
        case 4 -> {
          root = false;
          in.skip();
        }
        case 5 -> name = in.string();
        case 7 -> start = in.fixed64();
        default -> in.skip();
      }
    }
    return new SpanIds(traceId, spanId, root, name, start);
  }

  /** Of an info, and of an attachment, the trace id is the first field. */
  private static SpanIds ofInfo(byte[] info) {
    ProtoReader in = new ProtoReader(info);
    return new SpanIds(in.next() ? HEX.formatHex(in.bytes()) : "", "", false, "", 0);
  }
}
