package dev.spanloom.server.otlp;

import dev.spanloom.conventions.ResourceWords;
import dev.spanloom.conventions.Translated;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.SpanHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request brings of one trace: spans, and what they say of it. Not thread-safe. */
final class ArrivedTrace {
  private final String traceId;
  private final List<EncodedSpan> spans = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();
  private final SaidBySpans said = new SaidBySpans();
  private int rootPlace = -1;

  /** For each resource the lowest rank of its spans. */
  private final Map<ResourceWords, String> resources = new LinkedHashMap<>();

  ArrivedTrace(String traceId) {
    this.traceId = traceId;
  }

  void add(SpanHead head, Translated translated, ResourceWords resource, int place) {
    boolean root = head.parentId() == null;
    long start = head.startTimeUnixNanos();
    if (root && rootPlace < 0) {
      rootPlace = place;
    }
    spans.add(translated.span());
    places.add(place);
    said.add(
        SaidBySpans.rankOfSpan(root, start, head.spanId()),
        translated.traceMetadata(),
        translated.traceTags());
    resources.merge(
        resource,
        SaidBySpans.rankOfResource(root, start, head.spanId()),
        (one, other) -> one.compareTo(other) <= 0 ? one : other);
  }

  String traceId() {
    return traceId;
  }

  /** Where the root stood in the request; negative when none did. */
  int rootPlace() {
    return rootPlace;
  }

  List<EncodedSpan> spans() {
    return spans;
  }

  /** Where the spans stood in the request. */
  List<Integer> places() {
    return places;
  }

  /** The service of the span that goes before all others; null when its resource names none. */
  @Nullable String serviceName() {
    return resources.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .map(first -> first.getKey().serviceName())
        .orElse(null);
  }

  /** What the spans say of the trace; null when that is nothing. */
  @Nullable TraceInfo info() {
    resources.forEach((resource, rank) -> said.add(rank, Map.of(), resource.traceTags()));
    return said.isEmpty() ? null : said.toInfo(traceId);
  }
}
