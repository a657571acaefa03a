package dev.spanloom;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program says of a span after its end, from a {@code catch} around the block: that it
 * failed. A span that still waits in memory is amended, and waits there at most once; one that was
 * exported, or is in the spool, is sent again. Nothing happens when tracing is switched off or was
 * reset. Of a span that the application's OpenTelemetry has too, only ours is amended: the other is
 * over.
 */
final class LateRecords {
  private LateRecords() {}

  /** An exception, with the status that it brings. */
  static void add(SpanRecord record, SpanEvent event, SpanStatus error) {
    amend(record, event, error);
  }

  /** A status; only ERROR counts this late. */
  static void setStatus(SpanRecord record, SpanStatus status) {
    if (status.statusCode() == SpanStatusCode.ERROR) {
      amend(record, null, status);
    }
  }

  private static void amend(SpanRecord record, @Nullable SpanEvent event, SpanStatus error) {
    Tracing tracing = record.trace().tracing();
    if (!tracing.isOpen() || !tracing.config().isEnabled()) {
      return;
    }
    try {
      List<SpanEvent> events = event == null ? List.of() : List.of(event);
      SpanStatus status = error;
      if (!tracing.config().processors().isEmpty()) {
        SpanRecord shown = processed(tracing, record, events, error);
        events = shown.events();
        status = shown.status().statusCode() == SpanStatusCode.ERROR ? shown.status() : error;
      }
      send(record, record.amend(events, status));
    } catch (RuntimeException | LinkageError e) {
      Tracing.LOG.log(
          System.Logger.Level.WARNING,
          "what was recorded late on span " + record.spanId() + " is lost",
          e);
    }
  }

  /**
   * A copy of the span that has only what is new, as processors leave it: they have seen the rest,
   * and may have to redact this as well.
   */
  private static SpanRecord processed(
      Tracing tracing, SpanRecord record, List<SpanEvent> events, SpanStatus error) {
    SpanRecord copy = record.copyWith(events, error);
    tracing.process(new LiveSpan(copy, false), copy);
    copy.releaseAttachments();
    return copy;
  }

  private static void send(SpanRecord record, SpanRecord.Amendment amendment) {
    if (amendment == SpanRecord.Amendment.NONE) {
      return;
    }
    TraceRecord trace = record.trace();
    if (amendment == SpanRecord.Amendment.TO_BE_SENT && !trace.pipeline().offer(record)) {
      record.dropped();
    }
    trace.spanAmended(record);
  }
}
