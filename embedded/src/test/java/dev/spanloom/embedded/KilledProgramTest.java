package dev.spanloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs killed with {@code kill -9} at random moments: every span whose {@code close()} has
 * returned is in the store after the next start, once. The number of kills is the system property
 * {@code spanloom.test.kills}.
 */
@Timeout(120)
class KilledProgramTest {
  private static final String SPOOLS = "spanloom.spool.dir";

  @TempDir Path folder;

  static Stream<Long> kills() {
    return new Random().longs(Integer.getInteger("spanloom.test.kills", 8)).boxed();
  }

  private Path store() {
    return folder.resolve("traces.db");
  }

  private Path spools() {
    return folder.resolve("spools");
  }

  @BeforeEach
  void useTheSpoolsOfTheProgram() {
    System.setProperty(SPOOLS, spools().toString());
    Mlflow.reset();
  }

  @AfterEach
  void forgetThem() {
    Mlflow.reset();
    System.clearProperty(SPOOLS);
  }

  /** What a program said before it was killed: trace id by span id. */
  private record Said(Map<String, String> closed, Map<String, String> open) {}

  private static Said killAfter(Process process, int lines) throws Exception {
    Said said = new Said(new LinkedHashMap<>(), new LinkedHashMap<>());
    try (BufferedReader out = process.inputReader()) {
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ");
        if (words.length == 3 && words[2].length() == 16) { // the last line may be cut off
          (words[0].equals("open") ? said.open : said.closed).put(words[2], words[1]);
        }
        if (++seen == lines) {
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      // the pipe breaks with the process
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 9);
    return said;
  }

  /**
   * The next start of a program: it traces once, and goes on until it has shipped what was left.
   */
  private void startAgain() throws IOException {
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + store());
    Mlflow.startSpan("again").close();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (spoolCount() > 1) {
      assertThat(System.nanoTime()).as("spools are shipped").isLessThan(limit);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    assertThat(Mlflow.flush()).isTrue();
    Mlflow.reset();
    assertThat(spoolCount()).isZero();
  }

  private long spoolCount() throws IOException {
    try (Stream<Path> found = Files.list(spools())) {
      return found.count();
    }
  }

  private void assertStored(Said said) {
    Set<String> traceIds = new LinkedHashSet<>(said.closed.values());
    traceIds.addAll(said.open.values());
    Map<String, Span> spans = new LinkedHashMap<>();
    List<String> twice = new ArrayList<>();
    try (TraceStore open = SqliteTraceStore.open(store())) {
      for (Trace trace : open.reader().traces(List.copyOf(traceIds))) {
        for (Span span : trace.data().spans()) {
          if (spans.put(span.spanId(), span) != null) {
            twice.add(span.spanId());
          }
        }
      }
    }
    assertThat(twice).isEmpty();
    assertThat(spans.keySet()).containsAll(said.closed.keySet()).containsAll(said.open.keySet());
    assertThat(said.closed.keySet())
        .allSatisfy(
            id -> assertThat(spans.get(id).status().statusCode()).isEqualTo(SpanStatusCode.OK));
    assertThat(said.open.keySet())
        .allSatisfy(
            id -> {
              assertThat(spans.get(id).status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
              assertThat(spans.get(id).events())
                  .extracting(e -> e.name())
                  .contains("spanloom.process_died");
            });
  }

  @ParameterizedTest
  @MethodSource("kills")
  void everySpanThatWasClosedIsInTheStoreAfterTheNextStart(long seed) throws Exception {
    Random random = new Random(seed);
    long interval = random.nextBoolean() ? 20 : 60_000; // or nothing was shipped at all
    Process process = TracedProgram.start(store(), spools(), interval);
    Said said = killAfter(process, 2 + random.nextInt(3000));
    startAgain();
    assertStored(said);
  }

  @Test
  void severalProgramsAreKilledInOneFolder() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(TracedProgram.start(store(), spools(), 30));
    }
    List<Said> said = new ArrayList<>();
    for (Process process : processes) {
      said.add(killAfter(process, 400));
    }
    startAgain();
    said.forEach(this::assertStored);
  }

  @Test
  void aSpoolOfAnotherStoreIsLeftToThat() throws Exception {
    Process process = TracedProgram.start(folder.resolve("another.db"), spools(), 60_000);
    killAfter(process, 50);
    Mlflow.setTrackingUri("sqlite:" + store());
    Mlflow.startSpan("mine").close();
    assertThat(Mlflow.flush()).isTrue();
    Mlflow.reset();
    assertThat(spoolCount()).isEqualTo(1);
    try (TraceStore open = SqliteTraceStore.open(store())) {
      assertThat(open.health().stats().traces()).isEqualTo(1);
    }
  }
}
