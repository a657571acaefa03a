package dev.spanloom.server.ui.span;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.query.SpanText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A span in which a text was found.
 *
 * @param root whether it has no parent
 * @param startNanos of the Unix epoch
 * @param matches how often
 * @param fields where, as they are named in the API
 */
record FoundSpan(String spanId, boolean root, long startNanos, int matches, List<String> fields) {
  private static final int MOST_FIELDS = 100;

  /** The order of a trace. */
  static final Comparator<FoundSpan> ORDER =
      Comparator.comparing((FoundSpan span) -> !span.root())
          .thenComparingLong(FoundSpan::startNanos)
          .thenComparing(FoundSpan::spanId);

  /** What is found in a span; nothing is 0 matches. */
  static FoundSpan of(Span span, TextFinder finder) {
    Search search = new Search(finder);
    search.look("name", span.name());
    search.look("status", span.status().description());
    span.attributeValues().forEach(search::attribute);
    for (int i = 0; i < span.events().size(); i++) {
      SpanEvent event = span.events().get(i);
      String place = "events/" + i;
      search.look(place, event.name());
      event
          .attributes()
          .forEach((key, value) -> search.look(place + "/" + key, key, SpanText.of(value)));
    }
    return new FoundSpan(
        span.spanId(), span.isRoot(), span.startTimeUnixNanos(), search.matches, search.fields);
  }

  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("span_id", spanId);
    map.put("matches", matches);
    map.put("fields", fields);
    return map;
  }

  private static final class Search {
    private final TextFinder finder;
    private final List<String> fields = new ArrayList<>();
    private int matches;

    Search(TextFinder finder) {
      this.finder = finder;
    }

    void attribute(String key, AttributeValue value) {
      String text = SpanText.of(value.get());
      switch (key) {
        case SpanAttributeKey.INPUTS -> look("inputs", text);
        case SpanAttributeKey.OUTPUTS -> look("outputs", text);
        default -> look("attributes/" + key, key, text);
      }
    }

    void look(String field, String... texts) {
      int found = 0;
      for (String text : texts) {
        found += finder.count(text);
      }
      if (found > 0) {
        matches += found;
        if (fields.size() < MOST_FIELDS) {
          fields.add(field);
        }
      }
    }
  }
}
