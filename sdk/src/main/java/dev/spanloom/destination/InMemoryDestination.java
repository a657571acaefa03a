package dev.spanloom.destination;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the latest traces in memory, the oldest forgotten beyond a number. For tests, and for
 * programs that have no store on the class path. Thread-safe.
 */
public final class InMemoryDestination implements Destination {
  /** How many traces are kept unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 10_000;

  static final String SCHEME = "memory";
  static final String URI = SCHEME + ":";

  private static final Comparator<TraceInfo> OLDEST_FIRST =
      Comparator.comparingLong(TraceInfo::requestTimeUnixMillis).thenComparing(TraceInfo::traceId);

  private final int capacity;
  private final Map<String, Entry> traces = new LinkedHashMap<>();
  private final Map<String, Experiment> experiments = new LinkedHashMap<>();

  public InMemoryDestination() {
    this(DEFAULT_CAPACITY);
  }

  /**
   * A memory of its own size.
   *
   * @param capacity how many traces are kept; more than 0
   */
  public InMemoryDestination(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.capacity = capacity;
    addExperiment(Experiment.DEFAULT_ID, Experiment.DEFAULT_NAME);
  }

  /** What is held of one trace. */
  private static final class Entry {
    private TraceInfo info;
    private final Map<String, Span> spans = new LinkedHashMap<>();

    private Entry(TraceInfo info) {
      this.info = info;
    }

    private Trace trace() {
      List<Span> ordered = new ArrayList<>(spans.values());
      ordered.sort(
          Comparator.comparing((Span span) -> !span.isRoot())
              .thenComparingLong(Span::startTimeUnixNanos)
              .thenComparing(Span::spanId));
      return new Trace(completed(), ordered);
    }

    private TraceInfo completed() {
      return TraceInfoMerge.complete(info, TraceFacts.ofSpans(spans.values()).orElse(null));
    }
  }

  @Override
  public String description() {
    return "memory (the latest " + capacity + " traces)";
  }

  @Override
  public synchronized void write(TraceBatch batch) {
    for (TraceInfo info : batch.infos()) {
      Entry entry = traces.get(info.traceId());
      if (entry == null) {
        traces.put(info.traceId(), new Entry(withAssessmentIds(info)));
      } else {
        entry.info = TraceInfoMerge.update(entry.info, withAssessmentIds(info));
      }
    }
    for (EncodedSpan encoded : batch.spans()) {
      Span span = encoded.decode();
      traces
          .computeIfAbsent(
              span.traceId(),
              id ->
                  new Entry(
                      TraceInfo.builder(id)
                          .experimentId(batch.experimentId())
                          .state(TraceState.IN_PROGRESS)
                          .build()))
          .spans
          .put(span.spanId(), span);
    }
    Iterator<Entry> oldest = traces.values().iterator();
    for (int excess = traces.size() - capacity; excess > 0; excess--) {
      oldest.next();
      oldest.remove();
    }
  }

  private static TraceInfo withAssessmentIds(TraceInfo info) {
    if (info.assessments().stream().allMatch(assessment -> assessment.assessmentId() != null)) {
      return info;
    }
    return info.toBuilder()
        .assessments(
            info.assessments().stream()
                .map(
                    assessment ->
                        assessment.assessmentId() == null
                            ? assessment.toBuilder().assessmentId(newAssessmentId()).build()
                            : assessment)
                .toList())
        .build();
  }

  @Override
  public synchronized Optional<TraceInfo> getTraceInfo(String traceId) {
    return Optional.ofNullable(traces.get(traceId)).map(Entry::completed);
  }

  @Override
  public synchronized Optional<Trace> getTrace(String traceId) {
    return Optional.ofNullable(traces.get(traceId)).map(Entry::trace);
  }

  /** All traces that are held, in the order in which they came. */
  public synchronized List<Trace> traces() {
    return traces.values().stream().map(Entry::trace).toList();
  }

  /** Forgets all traces. */
  public synchronized void clear() {
    traces.clear();
  }

  @Override
  public synchronized TracePage searchTraces(TraceSearch search) {
    Comparator<TraceInfo> order = search.oldestFirst() ? OLDEST_FIRST : OLDEST_FIRST.reversed();
    List<TraceInfo> found =
        traces.values().stream()
            .map(Entry::completed)
            .filter(info -> matches(info, search))
            .sorted(order)
            .filter(info -> search.pageToken() == null || isBehind(info, search))
            .limit(search.maxResults() + 1L)
            .toList();
    boolean more = found.size() > search.maxResults();
    List<TraceInfo> page = more ? found.subList(0, search.maxResults()) : found;
    String token = more ? token(page.get(page.size() - 1)) : null;
    return new TracePage(
        page.stream()
            .map(
                info ->
                    search.includeSpans()
                        ? getTrace(info.traceId()).orElseThrow()
                        : new Trace(info, List.of()))
            .toList(),
        token);
  }

  private static String token(TraceInfo last) {
    return last.requestTimeUnixMillis() + "/" + last.traceId();
  }

  private static boolean isBehind(TraceInfo info, TraceSearch search) {
    String token = Objects.requireNonNull(search.pageToken());
    int slash = token.indexOf('/');
    try {
      long time = Long.parseLong(token.substring(0, Math.max(0, slash)));
      int order = Long.compare(info.requestTimeUnixMillis(), time);
      order = order != 0 ? order : info.traceId().compareTo(token.substring(slash + 1));
      return search.oldestFirst() ? order > 0 : order < 0;
    } catch (NumberFormatException e) {
      throw MlflowException.invalidParameter(
          "page token: \"" + token + "\" (expected: the token of a page of this search)");
    }
  }

  private static boolean matches(TraceInfo info, TraceSearch search) {
    Long min = search.minTimeUnixMillis();
    Long max = search.maxTimeUnixMillis();
    return search.experimentIds().contains(info.experimentId())
        && (search.states().isEmpty() || search.states().contains(info.state()))
        && (min == null || info.requestTimeUnixMillis() >= min)
        && (max == null || info.requestTimeUnixMillis() <= max)
        && (search.name() == null || search.name().equals(info.name()))
        && (search.clientRequestId() == null
            || search.clientRequestId().equals(info.clientRequestId()))
        && info.tags().entrySet().containsAll(search.tags().entrySet())
        && info.traceMetadata().entrySet().containsAll(search.metadata().entrySet());
  }

  @Override
  public synchronized int deleteTraces(TraceDeletion deletion) {
    List<String> doomed =
        traces.values().stream()
            .map(Entry::completed)
            .filter(info -> deletion.experimentId().equals(info.experimentId()))
            .filter(
                info ->
                    deletion.maxTimestampMillis() == null
                        ? deletion.traceIds().contains(info.traceId())
                        : info.requestTimeUnixMillis() <= deletion.maxTimestampMillis())
            .sorted(OLDEST_FIRST)
            .limit(deletion.maxTraces() == null ? Long.MAX_VALUE : deletion.maxTraces())
            .map(TraceInfo::traceId)
            .toList();
    doomed.forEach(traces::remove);
    return doomed.size();
  }

  @Override
  public synchronized void setTraceTag(String traceId, String key, String value) {
    Entry entry = entry(traceId);
    entry.info = entry.info.toBuilder().tag(key, value).build();
  }

  @Override
  public synchronized void deleteTraceTag(String traceId, String key) {
    Entry entry = entry(traceId);
    if (!entry.info.tags().containsKey(key)) {
      throw MlflowException.notFound("trace " + traceId + " has no tag \"" + key + "\"");
    }
    entry.info = entry.info.toBuilder().removeTag(key).build();
  }

  @Override
  public synchronized Assessment createAssessment(Assessment assessment) {
    Entry entry = entry(String.valueOf(assessment.traceId()));
    String overridden = assessment.overrides();
    if (overridden != null) {
      setValid(entry, find(entry, overridden), false);
    }
    Assessment stored = assessment.toBuilder().assessmentId(newAssessmentId()).build();
    List<Assessment> all = new ArrayList<>(entry.info.assessments());
    all.add(stored);
    entry.info = entry.info.toBuilder().assessments(all).build();
    return stored;
  }

  @Override
  public synchronized Assessment getAssessment(String traceId, String assessmentId) {
    return find(entry(traceId), assessmentId);
  }

  @Override
  public synchronized Assessment updateAssessment(Assessment assessment) {
    Entry entry = entry(String.valueOf(assessment.traceId()));
    Assessment old = find(entry, String.valueOf(assessment.assessmentId()));
    if (!old.kind().equals(assessment.kind())) {
      throw MlflowException.invalidParameter(
          "assessment " + old.assessmentId() + " is " + old.kind() + ", not " + assessment.kind());
    }
    Map<String, String> metadata = new LinkedHashMap<>(old.metadata());
    metadata.putAll(assessment.metadata());
    Assessment updated =
        assessment.toBuilder()
            .spanId(old.spanId())
            .source(old.source())
            .overrides(old.overrides())
            .valid(old.valid())
            .metadata(metadata)
            .createTimeUnixMillis(old.createTimeUnixMillis())
            .lastUpdateTimeUnixMillis(System.currentTimeMillis())
            .build();
    replace(entry, updated);
    return updated;
  }

  @Override
  public synchronized void deleteAssessment(String traceId, String assessmentId) {
    Entry entry = entry(traceId);
    Optional<Assessment> found =
        entry.info.assessments().stream()
            .filter(a -> assessmentId.equals(a.assessmentId()))
            .findFirst();
    if (found.isEmpty()) {
      return;
    }
    List<Assessment> rest = new ArrayList<>(entry.info.assessments());
    rest.remove(found.get());
    entry.info = entry.info.toBuilder().assessments(rest).build();
    String overridden = found.get().overrides();
    rest.stream()
        .filter(a -> overridden != null && overridden.equals(a.assessmentId()))
        .findFirst()
        .ifPresent(a -> setValid(entry, a, true));
  }

  private static void setValid(Entry entry, Assessment assessment, boolean valid) {
    replace(entry, assessment.toBuilder().valid(valid).build());
  }

  private static void replace(Entry entry, Assessment updated) {
    entry.info =
        entry.info.toBuilder()
            .assessments(
                entry.info.assessments().stream()
                    .map(
                        a ->
                            String.valueOf(a.assessmentId()).equals(updated.assessmentId())
                                ? updated
                                : a)
                    .toList())
            .build();
  }

  private static Assessment find(Entry entry, String assessmentId) {
    return entry.info.assessments().stream()
        .filter(assessment -> assessmentId.equals(assessment.assessmentId()))
        .findFirst()
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "assessment "
                        + assessmentId
                        + " does not exist on trace "
                        + entry.info.traceId()));
  }

  private Entry entry(String traceId) {
    Entry entry = traces.get(traceId);
    if (entry == null) {
      throw MlflowException.notFound("trace " + traceId + " does not exist");
    }
    return entry;
  }

  @Override
  public synchronized Experiment getOrCreateExperiment(String name) {
    return experiments.values().stream()
        .filter(experiment -> experiment.name().equals(name))
        .findFirst()
        .orElseGet(() -> addExperiment(Integer.toString(experiments.size()), name));
  }

  private Experiment addExperiment(String id, String name) {
    long now = System.currentTimeMillis();
    Experiment experiment = new Experiment(id, name, Experiment.ACTIVE, now, now, Map.of());
    experiments.put(id, experiment);
    return experiment;
  }

  @Override
  public synchronized Optional<Experiment> getExperiment(String experimentId) {
    return Optional.ofNullable(experiments.get(experimentId));
  }

  @Override
  public void close() {
    // what is held stays readable until the object is forgotten
  }

  private static String newAssessmentId() {
    return "a-" + UUID.randomUUID().toString().replace("-", "");
  }
}
