package dev.spanloom.bench.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The right answers: the facts of all traces of a workload, held in memory and looked through.
 * Immutable and thread-safe.
 */
final class Truth {
  static final int PAGE = 100;

  private final Workload workload;
  private final TraceSpec[] traces;
  private final TraceSpec[] newestFirst;

  Truth(Workload workload) {
    this.workload = workload;
    traces = new TraceSpec[workload.traces()];
    for (int number = 0; number < traces.length; number++) {
      traces[number] = workload.trace(number);
    }
    newestFirst = traces.clone();
    Arrays.sort(
        newestFirst,
        Comparator.comparingLong(TraceSpec::timeMillis)
            .reversed()
            .thenComparing(TraceSpec::traceId));
  }

  Workload workload() {
    return workload;
  }

  /**
   * What a question has to be answered with.
   *
   * @param count how many traces there are on all pages
   * @param page the ids of the first page of {@link #PAGE}
   */
  record Answer(int count, List<String> page) {}

  TraceSpec trace(int number) {
    return traces[number];
  }

  /** The traces of an experiment of which a condition is true, the newest first. */
  List<TraceSpec> find(int experiment, Predicate<TraceSpec> condition) {
    List<TraceSpec> found = new ArrayList<>();
    for (TraceSpec trace : newestFirst) {
      if (trace.experiment() == experiment && condition.test(trace)) {
        found.add(trace);
      }
    }
    return found;
  }

  Answer answer(int experiment, Predicate<TraceSpec> condition) {
    List<TraceSpec> found = find(experiment, condition);
    return new Answer(found.size(), found.stream().limit(PAGE).map(TraceSpec::traceId).toList());
  }
}
