package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Old traces go by age, number, size and filter; what is kept is whole. */
public abstract class RetentionContract extends StoreContract {
  private RetentionReport retain(
      @Nullable Long olderThan,
      @Nullable Long maxTraces,
      @Nullable Long maxBytes,
      String only,
      boolean keepAssessed) {
    return store
        .deletion()
        .retain(
            new RetentionPolicy(
                List.of(), olderThan, maxTraces, maxBytes, FilterParser.parse(only), keepAssessed),
            Progress.NONE);
  }

  /** Each with payload that hardly compresses, so that sizes are near one another. */
  private void writeSpans(int from, int to) {
    for (int i = from; i <= to; i++) {
      StringBuilder text = new StringBuilder();
      Random random = new Random(i);
      random.ints(4000, 33, 127).forEach(c -> text.append((char) c));
      write(rootOf(i).outputs(text.toString()).build(), childOf(i, 1).build());
    }
  }

  private long payloadBytes() {
    return store.health().stats().payloadBytes();
  }

  private void assess(int trace) {
    store.assessments().create(Feedback.builder("f").value(1).traceId(traceId(trace)).build());
  }

  @Test
  void tracesThatStartedBeforeGo() {
    writeSpans(1, 5);
    RetentionReport report = retain(START_MILLIS + 3, null, null, "", false);
    assertThat(found("")).containsExactly(5, 4, 3);
    assertThat(report.traces()).isEqualTo(2);
    assertThat(report.spans()).isEqualTo(4);
    assertThat(report.keptAssessed()).isZero();
    assertThat(retain(START_MILLIS + 3, null, null, "", false).traces()).isZero();
  }

  @Test
  void allButSoManyOfTheNewestGo() {
    writeSpans(1, 5);
    assertThat(retain(null, 2L, null, "", false).traces()).isEqualTo(3);
    assertThat(found("")).containsExactly(5, 4);
    assertThat(retain(null, 2L, null, "", false).traces()).isZero();
    assertThat(retain(null, 0L, null, "", false).traces()).isEqualTo(2);
  }

  @Test
  void ofTracesOfTheSameTimeThoseFurtherBackInTheOrderGo() {
    for (int i = 1; i <= 4; i++) {
      write(saidOf(i).requestTimeUnixMillis(START_MILLIS).build());
    }
    retain(null, 2L, null, "", false);
    assertThat(found("")).containsExactly(1, 2);
  }

  @Test
  void theOldestGoUntilTheRestIsSmallEnough() {
    writeSpans(1, 8);
    long before = payloadBytes();
    long limit = before / 2;
    RetentionReport report = retain(null, null, limit, "", false);
    List<Integer> left = found("");
    assertThat(payloadBytes()).isLessThanOrEqualTo(limit).isGreaterThan(limit - before / 6);
    assertThat(report.payloadBytes()).isEqualTo(before - payloadBytes());
    assertThat(left)
        .isEqualTo(IntStream.rangeClosed(0, left.size() - 1).mapToObj(i -> 8 - i).toList())
        .hasSizeBetween(3, 4);
    assertThat(retain(null, null, limit, "", false).traces()).isZero();
    assertThat(retain(null, null, 0L, "", false).traces()).isEqualTo(left.size());
  }

  @Test
  void anyLimitIsEnough() {
    writeSpans(1, 6);
    retain(START_MILLIS + 2, 3L, Long.MAX_VALUE, "", false);
    assertThat(found("")).containsExactly(6, 5, 4);
    retain(START_MILLIS + 6, 3L, null, "", false);
    assertThat(found("")).containsExactly(6);
  }

  @Test
  void limitsConcernOnlyWhatTheFilterMeansAndCountItAlone() {
    writeSpans(1, 6);
    for (int i : new int[] {1, 3, 5}) {
      store.tags().set(traceId(i), "env", "test");
    }
    assertThat(retain(null, 1L, null, "tag.env = 'test'", false).traces()).isEqualTo(2);
    assertThat(found("")).containsExactly(6, 5, 4, 2);
    assertThat(retain(START_MILLIS + 5, null, null, "NOT tag.env = 'test'", false).traces())
        .isEqualTo(2);
    assertThat(found("")).containsExactly(6, 5);
  }

  @Test
  void assessedTracesStayAndCountAllTheSame() {
    writeSpans(1, 6);
    assess(1);
    assess(5);
    RetentionReport report = retain(null, 2L, null, "", true);
    assertThat(found("")).containsExactly(6, 5, 1);
    assertThat(report.traces()).isEqualTo(3);
    assertThat(report.keptAssessed()).isEqualTo(1);
    RetentionReport second = retain(START_MILLIS + 9, null, null, "", true);
    assertThat(found("")).containsExactly(5, 1);
    assertThat(second.traces()).isEqualTo(1);
    assertThat(second.spans()).isEqualTo(2);
    assertThat(second.keptAssessed()).isEqualTo(2);
    assertThat(retain(START_MILLIS + 9, null, null, "", false).traces()).isEqualTo(2);
  }

  @Test
  void assessedTracesBeyondTheBytesStayBesideTheNewest() {
    writeSpans(1, 6);
    assess(1);
    assess(6);
    RetentionReport report = retain(null, null, payloadBytes() / 2, "", true);
    assertThat(found("")).startsWith(6, 5).endsWith(1).doesNotContain(2, 3);
    assertThat(report.keptAssessed()).isEqualTo(1);
  }

  @Test
  void onlyTheExperimentsOfThePolicyAreTouched() {
    String other = store.experiments().create("other").experimentId();
    writeSpans(1, 2);
    write(saidOf(3).experimentId(other).build());
    write(saidOf(4).experimentId(other).build());
    RetentionPolicy policy = new RetentionPolicy(List.of(other), null, 1L, null, Filter.ALL, false);
    assertThat(store.deletion().retain(policy, Progress.NONE).traces()).isEqualTo(1);
    assertThat(found("", List.of(), "0", other)).containsExactly(4, 2, 1);
    assertThat(retain(null, 1L, null, "", false).traces()).isEqualTo(2);
    assertThat(found("", List.of(), "0", other)).containsExactly(4);
  }

  @Test
  void whatIsDeletedIsGoneFromEverywhereAndMayComeBack() {
    writeSpans(1, 3);
    store.tags().set(traceId(1), "env", "prod");
    retain(null, 1L, null, "", false);
    assertThat(store.reader().trace(traceId(1))).isEmpty();
    assertThat(found("tag.env = 'prod'")).isEmpty();
    assertThat(store.health().stats().traces()).isEqualTo(1);
    assertThat(store.health().stats().spans()).isEqualTo(2);
    Span again = rootOf(1).outputs("again").build();
    write(again);
    assertThat(readTrace(traceId(1)).data().spans()).containsExactly(again);
    assertThat(found("EXISTS tag.env")).isEmpty();
  }

  @Test
  void limitsMustBeThereAndNotNegative() {
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> retain(null, null, null, "", false));
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> retain(null, -1L, null, "", false));
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> retain(null, null, -1L, "", false));
  }

  @Test
  void whatAQueryFindsIsDeletedWhateverItsPage() {
    writeSpans(1, 6);
    store.tags().set(traceId(2), "env", "test");
    store.tags().set(traceId(5), "env", "test");
    TraceQuery query =
        TraceQuery.builder("0")
            .filter(FilterParser.parse("tag.env = 'test' OR timestamp_ms = " + (START_MILLIS + 6)))
            .maxResults(1)
            .build();
    List<Long> told = new ArrayList<>();
    int deleted = store.deletion().deleteMatching(query, (done, total) -> told.add(done));
    assertThat(deleted).isEqualTo(3);
    assertThat(told).isNotEmpty().isSorted().last().isEqualTo(3L);
    assertThat(found("")).containsExactly(4, 3, 1);
    assertThat(store.deletion().deleteMatching(query, Progress.NONE)).isZero();
    assertThat(found("trace.text LIKE '%answer%'")).containsExactly(4, 3, 1);
  }

  @Test
  void writersGoOnWhileManyTracesAreDeleted() throws Exception {
    for (int batch = 0; batch < 20; batch++) {
      int first = 1 + batch * 100;
      write(
          IntStream.range(first, first + 100)
              .mapToObj(i -> rootOf(i).build())
              .toArray(Span[]::new));
    }
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 50; i++) {
                write(rootOf(10_000 + i).build());
                written.incrementAndGet();
              }
            },
            "writer beside retention");
    writer.start();
    RetentionReport report = retain(START_MILLIS + 1501, null, null, "", false);
    writer.join(120_000);
    assertThat(written).hasValue(50);
    assertThat(report.traces()).isEqualTo(1500);
    assertThat(found("")).hasSize(550);
  }
}
