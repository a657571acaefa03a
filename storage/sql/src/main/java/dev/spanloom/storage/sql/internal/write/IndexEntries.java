package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.query.FieldValue;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.SpanBits;
import dev.spanloom.storage.sql.StorableText;
import dev.spanloom.storage.sql.Term;
import java.util.HashMap;
import java.util.Map;

/**
 * What the index holds of a trace, or of some of its spans: terms with the spans that have them,
 * and the smallest and the largest number of each key. Not thread-safe.
 */
public final class IndexEntries {
  private static final double NANOS_PER_MILLI = 1e6;

  /** A key that has numbers. */
  record RangeKey(String family, String key) {
    RangeKey {
      key = StorableText.of(key);
    }
  }

  /** The smallest and the largest of some numbers. */
  record Range(double low, double high) {
    Range and(Range other) {
      return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }
  }

  private final Map<Term, Long> terms = new HashMap<>();
  private final Map<RangeKey, Range> ranges = new HashMap<>();

  Map<Term, Long> terms() {
    return terms;
  }

  Map<RangeKey, Range> ranges() {
    return ranges;
  }

  /** What is known of the trace itself: its name, tags, and the metadata that clients said. */
  static IndexEntries ofTrace(TraceInfo shown, Map<String, String> saidMetadata) {
    IndexEntries entries = new IndexEntries();
    if (shown.name() != null) {
      entries.text(Families.TRACE_NAME, "", shown.name());
    }
    shown
        .tags()
        .forEach(
            (key, value) -> {
              if (!key.equals(TraceTagKey.SPANS_LOCATION)
                  && !key.equals(TraceTagKey.ARTIFACT_LOCATION)) {
                entries.text(Families.TAG, key, value);
              }
            });
    saidMetadata.forEach((key, value) -> entries.text(Families.METADATA, key, value));
    return entries;
  }

  private void text(String family, String key, String text) {
    value(family, key, text, 0);
  }

  /** Adds a span, whose place is the bit that stands for it. */
  void addSpan(Span span, SpanFacts facts, long bit) {
    term(Term.ofText(Families.SPAN_NAME, "", facts.name(), null), bit);
    if (facts.spanType() != null) {
      term(Term.ofText(Families.SPAN_TYPE, "", facts.spanType(), null), bit);
      term(Term.presence(Families.SPAN_TYPE, ""), bit);
    }
    term(new Term(Families.SPAN_STATUS, "", facts.statusCode().name(), false, null), bit);
    term(Term.presence(Families.SPAN_STATUS, ""), bit); // all spans
    if (facts.model() != null) {
      term(Term.ofText(Families.SPAN_MODEL, "", facts.model(), null), bit);
      term(Term.presence(Families.SPAN_MODEL, ""), bit);
    }
    for (Map.Entry<String, AttributeValue> attribute : span.attributeValues().entrySet()) {
      if (Families.isIndexed(attribute.getKey())) {
        Object plain = attribute.getValue().get();
        if (plain != null) {
          value(Families.ATTRIBUTE, attribute.getKey(), plain, bit);
        }
      }
    }
    Long end = facts.endTimeUnixNanos();
    if (end != null) {
      range(
          Families.SPAN_DURATION,
          "",
          Math.max(0, end - facts.startTimeUnixNanos()) / NANOS_PER_MILLI);
    }
    TokenUsage usage = facts.tokenUsage();
    if (usage != null) {
      range(Families.SPAN_INPUT_TOKENS, "", (double) usage.inputTokens());
      range(Families.SPAN_OUTPUT_TOKENS, "", (double) usage.outputTokens());
      range(Families.SPAN_TOTAL_TOKENS, "", (double) usage.totalTokens());
    }
    LlmCost cost = facts.cost();
    if (cost != null) {
      range(Families.SPAN_COST, "", cost.totalCost());
    }
  }

  private void value(String family, String key, Object plain, long bit) {
    FieldValue value = FieldValue.of(plain);
    if (value == null) {
      return;
    }
    Double number = value.number();
    term(Term.ofText(family, key, value.text(), number), bit);
    term(Term.presence(family, key), bit);
    if (number != null) {
      range(family, key, number);
    }
  }

  private void term(Term term, long bit) {
    terms.merge(term, bit, (a, b) -> a | b);
  }

  private void range(String family, String key, double number) {
    ranges.merge(new RangeKey(family, key), new Range(number, number), Range::and);
  }

  /** These entries with ordinals of spans that are larger by a number. */
  IndexEntries shifted(int by) {
    if (by == 0) {
      return this;
    }
    IndexEntries shifted = new IndexEntries();
    terms.forEach((term, spans) -> shifted.terms.put(term, SpanBits.shifted(spans, by)));
    shifted.ranges.putAll(ranges);
    return shifted;
  }
}
