package dev.spanloom.internal.spool;

import org.jspecify.annotations.Nullable;

/** What a record of the spool is. The codes are on disks: they never change their meaning. */
public enum RecordKind {
  /** What many records refer to; written once in each segment that has such a record. */
  SHARED(1),
  /** A span that has ended. */
  SPAN(2),
  /** What a program says of a trace. */
  TRACE_INFO(3),
  /** A span that has started, without its content. */
  SPAN_START(4),
  /** The process ended as it should: spans that are open were not cut off by a crash. */
  CLEAN_EXIT(5),
  /** A span of which a start stands in the spool has ended; the payload is its id. */
  SPAN_OVER(6),
  /** Bytes that were taken out of a span; the span stands before it. */
  ATTACHMENT(7);

  private static final RecordKind[] BY_CODE = {
    null, SHARED, SPAN, TRACE_INFO, SPAN_START, CLEAN_EXIT, SPAN_OVER, ATTACHMENT
  };

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** Null for one that a later version writes. */
  static @Nullable RecordKind of(byte code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
