package dev.spanloom.entities;

import dev.spanloom.entities.internal.StackTraces;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened while a span was open. Counterpart of {@code mlflow.entities.SpanEvent}.
 *
 * <pre>{@code
 * span.addEvent(SpanEvent.of("validation_completed", Map.of("records_validated", 1000, "errors_found", 3)));
 * }</pre>
 *
 * @param name what happened
 * @param timestamp nanoseconds since the Unix epoch
 * @param attributes strings, booleans, 64-bit integers, doubles, and lists and maps of them; copied
 *     in, other types become their string form
 * @param droppedAttributesCount how many attributes a limit removed before this event was made
 */
public record SpanEvent(
    String name,
    long timestamp,
    Map<String, @Nullable Object> attributes,
    int droppedAttributesCount) {
  /** The name of events made from exceptions. */
  public static final String EXCEPTION = "exception";

  public static final String EXCEPTION_TYPE = "exception.type";
  public static final String EXCEPTION_MESSAGE = "exception.message";
  public static final String EXCEPTION_STACKTRACE = "exception.stacktrace";
  public static final String EXCEPTION_ESCAPED = "exception.escaped";

  public SpanEvent {
    Objects.requireNonNull(name, "name");
    attributes = PlainValues.copyMap(attributes);
  }

  @SuppressWarnings("unchecked") // it is copied before anything is put in
  public SpanEvent(
      String name, long timestamp, Map<String, ? extends @Nullable Object> attributes) {
    this(name, timestamp, (Map<String, @Nullable Object>) attributes, 0);
  }

  /** An event now, with attributes. */
  public SpanEvent(String name, Map<String, ? extends @Nullable Object> attributes) {
    this(name, nowUnixNanos(), attributes);
  }

  /** An event now. */
  public SpanEvent(String name) {
    this(name, Map.of());
  }

  public static SpanEvent of(String name) {
    return new SpanEvent(name);
  }

  public static SpanEvent of(String name, Map<String, ? extends @Nullable Object> attributes) {
    return new SpanEvent(name, attributes);
  }

  public static SpanEvent of(
      String name, Instant time, Map<String, ? extends @Nullable Object> attributes) {
    return new SpanEvent(name, unixNanos(time), attributes);
  }

  /** An event at a time given in nanoseconds since the Unix epoch. */
  public static SpanEvent of(
      String name, long timestamp, Map<String, ? extends @Nullable Object> attributes) {
    return new SpanEvent(name, timestamp, attributes);
  }

  /**
   * The event of an exception: named {@code exception}, with {@code exception.type} (the simple
   * class name), {@code exception.message} and {@code exception.stacktrace} (causes and suppressed
   * exceptions included). Never throws, even where the exception's own methods do.
   */
  public static SpanEvent fromException(Throwable exception) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put(EXCEPTION_MESSAGE, StackTraces.message(exception));
    attributes.put(EXCEPTION_TYPE, StackTraces.typeName(exception));
    attributes.put(EXCEPTION_STACKTRACE, StackTraces.text(exception));
    return new SpanEvent(EXCEPTION, attributes);
  }

  /** The time as an {@link Instant}. */
  public Instant time() {
    return Instant.ofEpochSecond(0, timestamp);
  }

  /** The wall clock, in nanoseconds since the Unix epoch. */
  static long nowUnixNanos() {
    return unixNanos(Instant.now());
  }

  private static long unixNanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  /** Byte arrays among the attributes count by content. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpanEvent that
        && name.equals(that.name)
        && timestamp == that.timestamp
        && droppedAttributesCount == that.droppedAttributesCount
        && PlainValues.equal(attributes, that.attributes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, timestamp);
  }

  void writeTo(ProtoWriter out) {
    SpanMessage.event(out, timestamp, name, attributes, droppedAttributesCount);
  }
}
