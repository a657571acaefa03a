package dev.spanloom;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.internal.StackTraces;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a span keeps of an exception: the event, and the status ERROR with {@code Type: message}.
 */
final class ExceptionRecords {
  private ExceptionRecords() {}

  static void record(SpanRecord record, Throwable exception) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanEvent.EXCEPTION_TYPE, exception.getClass().getName());
    attributes.put(SpanEvent.EXCEPTION_MESSAGE, StackTraces.message(exception));
    attributes.put(SpanEvent.EXCEPTION_STACKTRACE, StackTraces.text(exception));
    record.addEvent(new SpanEvent(SpanEvent.EXCEPTION, record.trace().nowUnixNanos(), attributes));
    record.setFailed(SpanStatus.error(StackTraces.description(exception)));
  }

  static void record(SpanRecord record, String message) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(SpanEvent.EXCEPTION_TYPE, "Exception");
    attributes.put(SpanEvent.EXCEPTION_MESSAGE, message);
    record.addEvent(new SpanEvent(SpanEvent.EXCEPTION, record.trace().nowUnixNanos(), attributes));
    record.setFailed(SpanStatus.error(message));
  }
}
