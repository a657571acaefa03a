package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceQuery;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Traces are removed with all that belongs to them, and no others. */
public abstract class DeletionContract extends StoreContract {
  private static final String ZERO = Experiment.DEFAULT_ID;

  private void writeFive() {
    IntStream.rangeClosed(1, 5)
        .forEach(i -> write(said(traceId(i)).requestTimeUnixMillis(START_MILLIS + i).build()));
  }

  private int deleteByIds(String experimentId, String... traceIds) {
    return store.deletion().deleteByIds(experimentId, List.of(traceIds));
  }

  private int deleteUntil(String experimentId, long time, @Nullable Integer maxTraces) {
    return store.deletion().deleteUntil(experimentId, time, maxTraces);
  }

  private List<String> left() {
    return store.search().search(TraceQuery.builder("0").oldestFirst(true).build()).infos().stream()
        .map(TraceInfo::traceId)
        .toList();
  }

  @Test
  void exactlyTheTracesOfTheIdsAreRemoved() {
    writeFive();
    assertThat(deleteByIds(ZERO, traceId(2), traceId(4), traceId(99))).isEqualTo(2);
    assertThat(left()).containsExactly(traceId(1), traceId(3), traceId(5));
  }

  @Test
  void tracesUpToATimeAreRemovedOnce() {
    writeFive();
    assertThat(deleteUntil(ZERO, START_MILLIS + 3, null)).isEqualTo(3);
    assertThat(deleteUntil(ZERO, START_MILLIS + 3, null)).isZero();
    assertThat(left()).containsExactly(traceId(4), traceId(5));
  }

  @Test
  void theOldestGoFirst() {
    writeFive();
    assertThat(deleteUntil(ZERO, Long.MAX_VALUE, 4)).isEqualTo(4);
    assertThat(left()).containsExactly(traceId(5));
  }

  @Test
  void otherExperimentsAreLeftAlone() {
    writeFive();
    String other = store.experiments().create("other").experimentId();
    assertThat(deleteUntil(other, Long.MAX_VALUE, null)).isZero();
    assertThat(deleteByIds(other, traceId(1))).isZero();
    assertThat(deleteByIds("none", traceId(1))).isZero();
    assertThat(left()).hasSize(5);
  }

  @Test
  void nothingOfADeletedTraceComesBack() {
    write(
        said(TRACE)
            .tag("env", "prod")
            .metadata("m", "v")
            .assessments(List.of(Feedback.builder("ok").value(true).build()))
            .build());
    write(root(TRACE), child(TRACE, 1));
    deleteByIds(ZERO, TRACE);
    assertThat(store.reader().trace(TRACE)).isEmpty();
    write(root(TRACE));
    assertThat(readTrace(TRACE).data().spans()).containsExactly(root(TRACE));
    assertThat(readInfo(TRACE).tags()).doesNotContainKey("env");
    assertThat(readInfo(TRACE).traceMetadata()).doesNotContainKey("m");
    assertThat(readInfo(TRACE).assessments()).isEmpty();
  }

  @Test
  void manyTracesAreRemoved() {
    IntStream.rangeClosed(1, 1200).forEach(i -> write(root(traceId(i))));
    assertThat(deleteUntil(ZERO, Long.MAX_VALUE, null)).isEqualTo(1200);
    assertThat(left()).isEmpty();
  }

  @Test
  void theMostToDeleteIsAPositiveNumber() {
    writeFive();
    for (int wrong : new int[] {0, -1}) {
      assertError(
          ErrorCode.INVALID_PARAMETER_VALUE, () -> deleteUntil(ZERO, Long.MAX_VALUE, wrong));
    }
    assertThat(left()).hasSize(5);
  }

  @Test
  void anExperimentIdThatIsNoNumberSelectsNothing() {
    writeFive();
    for (String id : List.of("abc", "", "00", "0x", " 0")) {
      assertThat(deleteUntil(id, Long.MAX_VALUE, null)).as(id).isZero();
      assertThat(deleteByIds(id, traceId(1))).as(id).isZero();
    }
    assertThat(left()).hasSize(5);
  }
}
