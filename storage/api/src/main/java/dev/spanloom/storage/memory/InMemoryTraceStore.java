package dev.spanloom.storage.memory;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.internal.DecodedBatch;
import dev.spanloom.storage.internal.StoredTags;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps decoded traces in maps under one lock: slow, simple, and right. Thread-safe. */
public final class InMemoryTraceStore
    implements TraceStore, TraceWriter, TraceReader, TraceSearch, TraceDeletion {
  private static final Comparator<TraceInfo> OLDEST_FIRST =
      Comparator.comparingLong(TraceInfo::requestTimeUnixMillis).thenComparing(TraceInfo::traceId);

  private final Map<String, Entry> traces = new LinkedHashMap<>();
  private final Experiments experiments = new Experiments();

  /** What is held of one trace: what clients said, and the spans. */
  private static final class Entry {
    private TraceInfo said;
    private final Map<String, Span> spans = new LinkedHashMap<>();

    private Entry(TraceInfo said) {
      this.said = said;
    }

    private TraceInfo info() {
      return StoredTags.added(
          TraceInfoMerge.complete(said, TraceFacts.ofSpans(ordered()).orElse(null)));
    }

    private Trace trace() {
      return new Trace(info(), ordered());
    }

    private List<Span> ordered() {
      return spans.values().stream()
          .sorted(
              Comparator.comparing((Span span) -> !span.isRoot())
                  .thenComparingLong(Span::startTimeUnixNanos)
                  .thenComparing(Span::spanId))
          .toList();
    }
  }

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public synchronized WriteResult write(WriteBatch batch) {
    DecodedBatch decoded = DecodedBatch.of(batch);
    for (TraceInfo info : decoded.infos()) {
      Entry entry = entry(info.traceId(), decoded);
      entry.said = TraceInfoMerge.update(entry.said, info);
    }
    decoded
        .spans()
        .forEach(
            (traceId, spans) -> {
              Entry entry = entry(traceId, decoded);
              spans.forEach((spanId, span) -> entry.spans.put(spanId, span.span()));
            });
    return decoded.result();
  }

  private Entry entry(String traceId, DecodedBatch batch) {
    return traces.computeIfAbsent(traceId, id -> new Entry(batch.unsaid(id)));
  }

  @Override
  public synchronized Optional<TraceInfo> info(String traceId) {
    return Optional.ofNullable(traces.get(traceId)).map(Entry::info);
  }

  @Override
  public synchronized List<TraceInfo> infos(List<String> traceIds) {
    return known(traceIds).map(Entry::info).toList();
  }

  @Override
  public synchronized Optional<Trace> trace(String traceId) {
    return Optional.ofNullable(traces.get(traceId)).map(Entry::trace);
  }

  @Override
  public synchronized List<Trace> traces(List<String> traceIds) {
    return known(traceIds).map(Entry::trace).toList();
  }

  private Stream<Entry> known(List<String> traceIds) {
    return traceIds.stream().map(traces::get).filter(Objects::nonNull);
  }

  @Override
  public synchronized TracePage search(TraceQuery query) {
    Comparator<TraceInfo> order = query.oldestFirst() ? OLDEST_FIRST : OLDEST_FIRST.reversed();
    String token = query.pageToken();
    TraceInfo last = token == null ? null : marker(PageToken.decode(token));
    List<TraceInfo> found =
        traces.values().stream()
            .filter(entry -> saidMetadata(entry, query))
            .map(Entry::info)
            .filter(info -> matches(info, query))
            .filter(info -> last == null || order.compare(info, last) > 0)
            .sorted(order)
            .limit(query.maxResults() + 1L)
            .toList();
    if (found.size() <= query.maxResults()) {
      return new TracePage(found, null);
    }
    List<TraceInfo> page = found.subList(0, query.maxResults());
    return new TracePage(page, PageToken.behind(page.get(page.size() - 1)).encode());
  }

  private static TraceInfo marker(PageToken token) {
    return TraceInfo.builder(token.traceId())
        .requestTimeUnixMillis(token.requestTimeUnixMillis())
        .build();
  }

  private static boolean matches(TraceInfo info, TraceQuery query) {
    Long min = query.minTimeUnixMillis();
    Long max = query.maxTimeUnixMillis();
    return query.experimentIds().contains(info.experimentId())
        && (query.states().isEmpty() || query.states().contains(info.state()))
        && (min == null || info.requestTimeUnixMillis() >= min)
        && (max == null || info.requestTimeUnixMillis() <= max)
        && (query.name() == null || query.name().equals(info.name()))
        && (query.clientRequestId() == null
            || query.clientRequestId().equals(info.clientRequestId()))
        && info.tags().entrySet().containsAll(query.tags().entrySet());
  }

  private static boolean saidMetadata(Entry entry, TraceQuery query) {
    return entry.said.traceMetadata().entrySet().containsAll(query.metadata().entrySet());
  }

  /** The assessments of all traces. */
  private final class Assessments implements AssessmentStore {
    @Override
    public Assessment create(Assessment assessment) {
      String traceId = String.valueOf(assessment.traceId());
      Assessment stored = AssessmentRules.identified(assessment, traceId);
      change(traceId, all -> AssessmentRules.create(all, traceId, stored));
      return stored;
    }

    @Override
    public Assessment get(String traceId, String assessmentId) {
      synchronized (InMemoryTraceStore.this) {
        return AssessmentRules.find(entry(traceId).said.assessments(), traceId, assessmentId);
      }
    }

    @Override
    public Assessment update(Assessment assessment) {
      String traceId = String.valueOf(assessment.traceId());
      change(traceId, all -> AssessmentRules.update(all, traceId, assessment));
      return get(traceId, String.valueOf(assessment.assessmentId()));
    }

    @Override
    public void delete(String traceId, String assessmentId) {
      change(traceId, all -> AssessmentRules.delete(all, assessmentId));
    }

    private void change(String traceId, UnaryOperator<List<Assessment>> change) {
      synchronized (InMemoryTraceStore.this) {
        Entry entry = entry(traceId);
        entry.said =
            entry.said.toBuilder().assessments(change.apply(entry.said.assessments())).build();
      }
    }
  }

  /** The tags of all traces. */
  private final class Tags implements TagStore {
    @Override
    public void set(String traceId, String key, String value) {
      StoredTags.checkSettable(key);
      synchronized (InMemoryTraceStore.this) {
        Entry entry = entry(traceId);
        entry.said = entry.said.toBuilder().tag(key, TagRules.cutValue(value)).build();
      }
    }

    @Override
    public void delete(String traceId, String key) {
      synchronized (InMemoryTraceStore.this) {
        Entry entry = entry(traceId);
        if (!entry.said.tags().containsKey(key)) {
          throw MlflowException.notFound("trace " + traceId + " has no tag \"" + key + "\"");
        }
        entry.said = entry.said.toBuilder().removeTag(key).build();
      }
    }
  }

  private Entry entry(String traceId) {
    Entry entry = traces.get(traceId);
    if (entry == null) {
      throw MlflowException.notFound("trace " + traceId + " does not exist");
    }
    return entry;
  }

  @Override
  public synchronized int deleteByIds(String experimentId, List<String> traceIds) {
    List<String> doomed =
        traceIds.stream()
            .distinct()
            .filter(
                id ->
                    traces.containsKey(id)
                        && experimentId.equals(traces.get(id).said.experimentId()))
            .toList();
    doomed.forEach(traces::remove);
    return doomed.size();
  }

  @Override
  public synchronized int deleteUntil(
      String experimentId, long maxTimestampMillis, @Nullable Integer maxTraces) {
    TraceDeletion.checkMaxTraces(maxTraces);
    List<TraceInfo> doomed =
        traces.values().stream()
            .map(Entry::info)
            .filter(info -> experimentId.equals(info.experimentId()))
            .filter(info -> info.requestTimeUnixMillis() <= maxTimestampMillis)
            .sorted(OLDEST_FIRST)
            .limit(maxTraces == null ? Long.MAX_VALUE : maxTraces)
            .toList();
    doomed.forEach(info -> traces.remove(info.traceId()));
    return doomed.size();
  }

  @Override
  public TraceWriter writer() {
    return this;
  }

  @Override
  public TraceReader reader() {
    return this;
  }

  @Override
  public TraceSearch search() {
    return this;
  }

  @Override
  public AssessmentStore assessments() {
    return new Assessments();
  }

  @Override
  public TagStore tags() {
    return new Tags();
  }

  @Override
  public ExperimentStore experiments() {
    return experiments;
  }

  @Override
  public TraceDeletion deletion() {
    return this;
  }

  @Override
  public void close() {
    // nothing to let go of
  }
}
