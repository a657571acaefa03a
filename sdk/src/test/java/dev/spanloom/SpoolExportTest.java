package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export through the spool, to destinations that fail in all ways. */
class SpoolExportTest extends TracingTest {
  private static final Consumer<TraceBatch> DOWN =
      batch -> {
        throw new IllegalStateException("down");
      };

  @TempDir Path folder;
  private final FakeDestination fake = new FakeDestination();
  private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
  private String uri = "";

  @Override
  void useTheMemory() {
    uri = uri.isEmpty() ? FakeDestinationProvider.register(fake) : uri;
    Mlflow.setTrackingUri(uri);
  }

  @BeforeEach
  void useASpool() {
    setting("spanloom.spool.dir", folder);
  }

  private static void makeTraces(int count) {
    for (int i = 0; i < count; i++) {
      try (LiveSpan span = Mlflow.startSpan("s" + i)) {
        span.setInputs(Map.of("question", i));
      }
    }
  }

  private void noteArrivals() {
    fake.beforeWrite = batch -> batch.spans().forEach(span -> arrived.add(span.decode().name()));
  }

  private List<Path> spools() {
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder as this process would leave it if it were killed now. */
  private Path afterAKill() throws IOException {
    assertThat(spools()).hasSize(1);
    Path spool = spools().get(0);
    Map<String, ByteBuffer> seen = contentOf(spool);
    Map<String, ByteBuffer> files = contentOf(spool);
    while (!files.equals(seen)) { // a kill stops all threads at once
      seen = files;
      files = contentOf(spool);
    }
    Path copy = Files.createDirectory(folder.resolve("killed"));
    for (Map.Entry<String, ByteBuffer> file : files.entrySet()) {
      Files.write(copy.resolve(file.getKey()), file.getValue().array());
    }
    return copy;
  }

  private static Map<String, ByteBuffer> contentOf(Path spool) throws IOException {
    Map<String, ByteBuffer> content = new TreeMap<>();
    try (Stream<Path> files = Files.list(spool)) {
      for (Path file : files.toList()) {
        try {
          content.put(file.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
          // a segment that was prepared in vain has just gone
        }
      }
    }
    return content;
  }

  /** This process forgets all it did, as if it had never been but for the folder. */
  private void forgetAllBut(Path killed) throws IOException {
    Mlflow.reset();
    for (Path other : spools()) {
      if (!other.equals(killed)) {
        try (Stream<Path> files = Files.walk(other)) {
          for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
    fake.memory.clear();
    useTheMemory();
  }

  @Test
  void aRunWhoseDestinationIsDownIsShippedByTheNextOne() {
    fake.beforeWrite = DOWN;
    makeTraces(300);
    Mlflow.reset();
    assertThat(spools()).hasSize(1);
    noteArrivals();
    useTheMemory();
    makeTraces(1);
    await("all", () -> fake.memory.traces().size() == 301);
    await("the old spool is gone", () -> spools().size() == 1);
    assertThat(arrived).hasSize(301);
    assertThat(fake.memory.traces())
        .allSatisfy(
            trace -> {
              assertThat(trace.data().spans()).hasSize(1);
              assertThat(trace.info().state()).isEqualTo(TraceState.OK);
              assertThat(trace.info().requestPreview()).startsWith("{\"question\"");
            });
    Mlflow.reset();
    assertThat(spools()).isEmpty();
  }

  @Test
  void aDestinationThatComesBackGetsEverythingOnce() {
    fake.beforeWrite = DOWN;
    makeTraces(200);
    await("failures", () -> Mlflow.exportStats().writesFailed() >= 2);
    noteArrivals();
    makeTraces(200);
    assertThat(Mlflow.flush()).isTrue();
    assertThat(arrived).hasSize(400);
    assertThat(fake.memory.traces()).hasSize(400);
    ExportStats stats = Mlflow.exportStats();
    assertThat(stats.spansQueued()).isZero();
    assertThat(stats.bytesQueued()).isZero();
    assertThat(stats.spansDropped()).isZero();
    assertThat(stats.destinations().get(0).writesRetried()).isPositive();
    assertThat(stats.destinations().get(0).lag()).isZero();
  }

  @Test
  void aWriteThatArrivedButWasNotAnsweredDoesNoHarmWhenItIsSentAgain() {
    fake.beforeWrite =
        batch -> {
          if (fake.writes.get() == 1) {
            fake.memory.write(batch);
            throw new IllegalStateException("died before it answered");
          }
        };
    makeTraces(50);
    await("the second time", () -> Mlflow.flush());
    assertThat(fake.writes).hasValueGreaterThan(1);
    assertThat(fake.memory.traces())
        .hasSize(50)
        .allSatisfy(trace -> assertThat(trace.data().spans()).hasSize(1));
  }

  @Test
  void whatADestinationHasOnlyInMemoryStaysInTheSpool() throws IOException {
    fake.holds = true;
    makeTraces(1);
    assertThat(Mlflow.flush(Duration.ofSeconds(20))).isTrue();
    makeTraces(19); // shipped after it was looked for spools of dead processes
    assertThat(Mlflow.flush(Duration.ofSeconds(20))).isTrue();
    Path killed = afterAKill();
    assertThat(fake.memory.traces()).isEmpty();
    fake.holds = false;
    fake.dropHeld();
    forgetAllBut(killed);
    makeTraces(1);
    await("all", () -> fake.memory.traces().size() == 21);
    await("the old spool is gone", () -> spools().size() == 1);
  }

  @Test
  void aLeftSpoolGoesOnceTheDestinationHasStoredIt() {
    fake.beforeWrite = DOWN;
    makeTraces(5);
    Mlflow.reset();
    fake.beforeWrite = batch -> {};
    fake.holds = true;
    useTheMemory();
    makeTraces(1);
    await("all are handed over", () -> fake.unsettledTraces().size() == 6);
    Mlflow.reset();
    assertThat(spools()).hasSize(2);
    fake.holds = false;
    fake.dropHeld();
    useTheMemory();
    makeTraces(1);
    await("all", () -> fake.memory.traces().size() == 7);
    await("the old spools are gone", () -> spools().size() == 1);
  }

  @Test
  void noSpoolIsLeftWhenTheDestinationStoresWhatItHoldsAsItIsClosed() {
    fake.beforeWrite = DOWN;
    makeTraces(5);
    Mlflow.reset();
    assertThat(spools()).hasSize(1);
    fake.beforeWrite = batch -> {};
    fake.holds = true;
    fake.storesWhenClosed = true;
    useTheMemory();
    makeTraces(1);
    await("all are handed over", () -> fake.unsettledTraces().size() == 6);
    for (int i = 0; i < 2; i++) { // the lane comes round, and notes that the left spool is through
      makeTraces(1);
      assertThat(Mlflow.flush(Duration.ofSeconds(20))).isTrue();
    }
    Mlflow.reset();
    assertThat(spools()).isEmpty();
  }

  @Test
  void aSlowDestinationHoldsNoFastOne() throws Exception {
    FakeDestination slow = new FakeDestination();
    CountDownLatch latch = new CountDownLatch(1);
    slow.beforeWrite =
        batch -> {
          try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    setting("spanloom.export.also", FakeDestinationProvider.register(slow));
    makeTraces(500);
    await("the fast one has all", () -> fake.memory.traces().size() == 500);
    assertThat(slow.memory.traces()).isEmpty();
    String id = fake.memory.traces().get(0).info().traceId();
    assertThat(Mlflow.getTrace(id)).isPresent();
    assertThat(Mlflow.exportStats().destinations())
        .extracting(DestinationStats::spansQueued)
        .containsExactly(0L, 500L);
    assertThat(Mlflow.flush(Duration.ofMillis(50))).isFalse();
    latch.countDown();
    assertThat(Mlflow.flush()).isTrue();
    assertThat(slow.memory.traces()).hasSize(500);
    assertThat(slow.memory.traces().get(0).info().requestPreview()).isNotEmpty();
  }

  @Test
  void eachDestinationLooksItsExperimentUpItself() {
    FakeDestination other = new FakeDestination();
    other.memory.getOrCreateExperiment("another that was there before");
    String otherUri = FakeDestinationProvider.register(other);
    setting("mlflow.experiment.name", "mine");
    setting("spanloom.export.also", otherUri);
    makeTraces(3);
    assertThat(Mlflow.flush()).isTrue();
    for (InMemoryDestination memory : List.of(fake.memory, other.memory)) {
      String id = memory.getOrCreateExperiment("mine").experimentId();
      assertThat(memory.traces()).hasSize(3).allMatch(t -> id.equals(t.info().experimentId()));
    }
    assertThat(fake.memory.getOrCreateExperiment("mine").experimentId())
        .isNotEqualTo(other.memory.getOrCreateExperiment("mine").experimentId());
  }

  @Test
  void theSpansThatAKilledProcessHadOpenEndAsDied() throws IOException {
    setting("mlflow.experiment.name", "mine");
    fake.beforeWrite = DOWN;
    LiveSpan root = Mlflow.startSpan("root", "AGENT");
    root.setInputs("secret question");
    Mlflow.startSpan("done").close();
    LiveSpan child = Mlflow.startSpan("child");
    Path killed = afterAKill();
    child.close();
    root.close();
    forgetAllBut(killed);
    fake.beforeWrite = batch -> {};
    makeTraces(1);
    await(
        "the killed trace",
        () ->
            fake.memory.getTrace(root.traceId()).map(t -> t.data().spans().size()).orElse(0) == 3);
    Trace trace = fake.memory.getTrace(root.traceId()).orElseThrow();
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace.info().experimentId())
        .isEqualTo(fake.memory.getOrCreateExperiment("mine").experimentId());
    assertThat(span(trace, "done").status().statusCode()).isEqualTo(SpanStatusCode.OK);
    for (String name : List.of("root", "child")) {
      Span died = span(trace, name);
      assertThat(died.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
      assertThat(died.status().description()).contains("the process died");
      assertThat(died.events()).extracting(e -> e.name()).containsExactly("spanloom.process_died");
      assertThat(died.endTimeUnixNanos()).isGreaterThanOrEqualTo(died.startTimeUnixNanos());
    }
    assertThat(span(trace, "root").spanType()).isEqualTo("AGENT");
    assertThat(span(trace, "root").inputs()).isNull();
    await("the killed spool is gone", () -> !Files.exists(killed));
  }

  @Test
  void aSpanThatIsOpenForLongIsStillKnownWhenItsProcessDies() throws IOException {
    setting("spanloom.spool.segment-bytes", 4096);
    LiveSpan root = Mlflow.startSpan("session");
    for (int i = 0; i < 20; i++) {
      makeTracesBelow(root, 30);
      assertThat(Mlflow.flush()).isTrue();
    }
    Path killed = afterAKill();
    root.close();
    forgetAllBut(killed);
    makeTraces(1);
    await(
        "the session",
        () ->
            fake.memory
                .getTrace(root.traceId())
                .filter(t -> !t.searchSpansByName("session").isEmpty())
                .isPresent());
    Span died = span(fake.memory.getTrace(root.traceId()).orElseThrow(), "session");
    assertThat(died.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  private static void makeTracesBelow(LiveSpan parent, int count) {
    for (int i = 0; i < count; i++) {
      Mlflow.startSpanNoContext("turn", "CHAIN", parent).end();
    }
  }

  @Test
  void spansThatAreOpenAtACleanExitAreNotSaidToHaveDied() {
    fake.beforeWrite = DOWN;
    makeTraces(1);
    LiveSpan open = Mlflow.startSpanNoContext("open");
    Mlflow.reset();
    fake.beforeWrite = batch -> {};
    useTheMemory();
    makeTraces(1);
    await("what was left", () -> fake.memory.traces().size() == 3 && spools().size() == 1);
    Trace known = fake.memory.getTrace(open.traceId()).orElseThrow();
    assertThat(known.data().spans()).isEmpty();
    assertThat(known.info().state()).isEqualTo(TraceState.IN_PROGRESS);
  }

  @Test
  void nothingUnredactedTouchesTheDisk() throws IOException {
    Mlflow.configure(
        span -> {
          span.setInputs("gone");
          span.removeAttribute("token");
        });
    fake.beforeWrite = DOWN;
    LiveSpan open = Mlflow.startSpan("open");
    open.setInputs("s3cret one").setAttribute("token", "s3cret two");
    try (LiveSpan span = Mlflow.startSpan("closed")) {
      span.setInputs("s3cret three").setAttribute("token", "s3cret four");
    }
    Mlflow.configure(
        span -> {
          throw new IllegalStateException("the processor fails");
        });
    try (LiveSpan span = Mlflow.startSpan("withheld")) {
      span.setInputs("s3cret five").setOutputs("s3cret six");
    }
    String onDisk = "";
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        onDisk += Files.readString(file, StandardCharsets.ISO_8859_1);
      }
    }
    assertThat(onDisk).contains("closed", "withheld", "open", "gone").doesNotContain("s3cret");
    open.close();
  }

  @Test
  void aDestinationThatAsksToBeLeftAloneIsLeftAlone() {
    fake.beforeWrite =
        batch -> {
          throw new RetryLaterException("429", Duration.ofHours(1), null);
        };
    makeTraces(1);
    assertThat(Mlflow.flush(Duration.ofSeconds(20))).isFalse();
    int writes = fake.writes.get();
    assertThat(Mlflow.flush(Duration.ofSeconds(1))).isFalse();
    assertThat(fake.writes.get()).isEqualTo(writes).isEqualTo(1);
    Mlflow.reset();
    fake.beforeWrite = batch -> {};
    useTheMemory();
    makeTraces(1);
    await("both", () -> fake.memory.traces().size() == 2);
  }

  @Test
  void aShortRetryAfterIsWaitedForAndThenAllIsSent() {
    fake.beforeWrite =
        batch -> {
          if (fake.writes.get() == 1) {
            throw new RetryLaterException("503", Duration.ofMillis(30), null);
          }
        };
    makeTraces(10);
    await("all", () -> fake.memory.traces().size() == 10);
    assertThat(Mlflow.exportStats().destinations().get(0).writesRetried()).isEqualTo(1);
  }

  @Test
  void afterManyFailuresOnlySingleSpansAreTriedUntilItWorks() {
    List<Integer> sizes = new ArrayList<>();
    fake.beforeWrite = DOWN;
    makeTraces(100);
    for (int i = 0; i < 6; i++) {
      assertThat(Mlflow.flush(Duration.ofSeconds(20))).isFalse();
    }
    await("the circuit opens", () -> Mlflow.exportStats().destinations().get(0).circuitOpen());
    assertThat(Mlflow.exportStats().destinations().get(0).lag()).isPositive();
    fake.beforeWrite =
        batch -> {
          synchronized (sizes) {
            sizes.add(batch.infos().size() + batch.spans().size());
          }
        };
    assertThat(Mlflow.flush()).isTrue();
    assertThat(sizes).hasSizeBetween(2, 5);
    assertThat(sizes.get(0)).isEqualTo(1);
    DestinationStats stats = Mlflow.exportStats().destinations().get(0);
    assertThat(stats.circuitOpen()).isFalse();
    assertThat(stats.circuitOpenings()).isEqualTo(1);
    assertThat(fake.memory.traces()).hasSize(100);
  }

  @Test
  void aDestinationThatCannotBeOpenedYetLosesNothing() {
    String later = "fake:later";
    Mlflow.setTrackingUri(later);
    makeTraces(20);
    assertThat(Mlflow.flush(Duration.ofSeconds(5))).isFalse();
    FakeDestinationProvider.replace(later, fake);
    await("all", () -> Mlflow.flush(Duration.ofSeconds(5)));
    assertThat(fake.memory.traces()).hasSize(20);
  }

  @Test
  void aFolderThatCannotBeWrittenLeavesSpansInMemory() throws IOException {
    setting("spanloom.spool.dir", Files.createFile(folder.resolve("file")).resolve("spool"));
    makeTraces(20);
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(20);
    assertThat(Mlflow.exportStats().spoolBytes()).isZero();
  }

  @Test
  void theSpoolCanBeSwitchedOff() {
    setting("spanloom.spool", "off");
    makeTraces(20);
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(20);
    assertThat(spools()).isEmpty();
  }

  @Test
  void anInterruptedThreadLosesNoSpanAndStaysInterrupted() {
    setting("spanloom.spool.segment-bytes", 4096);
    Thread.currentThread().interrupt();
    makeTraces(200);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(200);
  }

  @Test
  void aBurstOfTenThousandShortTracesArrives() {
    setting("spanloom.spool.segment-bytes", 65_536);
    IntStream.range(0, 10_000).parallel().forEach(i -> Mlflow.startSpanNoContext("s" + i).end());
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(10_000);
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
  }

  @Test
  void aFullSpoolDropsTheOldestAndCountsThem() {
    setting("spanloom.spool.segment-bytes", 4096);
    setting("spanloom.spool.max-bytes", 16_384);
    fake.beforeWrite = DOWN;
    makeTraces(1);
    await("a failure", () -> Mlflow.exportStats().writesFailed() > 0);
    makeTraces(1000);
    fake.beforeWrite = batch -> {};
    await("a flush", () -> Mlflow.flush(Duration.ofSeconds(5)));
    ExportStats stats = Mlflow.exportStats();
    assertThat(stats.destinations().get(0).spansDropped()).containsOnlyKeys("full");
    assertThat(stats.spansDropped()).isGreaterThan(800);
    assertThat(stats.spansWritten() + stats.spansDropped()).isEqualTo(1001);
    assertThat(stats.spansQueued()).isZero();
    assertThat(stats.spoolBytes()).isLessThanOrEqualTo(16_384);
  }

  @Test
  void aShutdownWhileADestinationHangsIsBoundedAndLosesNothing() {
    CountDownLatch latch = new CountDownLatch(1);
    fake.beforeWrite =
        batch -> {
          try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IllegalStateException("cut off");
        };
    makeTraces(10);
    await("a write", () -> fake.writes.get() > 0);
    Mlflow.reset();
    latch.countDown();
    noteArrivals();
    useTheMemory();
    makeTraces(1);
    await("all", () -> fake.memory.traces().size() == 11);
  }

  @Test
  void aDestinationThatRunsOutOfMemoryIsTriedAgain() {
    fake.beforeWrite =
        batch -> {
          if (fake.writes.get() == 1) {
            throw new OutOfMemoryError("elsewhere");
          }
        };
    makeTraces(10);
    await("all", () -> fake.memory.traces().size() == 10);
  }

  @Test
  void aProgramThatRunsOutOfMemoryStillExportsItsSpans() {
    try (LiveSpan span = Mlflow.startSpan("hungry")) {
      long[][] hoard = new long[1000][];
      for (int i = 0; i < hoard.length; i++) {
        hoard[i] = new long[Integer.MAX_VALUE - 8];
      }
      span.setOutputs(hoard.length);
    } catch (OutOfMemoryError e) {
      assertThat(e).isNotNull();
    }
    makeTraces(10);
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(11);
  }

  private void setCreated(Path spool, long unixMillis) throws IOException {
    try (Stream<Path> files = Files.list(spool)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".spool")).toList()) {
        ByteBuffer content =
            ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(24, unixMillis);
        Files.write(file, content.array());
      }
    }
  }

  @Test
  void whatWasSpooledBeforeTheClockWasSetBackIsShipped() throws IOException {
    fake.beforeWrite = DOWN;
    makeTraces(5);
    Mlflow.reset();
    setCreated(spools().get(0), System.currentTimeMillis() + Duration.ofDays(4000).toMillis());
    fake.beforeWrite = batch -> {};
    useTheMemory();
    makeTraces(1);
    await("all", () -> fake.memory.traces().size() == 6);
  }

  @Test
  void whatIsOlderThanItMayGetIsGivenUp() throws IOException {
    fake.beforeWrite = DOWN;
    makeTraces(5);
    Mlflow.reset();
    setCreated(spools().get(0), System.currentTimeMillis() - Duration.ofDays(30).toMillis());
    fake.beforeWrite = batch -> {};
    useTheMemory();
    makeTraces(1);
    await("the old one goes", () -> spools().size() == 1);
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.traces()).hasSize(1);
  }

  @Test
  void whatIsSaidOfASpanAfterItsEndArrivesThroughTheSpool() {
    List<EncodedSpan> spans = new ArrayList<>();
    fake.beforeWrite = batch -> spans.addAll(batch.spans());
    LiveSpan span = Mlflow.startSpan("s");
    span.close();
    span.recordException(new IllegalStateException("boom"));
    assertThat(Mlflow.flush()).isTrue();
    assertThat(spans).hasSize(2);
    Trace trace = fake.memory.getTrace(span.traceId()).orElseThrow();
    assertThat(trace.data().spans()).hasSize(1);
    assertThat(trace.data().spans().get(0).status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
  }

  @Test
  void theCountsAreMetricsOfTheApplicationsOpenTelemetry() {
    InMemoryMetricReader metrics = InMemoryMetricReader.create();
    makeTraces(7);
    Mlflow.flush();
    try (OpenTelemetrySdk otel =
        OpenTelemetrySdk.builder()
            .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build()) {
      Mlflow.setOpenTelemetry(otel);
      Mlflow.setOpenTelemetry(otel); // which replaces what was registered
      assertThat(metrics.collectAllMetrics())
          .extracting(metric -> metric.getName())
          .containsExactlyInAnyOrder(
              "spanloom.export.spans",
              "spanloom.export.retries",
              "spanloom.export.queued",
              "spanloom.export.queued.size",
              "spanloom.export.lag",
              "spanloom.spool.size");
      assertThat(metrics.collectAllMetrics())
          .filteredOn(metric -> metric.getName().equals("spanloom.export.spans"))
          .flatExtracting(metric -> metric.getLongSumData().getPoints())
          .extracting(point -> point.getValue())
          .containsExactly(7L);
      Mlflow.setOpenTelemetry(null);
      assertThat(metrics.collectAllMetrics()).isEmpty();
    }
  }
}
