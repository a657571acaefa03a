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

  /** The answer so far; null when there is none. Not changed afterwards. */
  @Nullable Map<String, @Nullable Object> answer();

  /** True when the provider said that this is all. */
  boolean isComplete();

  /** The error that the provider reported within the stream; null when there was none. */
  default @Nullable String error() {
    return null;
  }
}
