package dev.spanloom.testing;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;

/**
 * The entry of the AssertJ assertions. Import its method beside AssertJ's own.
 *
 * <pre>{@code
 * import static dev.spanloom.testing.SpanloomAssertions.assertThat;
 *
 * assertThat(trace).hasSpanCount(2).span("search").hasParent("ask").hasInputsJson("{\"k\": 5}");
 * }</pre>
 */
public final class SpanloomAssertions {
  private SpanloomAssertions() {}

  public static TraceAssert assertThat(Trace actual) {
    return new TraceAssert(actual);
  }

  public static SpanAssert assertThat(Span actual) {
    return new SpanAssert(actual, null);
  }
}
