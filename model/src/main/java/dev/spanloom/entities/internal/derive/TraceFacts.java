package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of a trace, taken together, say about it. Never negative, whatever their clocks
 * say; spans that are open count with their start only.
 *
 * @param startTimeUnixNanos the earliest start
 * @param endTimeUnixNanos the latest end; null while no span has one
 * @param root the root that decides: the first to start of those without a parent; null while none
 *     has arrived
 * @param sums what all spans come to
 */
public record TraceFacts(
    long startTimeUnixNanos,
    @Nullable Long endTimeUnixNanos,
    @Nullable SpanFacts root,
    TraceSums sums) {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final Comparator<SpanFacts> IN_ORDER =
      Comparator.comparingLong(SpanFacts::startTimeUnixNanos).thenComparing(SpanFacts::spanId);

  /** The facts of spans, whatever their order; empty of no spans. */
  public static Optional<TraceFacts> of(Collection<SpanFacts> unordered) {
    if (unordered.isEmpty()) {
      return Optional.empty();
    }
    // fractions of a cent are summed up in one order everywhere, or stores differ in the last digit
    List<SpanFacts> spans = new ArrayList<>(unordered);
    spans.sort(IN_ORDER);
    long start = Long.MAX_VALUE;
    Long end = null;
    List<TokenUsages.Node<TokenUsage>> usages = new ArrayList<>(spans.size());
    List<TokenUsages.Node<LlmCost>> costs = new ArrayList<>(spans.size());
    long[] sizes = new long[spans.size()];
    int count = 0;
    for (SpanFacts span : spans) {
      start = Math.min(start, span.startTimeUnixNanos());
      Long spanEnd = span.endTimeUnixNanos();
      if (spanEnd != null) {
        end = end == null ? spanEnd : Math.max(end, spanEnd);
      }
      String parentId = span.parentId() == null ? "" : span.parentId();
      usages.add(
          new TokenUsages.Node<>(span.spanId(), parentId, Optional.ofNullable(span.tokenUsage())));
      costs.add(new TokenUsages.Node<>(span.spanId(), parentId, Optional.ofNullable(span.cost())));
      sizes[count++] = span.sizeBytes();
    }
    SpanFacts root =
        spans.stream()
            .filter(span -> span.parentId() == null)
            .min(
                Comparator.comparingLong(SpanFacts::startTimeUnixNanos)
                    .thenComparing(SpanFacts::spanId))
            .orElse(null);
    return Optional.of(
        new TraceFacts(
            start,
            end,
            root,
            TraceSums.of(
                TokenUsages.total(usages, TokenUsage::plus).orElse(null),
                TokenUsages.total(costs, LlmCost::plus).orElse(null),
                SpanSizes.of(sizes))));
  }

  /** The facts of whole spans; empty of no spans. */
  public static Optional<TraceFacts> ofSpans(Collection<Span> spans) {
    return of(spans.stream().map(SpanFacts::of).toList());
  }

  /** Tokens of the whole trace; null when no span says. */
  public @Nullable TokenUsage usage() {
    return sums.usage();
  }

  /** Cost of the whole trace; null when no span says. */
  public @Nullable LlmCost cost() {
    return sums.cost();
  }

  /** The sizes of the spans. */
  public SpanSizes sizes() {
    return sums.sizes();
  }

  public long startTimeUnixMillis() {
    return startTimeUnixNanos / NANOS_PER_MILLI;
  }

  /** Latest end minus earliest start in milliseconds; null while no span has ended. */
  public @Nullable Long durationMillis() {
    return endTimeUnixNanos == null
        ? null
        : Math.max(0, (endTimeUnixNanos - startTimeUnixNanos) / NANOS_PER_MILLI);
  }

  /**
   * In progress until a root has ended; then as the root says, an unset status counting as success.
   */
  public TraceState state() {
    if (root == null || root.endTimeUnixNanos() == null) {
      return TraceState.IN_PROGRESS;
    }
    return root.statusCode() == SpanStatusCode.ERROR ? TraceState.ERROR : TraceState.OK;
  }
}
