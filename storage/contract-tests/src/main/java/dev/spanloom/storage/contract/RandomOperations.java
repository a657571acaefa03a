package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.spanId;
import static dev.spanloom.storage.contract.RandomWorld.anyKey;
import static dev.spanloom.storage.contract.RandomWorld.anyTrace;
import static dev.spanloom.storage.contract.RandomWorld.assessment;
import static dev.spanloom.storage.contract.RandomWorld.assessmentId;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.Filter;
import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import dev.spanloom.storage.TraceArchive.ArchiveReport;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Operations drawn from the small world. What an operation answers is text that two stores can be
 * compared by.
 */
final class RandomOperations {
  private final TraceStore store;
  private final Path archives;
  private final RandomQuestions questions;

  /**
   * Operations on a store.
   *
   * @param archives where it may archive to
   */
  RandomOperations(TraceStore store, Path archives) {
    this.store = store;
    this.archives = archives;
    this.questions = new RandomQuestions(store);
  }

  RandomQuestions questions() {
    return questions;
  }

  /** Removes what earlier rounds left. */
  void clear() {
    store.deletion().deleteUntil(Experiment.DEFAULT_ID, Long.MAX_VALUE, null);
  }

  /** One operation and its answer; an error is an answer too. */
  String run(Random random) {
    String name = anyTrace(random);
    try {
      return switch (random.nextInt(24)) {
        case 0, 1, 2, 3, 4, 5, 6 -> "write " + store.writer().write(RandomWorld.batch(random));
        case 7 -> setTag(name, random);
        case 8 -> deleteTag(name, random);
        case 9 ->
            "create "
                + plain(
                    store
                        .assessments()
                        .create(assessment(random).toBuilder().traceId(name).build()));
        case 10 -> "update " + plain(update(name, random));
        case 11 -> deleteAssessment(name, random);
        case 12 -> delete(random);
        case 13 -> retain(random);
        case 14 -> "archive " + archive(random);
        case 15 ->
            "restore "
                + counts(store.archive().restore(RandomQuestions.query(random), Progress.NONE));
        case 16 -> "sessions " + questions.sessions(random);
        case 17 -> "users " + questions.usersAndHistogram(random);
        case 18 -> "observed " + questions.observed(random);
        case 19 -> "metrics " + questions.metrics(random);
        default -> "search " + questions.search(random);
      };
    } catch (MlflowException e) {
      return "error " + e.errorCode() + " " + e.getMessage();
    }
  }

  private String archive(Random random) {
    return counts(store.archive().archive(RandomQuestions.query(random), archives, Progress.NONE));
  }

  private static String counts(ArchiveReport report) {
    return report.traces() + " traces, " + report.files().size() + " files";
  }

  private String retain(Random random) {
    RetentionPolicy policy =
        new RetentionPolicy(
            List.of(),
            random.nextBoolean() ? START_MILLIS + random.nextInt(4) : null,
            4L + random.nextInt(3),
            null,
            random.nextBoolean() ? Filter.ALL : RandomFilters.filter(random),
            random.nextBoolean());
    RetentionReport report = store.deletion().retain(policy, Progress.NONE);
    return "retain "
        + report.traces()
        + " traces, "
        + report.spans()
        + " spans, kept "
        + report.keptAssessed()
        + " by "
        + policy;
  }

  private String setTag(String trace, Random random) {
    String key = anyKey(random);
    store.tags().set(trace, key, RandomWorld.any(RandomWorld.VALUES, random));
    return "set " + trace + " " + key;
  }

  private String deleteTag(String trace, Random random) {
    String key = anyKey(random);
    store.tags().delete(trace, key);
    return "unset " + trace + " " + key;
  }

  private Assessment update(String trace, Random random) {
    return store
        .assessments()
        .update(
            assessment(random).toBuilder()
                .traceId(trace)
                .metadata("m" + random.nextInt(3), "v")
                .build());
  }

  private String deleteAssessment(String trace, Random random) {
    String id = assessmentId(random);
    store.assessments().delete(trace, id);
    return "delete " + trace + " " + id;
  }

  private String delete(Random random) {
    int deleted =
        switch (random.nextInt(3)) {
          case 0 -> store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(anyTrace(random)));
          case 1 -> store.deletion().deleteUntil(Experiment.DEFAULT_ID, START_MILLIS + 2, 1);
          default -> store.deletion().deleteMatching(few(random), Progress.NONE);
        };
    return "delete " + deleted;
  }

  /** Filters that find many are left out, lest nothing stay. */
  private TraceQuery few(Random random) {
    TraceQuery query = RandomQuestions.query(random);
    return store.search().count(query) <= 2
        ? query
        : new TraceQuery(query.experimentIds(), new Filter.Or(List.of()), List.of(), 1, null);
  }

  /** Everything that is stored, without times that clocks made. */
  List<Object> contents() {
    List<String> ids = IntStream.range(0, RandomWorld.TRACES).mapToObj(Examples::traceId).toList();
    List<Object> contents = new ArrayList<>();
    for (Trace trace : store.reader().traces(ids)) {
      String id = trace.info().traceId();
      contents.add(withoutClock(trace.info()));
      contents.add(trace.data());
      contents.add(store.reader().skeleton(id, 0, 100));
      contents.add(store.reader().spans(id, 1, 2));
      contents.add(store.reader().span(id, spanId(1)));
    }
    store.reader().infos(ids).forEach(info -> contents.add(withoutClock(info)));
    contents.add(store.health().stats().traces() + " traces");
    contents.add(store.health().stats().spans() + " spans");
    contents.add(store.health().check());
    return contents;
  }

  private static TraceInfo withoutClock(TraceInfo info) {
    return info.toBuilder()
        .assessments(info.assessments().stream().map(RandomOperations::plain).toList())
        .build();
  }

  private static Assessment plain(Assessment assessment) {
    Assessment.Builder<?> builder = assessment.toBuilder();
    builder.lastUpdateTimeUnixMillis(0);
    return builder.build();
  }
}
