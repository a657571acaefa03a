package dev.spanloom.cli.upkeep;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.Experiment;
import dev.spanloom.query.Filter;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.List;

/**
 * What a policy would do, as far as counting tells.
 *
 * @param traces at most so many go by age and number
 * @param exact whether it is just as many
 * @param bytesBeyond payload beyond the limit of bytes; 0 when it is not exceeded
 */
record GcPreview(long traces, boolean exact, long bytesBeyond) {
  static GcPreview of(RetentionPolicy policy, TraceStore store, StoreHealth.Stats stats) {
    long traces = 0;
    Long olderThan = policy.olderThanUnixMillis();
    if (olderThan != null) {
      traces =
          count(
              policy,
              store,
              List.of(
                  new Filter.Compare(
                      TraceField.TIMESTAMP_MS, Operator.LESS, Literal.Number.of(olderThan))));
    }
    Long maxTraces = policy.maxTraces();
    if (maxTraces != null) {
      // Both limits take the oldest: what the one takes is part of what the other takes.
      traces = Math.max(traces, count(policy, store, List.of()) - maxTraces);
    }
    Long maxBytes = policy.maxBytes();
    long beyond = maxBytes == null ? 0 : Math.max(0, stats.payloadBytes() - maxBytes);
    return new GcPreview(traces, !policy.keepAssessed(), beyond);
  }

  private static long count(RetentionPolicy policy, TraceStore store, List<Filter> conditions) {
    List<String> ids =
        policy.experimentIds().isEmpty()
            ? store.experiments().list().stream().map(Experiment::experimentId).toList()
            : policy.experimentIds();
    TraceQuery.Builder query = TraceQuery.builder(ids.toArray(String[]::new)).filter(policy.only());
    conditions.forEach(query::filter);
    return store.search().count(query.build());
  }

  boolean deletesNothing() {
    return traces == 0 && bytesBeyond == 0;
  }

  private String inWords() {
    String byNumber = (exact ? "" : "up to ") + Texts.count(traces, "trace");
    if (bytesBeyond == 0) {
      return byNumber;
    }
    return (traces == 0 ? "" : byNumber + " or more: ")
        + "the oldest traces, until up to "
        + Texts.bytes(bytesBeyond)
        + " of payload are gone";
  }

  String question(TraceStore store) {
    return "Delete " + inWords() + " from " + store.description() + "?";
  }

  void print(Console console) {
    console.out().println("Would delete: " + inWords() + ".");
  }
}
