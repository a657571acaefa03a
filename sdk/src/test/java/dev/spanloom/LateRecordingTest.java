package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a span after its end: that it failed. */
class LateRecordingTest extends TracingTest {
  private final IllegalStateException boom = new IllegalStateException("boom");

  private LiveSpan ended(boolean exported) {
    LiveSpan span = Mlflow.startSpan("s");
    span.close();
    if (exported) {
      assertThat(Mlflow.flush()).isTrue();
    }
    return span;
  }

  @ParameterizedTest(name = "after the export: {0}")
  @ValueSource(booleans = {false, true})
  void anExceptionRecordedAfterCloseCounts(boolean exported) {
    ended(exported).recordException(boom);
    assertThat(span().status()).isEqualTo(SpanStatus.error("IllegalStateException: boom"));
    assertThat(span().events()).extracting(SpanEvent::name).containsExactly("exception");
    assertThat(span().events().get(0).timestamp()).isEqualTo(span().endTimeUnixNanos());
    assertThat(trace().info().state()).isEqualTo(TraceState.ERROR);
  }

  @ParameterizedTest(name = "after the export: {0}")
  @ValueSource(booleans = {false, true})
  void aStatusOfErrorSetAfterCloseCounts(boolean exported) {
    ended(exported).setStatus(SpanStatus.error("too slow"));
    assertThat(span().status()).isEqualTo(SpanStatus.error("too slow"));
    assertThat(span().events()).isEmpty();
    assertThat(trace().info().state()).isEqualTo(TraceState.ERROR);
  }

  @ParameterizedTest(name = "after the export: {0}")
  @ValueSource(booleans = {false, true})
  void aMessageRecordedAfterCloseCounts(boolean exported) {
    ended(exported).recordException("it broke");
    assertThat(span().status()).isEqualTo(SpanStatus.error("it broke"));
    assertThat(span().events()).hasSize(1);
  }

  @Test
  void aCatchAroundTheBlockMayStillRecord() {
    LiveSpan span = Mlflow.startSpan("s");
    try (span) {
      span.setInputs(1);
      Integer.parseInt("x");
    } catch (NumberFormatException e) {
      span.recordException(e);
    }
    assertThat(span().status().description()).startsWith("NumberFormatException: ");
    assertThat(span().events()).hasSize(1);
    assertThat(span().inputs()).isEqualTo(1L);
  }

  /** What was set inside, what is said late, and what the span says then. */
  @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
  @CsvSource({
    "none,     exception, keep,      ERROR, 1",
    "OK,       exception, keep,      OK,    1",
    "ERROR,    exception, keep,      ERROR, 1",
    "none,     ERROR,     keep,      ERROR, 0",
    "OK,       ERROR,     keep,      OK,    0",
    "ERROR,    ERROR,     keep,      ERROR, 0",
    "none,     OK,        keep,      OK,    0",
    "ERROR,    OK,        keep,      ERROR, 0",
    "ERROR,    UNSET,     keep,      ERROR, 0",
    "none,     exception, overwrite, ERROR, 1",
    "OK,       exception, overwrite, OK,    1",
    "ERROR,    ERROR,     overwrite, ERROR, 0",
    "ERROR,    OK,        overwrite, OK,    0",
  })
  void anExplicitOkIsFinalAndTheOkOfACleanExitIsNot(
      String set, String late, String onExit, String expected, int events) {
    Mlflow.setStatusOverwrittenOnExit(onExit.equals("overwrite"));
    LiveSpan span = Mlflow.startSpan("s");
    if (!set.equals("none")) {
      span.setStatus(set);
    }
    span.close();
    if (late.equals("exception")) {
      span.recordException(boom);
    } else {
      span.setStatus(late);
    }
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.valueOf(expected));
    assertThat(span().events()).hasSize(events);
    assertThat(trace().info().state()).isEqualTo(TraceState.valueOf(expected));
  }

  @Test
  void nothingElseCanBeSetAfterClose() {
    LiveSpan span = ended(true);
    span.setName("other")
        .setInputs(1)
        .setOutputs(2)
        .setAttribute("k", "v")
        .addEvent("late")
        .setStatus("OK")
        .addLink(LiveSpan.NO_OP);
    span.end("outputs", Map.of("k", 1), SpanStatus.error("end again"));
    assertThat(span().name()).isEqualTo("s");
    assertThat(span().attributes()).containsOnlyKeys("mlflow.spanType");
    assertThat(span().events()).isEmpty();
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
    assertThat(Mlflow.exportStats().spansEnded()).isEqualTo(1);
  }

  @Test
  void theSameExceptionIsRecordedOnce() {
    LiveSpan span = Mlflow.startSpan("s");
    span.recordException(boom);
    span.close();
    span.recordException(boom);
    assertThat(Mlflow.flush()).isTrue();
    span.recordException(boom);
    assertThat(span().events()).hasSize(1);
    assertThat(Mlflow.exportStats().spansEnded()).isEqualTo(1);
    span.recordException(new IllegalStateException("boom"));
    assertThat(span().events()).hasSize(2);
  }

  @Test
  void whatTheBlockRecordedItselfIsNotRecordedAgainWhenItEscapes() {
    assertThatThrownBy(
            () ->
                Mlflow.runWithSpan(
                    "s",
                    span -> {
                      span.recordException(boom);
                      throw boom;
                    }))
        .isSameAs(boom);
    assertThat(span().events()).hasSize(1);
    assertThat(span().status()).isEqualTo(SpanStatus.error("IllegalStateException: boom"));
  }

  @Test
  void whatATracedFunctionRecordedItselfIsNotRecordedAgainWhenItEscapes() {
    Runnable traced =
        Mlflow.traced("f")
            .runnable(
                () -> {
                  Mlflow.getCurrentActiveSpan().recordException(boom);
                  throw boom;
                });
    assertThatThrownBy(traced::run).isSameAs(boom);
    assertThat(span().events()).hasSize(1);
  }

  @Test
  void anExceptionThatTheProgramRecordsTwiceWhileTheSpanIsOpenHasTwoEvents() {
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.recordException(boom).recordException(boom);
    }
    assertThat(span().events()).hasSize(2);
  }

  @Test
  void aChildThatFailsLateLeavesTheTraceOk() {
    LiveSpan root = Mlflow.startSpan("root");
    LiveSpan child = Mlflow.startSpan("child");
    child.close();
    root.close();
    child.recordException(boom);
    assertThat(span("child").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span("root").status()).isEqualTo(SpanStatus.OK);
    assertThat(trace().info().state()).isEqualTo(TraceState.OK);
  }

  @Test
  void theStateThatTheProgramGaveTheTraceStays() {
    LiveSpan root = Mlflow.startSpan("root");
    Mlflow.updateCurrentTrace(t -> t.state(TraceState.OK));
    root.close();
    root.recordException(boom);
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(trace().info().state()).isEqualTo(TraceState.OK);
  }

  @Test
  void whatWasChangedInTheStoreSinceStays() {
    LiveSpan root = Mlflow.startSpan("root");
    root.setInputs("in");
    Mlflow.updateCurrentTrace(t -> t.tag("a", "old").tag("gone", "x").requestPreview("short"));
    root.close();
    Mlflow.setTraceTag(root.traceId(), "a", "new");
    Mlflow.deleteTraceTag(root.traceId(), "gone");
    long duration = trace().info().executionDurationMillis();
    root.recordException(boom);
    Trace trace = trace();
    assertThat(trace.info().state()).isEqualTo(TraceState.ERROR);
    assertThat(trace.info().tags()).containsEntry("a", "new").doesNotContainKey("gone");
    assertThat(trace.info().requestPreview()).isEqualTo("short");
    assertThat(trace.info().executionDurationMillis()).isEqualTo(duration);
    assertThat(trace.info().name()).isEqualTo("root");
  }

  @Test
  void theTraceIsReadWithWhatCameLate() {
    LiveSpan root = ended(true);
    root.recordException(boom);
    assertThat(Mlflow.getTrace(root.traceId()).orElseThrow().info().state())
        .isEqualTo(TraceState.ERROR);
    assertThat(root.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(root.events()).hasSize(1);
  }

  @Test
  void aSpanWaitsForItsExportAtMostOnce() {
    FakeDestination fake = new FakeDestination();
    Mlflow.setDestination(fake);
    CountDownLatch latch = new CountDownLatch(1);
    fake.beforeWrite = batch -> hang(latch);
    Mlflow.startSpan("first").close();
    await("a write that hangs", () -> fake.writes.get() == 1);
    LiveSpan span = Mlflow.startSpan("amended");
    span.close();
    for (int i = 0; i < 100; i++) {
      span.recordException(new IllegalStateException("n" + i));
    }
    assertThat(Mlflow.exportStats().spansEnded()).isEqualTo(2);
    latch.countDown();
    assertThat(Mlflow.flush()).isTrue();
    for (int i = 0; i < 100; i++) {
      span.setStatus(SpanStatus.error("e" + i));
    }
    assertThat(Mlflow.flush()).isTrue();
    Span last = Mlflow.getTrace(span.traceId()).orElseThrow().data().spans().get(0);
    assertThat(last.events()).hasSize(100);
    assertThat(last.status()).isEqualTo(SpanStatus.error("e99"));
    assertThat(Mlflow.exportStats().bytesQueued()).isZero();
  }

  private static void hang(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sayingTheSameAgainSendsNothing() {
    LiveSpan span = ended(true);
    span.setStatus(SpanStatus.error("x"));
    assertThat(Mlflow.flush()).isTrue();
    span.setStatus(SpanStatus.error("x")).setStatus("UNSET").setStatus("OK");
    assertThat(Mlflow.flush()).isTrue();
    assertThat(Mlflow.exportStats().spansEnded()).isEqualTo(2);
  }

  @Test
  void aSpanThatTheQueueDroppedIsSentWhenItIsAmended() {
    setting("spanloom.export.max-queued-bytes", 1000);
    FakeDestination fake = new FakeDestination();
    Mlflow.setDestination(fake);
    CountDownLatch latch = new CountDownLatch(1);
    fake.beforeWrite = batch -> hang(latch);
    Mlflow.startSpan("first").close();
    await("a write that hangs", () -> fake.writes.get() == 1);
    List<LiveSpan> spans = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      LiveSpan span = Mlflow.startSpan("n" + i);
      span.close();
      spans.add(span);
    }
    LiveSpan dropped = spans.get(99);
    assertThat(Mlflow.exportStats().spansDropped()).isPositive();
    latch.countDown();
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.getTrace(dropped.traceId()).orElseThrow().data().spans()).isEmpty();
    dropped.recordException("late");
    assertThat(Mlflow.flush()).isTrue();
    assertThat(fake.memory.getTrace(dropped.traceId()).orElseThrow().data().spans()).hasSize(1);
  }

  @Test
  void manyThreadsMayAmendASpanWhileItIsExported() throws Exception {
    LiveSpan span = ended(false);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int n = t;
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 200; i++) {
                  span.recordException(n + " " + i);
                  if (i % 50 == 0) {
                    Mlflow.flush();
                  }
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(span().events()).hasSize(800);
    assertThat(Mlflow.exportStats().spansQueued()).isZero();
    assertThat(Mlflow.exportStats().bytesQueued()).isZero();
  }

  @Test
  void processorsRedactWhatComesLateAndSeeEachEventOnce() {
    List<Integer> seen = new ArrayList<>();
    Mlflow.configure(
        span -> {
          seen.add(span.events().size());
          span.setEvents(
              span.events().stream()
                  .map(event -> new SpanEvent(event.name(), Map.of("exception.message", "***")))
                  .toList());
          span.setInputs("masked");
          if (span.status().statusCode() == SpanStatusCode.ERROR) {
            span.setStatus(SpanStatus.error("***"));
          }
        });
    LiveSpan span = ended(true);
    span.recordException(boom);
    span.recordException(new IllegalStateException("secret"));
    assertThat(span().events())
        .hasSize(2)
        .allSatisfy(
            event ->
                assertThat(event.attributes())
                    .containsExactly(Map.entry("exception.message", "***")));
    assertThat(span().status()).isEqualTo(SpanStatus.error("***"));
    assertThat(span().inputs()).isEqualTo("masked");
    assertThat(seen).containsExactly(0, 1, 1);
  }

  @Test
  void whatComesLateIsWithheldWhenAProcessorFails() {
    Mlflow.configure(
        span -> {
          throw new IllegalStateException("cannot redact");
        });
    LiveSpan span = ended(true);
    span.recordException(new IllegalStateException("secret"));
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span().status().description()).contains("withheld");
    assertThat(span().events())
        .singleElement()
        .satisfies(event -> assertThat(event.attributes()).containsOnlyKeys("spanloom.withheld"));
  }

  @Test
  void nothingIsSentWhileTracingIsOff() {
    LiveSpan span = ended(true);
    Mlflow.disable();
    span.recordException(boom);
    Mlflow.enable();
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
    assertThat(Mlflow.exportStats().spansEnded()).isEqualTo(1);
  }

  @Test
  void nothingIsSentAfterAReset() {
    LiveSpan span = ended(true);
    Mlflow.reset();
    span.recordException(boom);
    assertThat(span.status()).isEqualTo(SpanStatus.OK);
    assertThat(memory.traces().get(0).info().state()).isEqualTo(TraceState.OK);
  }

  @Test
  void aSpanThatRecordsNothingTakesNothingLate() {
    LiveSpan span = Mlflow.getCurrentActiveSpan();
    span.close();
    span.recordException(boom).setStatus("ERROR");
    assertThat(traces()).isEmpty();
  }

  @Test
  void theSpanOfTheApplicationsOpenTelemetryIsOverAndOnlyOursIsAmended() {
    InMemorySpanExporter exporter = InMemorySpanExporter.create();
    try (OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build()) {
      Mlflow.setOpenTelemetry(sdk);
      ended(true).recordException(boom);
      assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
      assertThat(exporter.getFinishedSpanItems()).hasSize(1);
      assertThat(exporter.getFinishedSpanItems().get(0).getStatus().getStatusCode())
          .isEqualTo(StatusCode.OK);
    }
  }
}
