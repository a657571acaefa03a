package dev.spanloom.conventions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in a span a value stands, or of what it is put together. Immutable and thread-safe. */
interface Lookup {
  /** The value as a plain one; null or an empty value when the span does not have it. */
  @Nullable Object find(SpanView span);

  /** What a span must have at least one of for this to find anything. */
  List<Trigger> triggers();
}
