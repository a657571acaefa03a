package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.StoreHealth.Stats;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A store knows how large it is, whether it is sound, and how far its index trails. */
public abstract class HealthContract extends StoreContract {
  private static final int NOISE_BYTES = 20_000;

  private void writeHundred() {
    write(
        IntStream.range(0, 100)
            .mapToObj(i -> rootOf(i).outputs("x".repeat(500) + i).build())
            .toArray(Span[]::new));
  }

  @Test
  void anEmptyStoreIsSound() {
    Stats stats = store.health().stats();
    assertThat(stats.engine()).isNotBlank();
    assertThat(stats.schemaVersion()).isPositive();
    assertThat(stats.traces()).isZero();
    assertThat(stats.spans()).isZero();
    assertThat(stats.payloadBytes()).isZero();
    assertThat(stats.unindexedChunks()).isZero();
    assertThat(stats.indexLagMillis()).isZero();
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void tracesAndSpansAreCountedOnce() {
    write(saidOf(1).build());
    write(rootOf(1).build(), childOf(1, 1).build());
    write(rootOf(1).build());
    write(rootOf(2).build());
    Stats stats = store.health().stats();
    assertThat(stats.traces()).isEqualTo(2);
    assertThat(stats.spans()).isEqualTo(3);
    assertThat(stats.payloadBytes()).isPositive();
    assertThat(stats.totalBytes()).isPositive();
  }

  @Test
  void deletedTracesAreCountedNoMore() {
    writeHundred();
    long before = store.health().stats().payloadBytes();
    store
        .deletion()
        .deleteMatching(
            TraceQuery.builder("0").filter(FilterParser.parse("name = 'span 0'")).build(),
            Progress.NONE);
    Stats stats = store.health().stats();
    assertThat(before).isPositive();
    assertThat(stats.traces()).isZero();
    assertThat(stats.spans()).isZero();
    assertThat(stats.payloadBytes()).isZero();
  }

  @Test
  void theIndexCatchesUp() {
    writeHundred();
    assertThat(store.health().awaitIndexed(Duration.ofMinutes(1))).isTrue();
    assertThat(store.health().stats().unindexedChunks()).isZero();
    assertThat(store.health().stats().indexLagMillis()).isZero();
    assertThat(found("trace.text LIKE '%x99%'")).containsExactly(99);
  }

  @Test
  void compactingLosesNothing() {
    writeHundred();
    store.deletion().deleteUntil("0", Examples.START_MILLIS + 49, null);
    List<Trace> before =
        store.reader().traces(IntStream.range(0, 100).mapToObj(Examples::traceId).toList());
    assertThat(before).hasSize(50);
    store.health().compact(Progress.NONE);
    assertThat(store.reader().traces(IntStream.range(0, 100).mapToObj(Examples::traceId).toList()))
        .isEqualTo(before);
    assertThat(found("trace.text LIKE '%x5_%'")).hasSize(10);
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void compactingGivesTheSpaceOfDeletedTracesBack() {
    Random random = new Random(7);
    write(
        IntStream.range(0, 100)
            .mapToObj(i -> rootOf(i).outputs(noise(random)).build())
            .toArray(Span[]::new));
    assertThat(store.health().awaitIndexed(Duration.ofMinutes(1))).isTrue();
    long full = store.health().stats().totalBytes();
    store.deletion().deleteUntil("0", Examples.START_MILLIS + 99, null);
    store.health().compact(Progress.NONE);
    assertThat(store.health().stats().totalBytes()).isLessThan(full - 50L * NOISE_BYTES);
  }

  /** What no engine can compress to less. */
  private static String noise(Random random) {
    byte[] bytes = new byte[NOISE_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void aStoreIsSoundAfterAllKindsOfWork() {
    writeHundred();
    write(rootOf(3).name("replaced").build());
    store.tags().set(Examples.traceId(4), "t", "v");
    store.deletion().deleteByIds("0", List.of(Examples.traceId(5), Examples.traceId(6)));
    assertThat(store.health().awaitIndexed(Duration.ofMinutes(1))).isTrue();
    assertThat(store.health().check()).isEmpty();
    assertThat(store.health().stats().spans()).isEqualTo(98);
  }
}
