package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.internal.StackTraces;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a span keeps of an exception: the event, and the status ERROR with {@code Type: message}. On
 * a span that has ended it is a {@linkplain LateRecords late record}.
 */
final class ExceptionRecords {
  /** Set where an exception left the block of a span and was not seen; goes when it is recorded. */
  static final String DETECTED = "spanloom.exception.detected";

  private static final SpanStatus UNSEEN =
      SpanStatus.error(
          "An exception left the block; close() cannot see it. Weaving or withSpan records it.");

  private ExceptionRecords() {}

  /**
   * The program records an exception. While the span is open it may say so again and again; later
   * an exception counts once, since it may come by several ways.
   */
  static void record(SpanRecord record, Throwable exception) {
    boolean isNew = record.remember(exception);
    if (isNew || record.isRecording()) {
      add(record, event(record, exception), status(exception));
    }
  }

  /** An exception leaves the block of a span; what the program recorded of it itself is enough. */
  static void recordEscaping(SpanRecord record, Throwable exception) {
    if (record.remember(exception)) {
      add(record, event(record, exception), status(exception));
    }
  }

  static void record(SpanRecord record, String message) {
    add(record, event(record, "Exception", message), SpanStatus.error(message));
  }

  /** Whether it is worth finding out that an exception leaves the block: nobody has said so yet. */
  static boolean isEndUnknown(SpanRecord record) {
    return record.isUndecided() && record.trace().tracing().config().isExceptionDetectedOnClose();
  }

  /** An exception leaves the block of a span, and that is all that is known. */
  static void recordUnseen(SpanRecord record) {
    record.setAttribute(DETECTED, AttributeValue.of(true));
    record.setFailed(UNSEEN);
  }

  private static void add(SpanRecord record, SpanEvent event, SpanStatus status) {
    if (!record.addFailure(event, status)) {
      LateRecords.add(record, event, status);
    }
  }

  private static SpanStatus status(Throwable exception) {
    return SpanStatus.error(StackTraces.description(exception));
  }

  private static SpanEvent event(SpanRecord record, Throwable exception) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanEvent.EXCEPTION_TYPE, exception.getClass().getName());
    attributes.put(SpanEvent.EXCEPTION_MESSAGE, StackTraces.message(exception));
    attributes.put(SpanEvent.EXCEPTION_STACKTRACE, StackTraces.text(exception));
    return event(record, attributes);
  }

  private static SpanEvent event(SpanRecord record, String type, String message) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanEvent.EXCEPTION_TYPE, type);
    attributes.put(SpanEvent.EXCEPTION_MESSAGE, message);
    return event(record, attributes);
  }

  /** Now, or when the span ended: what left a block did so before the block was over. */
  private static SpanEvent event(SpanRecord record, Map<String, Object> attributes) {
    long time = record.isRunning() ? record.trace().nowUnixNanos() : record.endTimeUnixNanos();
    return new SpanEvent(SpanEvent.EXCEPTION, time, attributes);
  }
}
