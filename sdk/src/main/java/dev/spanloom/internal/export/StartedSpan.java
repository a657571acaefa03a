package dev.spanloom.internal.export;

import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.internal.spool.SharedRecord;

/** A span that is open, whose start the spool keeps for the case that the process dies. */
public interface StartedSpan {
  /**
   * Writes what was known when it started as an OTLP {@code Span} message without an end: ids,
   * name, kind, time and type. Nothing that processors could want to redact.
   */
  void encodeStartTo(ProtoWriter out);

  /** What it shares with others: a {@link SpoolContext}. */
  SharedRecord context();

  String spanId();

  boolean isRunning();

  /** No later than the segment in which its start stands. */
  long startSegment();

  void setStartSegment(long sequence);
}
