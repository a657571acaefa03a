package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A write-ahead log that a crash of the machine left torn: the file is opened as if nothing were,
 * with all transactions before the tear, and with no part of the others.
 */
@Timeout(240)
class TornLogTest {
  private static final int TRACES = 12;
  private static final int SPANS = 3;
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;

  /** The files of a store while it is open, after all was acknowledged. */
  private static byte[] database = {};

  private static byte[] log = {};
  private static byte[] shared = {};

  /** Where the transaction of each trace ends in the log. */
  private static final List<Integer> ENDS = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("traces.db");
    List<Integer> starts = new ArrayList<>();
    try (TraceStore store = SqliteTraceStore.open(file)) {
      for (int i = 0; i < TRACES; i++) {
        store.writer().write(Batches.of(i, SPANS));
        assertThat(store.health().awaitIndexed(Duration.ofMinutes(1))).isTrue();
        awaitTidy(file); // nobody writes until the next one
        starts.add((int) Files.size(beside(file, "-wal")));
      }
      database = Files.readAllBytes(file);
      log = Files.readAllBytes(beside(file, "-wal"));
      shared = Files.readAllBytes(beside(file, "-shm"));
    }
    List<Integer> commits = commits();
    ENDS.add(first(commits, HEADER_BYTES)); // not before it, which is all that is asked of it
    for (int i = 1; i < TRACES; i++) {
      ENDS.add(first(commits, starts.get(i - 1)));
    }
  }

  /** Segments of the text index are merged behind the indexing. */
  private static void awaitTidy(Path file) {
    try (SqliteEngine other = new SqliteEngine(file)) {
      while (other.read(sql -> other.dialect().hasUntidyWords(sql))) {
        Thread.onSpinWait();
      }
    }
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static int frameBytes() {
    return FRAME_HEADER_BYTES + ByteBuffer.wrap(log).getInt(8);
  }

  /** Where each transaction ends: its last frame says how large the database is. */
  private static List<Integer> commits() {
    List<Integer> commits = new ArrayList<>();
    for (int at = HEADER_BYTES; at + frameBytes() <= log.length; at += frameBytes()) {
      if (ByteBuffer.wrap(log).getInt(at + 4) != 0) {
        commits.add(at + frameBytes());
      }
    }
    return commits;
  }

  private static int first(List<Integer> commits, int after) {
    return commits.stream().filter(end -> end > after).findFirst().orElseThrow();
  }

  /** Places in the frames of the last transactions of traces, and at their borders. */
  static Stream<Integer> tears() {
    List<Integer> tears = new ArrayList<>();
    for (int end : ENDS.subList(TRACES - 3, TRACES)) {
      int frame = end - frameBytes();
      tears.addAll(
          List.of(
              frame - frameBytes() / 2,
              frame,
              frame + 3,
              frame + FRAME_HEADER_BYTES,
              frame + frameBytes() / 2,
              end - 1,
              end));
    }
    return tears.stream();
  }

  @Test
  void theLogHoldsWhatWasAcknowledged() throws IOException {
    assertThat(ENDS).hasSize(TRACES).isSorted().doesNotHaveDuplicates();
    assertHolds(leave(log), TRACES);
  }

  @ParameterizedTest
  @MethodSource("tears")
  void aLogThatWasCutHoldsTheTransactionsBeforeTheCut(int tear) throws IOException {
    assertHolds(leave(Arrays.copyOf(log, tear)), endedBy(tear));
  }

  @ParameterizedTest
  @MethodSource("tears")
  void aLogWithOtherBytesHoldsTheTransactionsBeforeThem(int tear) throws IOException {
    byte[] torn = log.clone();
    int changed = Math.min(tear, torn.length - 1);
    torn[changed] ^= 0x10;
    assertHolds(leave(torn), endedBy(changed));
  }

  /** As of a file system that had made the log longer, and not yet written what stands in it. */
  @ParameterizedTest
  @MethodSource("tears")
  void aLogThatEndsInNoiseHoldsTheTransactionsBeforeIt(int tear) throws IOException {
    byte[] noise = new byte[log.length - tear];
    new Random(tear).nextBytes(noise);
    byte[] torn = log.clone();
    System.arraycopy(noise, 0, torn, tear, noise.length);
    assertHolds(leave(torn), endedBy(tear));
  }

  private static int endedBy(int tear) {
    return (int) ENDS.stream().filter(end -> end <= tear).count();
  }

  /** What a crash leaves, with the shared memory that no longer fits. */
  private Path leave(byte[] torn) throws IOException {
    Path file = folder.resolve("traces.db");
    Files.write(file, database);
    Files.write(beside(file, "-wal"), torn);
    Files.write(beside(file, "-shm"), shared);
    return file;
  }

  /** The first traces, whole, and nothing of the others; all others can be written again. */
  private static void assertHolds(Path file, int traces) {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      for (int i = 0; i < TRACES; i++) {
        var trace = store.reader().trace(Batches.traceId(i));
        assertThat(trace.isPresent()).as("trace %d of %d", i, traces).isEqualTo(i < traces);
        trace.ifPresent(whole -> assertThat(whole.data().spans()).hasSize(SPANS));
      }
      assertThat(store.health().stats().traces()).isEqualTo(traces);
      assertThat(store.health().stats().spans()).isEqualTo((long) traces * SPANS);
      assertThat(store.health().check()).isEmpty();
      for (int i = traces; i < TRACES; i++) {
        store.writer().write(Batches.of(i, SPANS));
      }
    }
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().stats().traces()).isEqualTo(TRACES);
      assertThat(store.health().check()).isEmpty();
    }
  }
}
