package dev.spanloom.autolog.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts together, from the events of a stream, the answer that the provider would have given without
 * one. Used by one thread at a time. May throw on what it does not expect: what it made so far is
 * then the answer.
 */
public interface StreamReducer {
  /** Takes the data of one event. */
  void add(Map<String, @Nullable Object> event);

  /**
   * The key of the text in the last event that made the answer grow, when another event that
   * differs in that text alone makes it {@link #grow} by it; null when there is none. Such events
   * need not be parsed.
   */
  default @Nullable String growingKey() {
    return null;
  }

  /**
   * Takes events that differ from the last one in the text of {@link #growingKey} alone.
   *
   * @param piece their texts, one behind the other
   */
  default void grow(String piece) {
    throw new UnsupportedOperationException("there is no growing key");
  }

  /** The answer so far; null when there is none. Not changed afterwards. */
  @Nullable Map<String, @Nullable Object> answer();

  /** True when the provider said that this is all. */
  boolean isComplete();

  /** The error that the provider reported within the stream; null when there was none. */
  default @Nullable String error() {
    return null;
  }
}
