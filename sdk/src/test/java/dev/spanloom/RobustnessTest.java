package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceLocation;
import io.opentelemetry.api.OpenTelemetry;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What fails inside tracing, or is set in several threads at once, does not reach the program. */
class RobustnessTest extends TracingTest {
  /** An OpenTelemetry whose tracer throws whatever it is asked. */
  private static OpenTelemetry broken() {
    var tracer =
        (io.opentelemetry.api.trace.Tracer)
            Proxy.newProxyInstance(
                RobustnessTest.class.getClassLoader(),
                new Class<?>[] {io.opentelemetry.api.trace.Tracer.class},
                (proxy, method, arguments) -> {
                  throw new IllegalStateException("no spans today");
                });
    return (OpenTelemetry)
        Proxy.newProxyInstance(
            RobustnessTest.class.getClassLoader(),
            new Class<?>[] {OpenTelemetry.class},
            (proxy, method, arguments) -> tracer);
  }

  @Test
  void aTracerThatCannotStartSpansDoesNotDisturbTheProgram() {
    Mlflow.setOpenTelemetry(broken());

    String result = Mlflow.withSpan("doomed", span -> "result of " + span.isRecording());

    assertThat(result).isEqualTo("result of false");
    assertThat(Mlflow.traced("f", (Integer x) -> x + 1).apply(1)).isEqualTo(2);
    assertThat(traces()).isEmpty();
  }

  @Test
  void resettingForgetsWhatWasSet() {
    Mlflow.disable();
    Mlflow.setSamplingRatio(0);
    Mlflow.configure(span -> span.setOutputs("masked"));

    Mlflow.reset();
    var memory = new InMemoryDestination();
    Mlflow.setDestination(memory);
    Mlflow.runWithSpan("after", span -> span.setOutputs("plain"));
    Mlflow.flush();

    assertThat(Mlflow.isTracingEnabled()).isTrue();
    assertThat(memory.traces()).hasSize(1);
    assertThat(memory.traces().get(0).data().response()).isEqualTo("\"plain\"");
  }

  @Test
  void threadsWithDestinationsOfTheirOwnDoNotMixThem() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    CountDownLatch together = new CountDownLatch(8);
    try {
      List<Future<String>> traces =
          IntStream.range(0, 8)
              .mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            var location = TraceLocation.experiment("7" + i);
                            try (var scope = Mlflow.tracingContext().destination(location).open()) {
                              together.countDown();
                              together.await();
                              return Mlflow.withSpan("in " + i, LiveSpan::traceId);
                            }
                          }))
              .toList();
      for (int i = 0; i < 8; i++) {
        var trace = Mlflow.getTrace(traces.get(i).get()).orElseThrow();
        assertThat(trace.info().experimentId()).isEqualTo("7" + i);
        assertThat(trace.info().name()).isEqualTo("in " + i);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void manyThreadsThatBeginAtOnceShareOneExporter() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    CountDownLatch together = new CountDownLatch(16);
    long before = exporters();
    try {
      List<Future<?>> done =
          IntStream.range(0, 16)
              .<Future<?>>mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            together.countDown();
                            together.await();
                            Mlflow.startSpan("s").close();
                            return null;
                          }))
              .toList();
      for (Future<?> each : done) {
        each.get();
      }
      assertThat(exporters() - before).isLessThanOrEqualTo(1);
      assertThat(traces()).hasSize(16);
    } finally {
      pool.shutdownNow();
    }
  }

  private static long exporters() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("spanloom-export"))
        .count();
  }

  @Test
  void feedbackOnATraceThatWasNotRecordedIsGivenBackUnsent() {
    Mlflow.disable();
    LiveSpan span = Mlflow.startSpan("unrecorded");

    Feedback feedback = Mlflow.logFeedback(span.traceId(), "good", true);

    assertThat(feedback.assessmentId()).isNull();
    assertThat(feedback.value()).isEqualTo(true);
  }

  @Test
  void chatToolsAreStoredInTheirFormAndOthersRefused() {
    Map<String, Object> tool =
        Map.of("type", "function", "function", Map.of("name", "search", "parameters", Map.of()));
    try (var span = Mlflow.startSpan("chat")) {
      span.setChatTools(List.of(tool));
      assertThatThrownBy(() -> span.setChatTools(List.of(Map.of("type", "magic"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("{type=magic} (expected: type \"function\"");
    }

    assertThat(traces().get(0).data().spans().get(0).attribute(SpanAttributeKey.CHAT_TOOLS))
        .isEqualTo(List.of(tool));
  }

  @Test
  void aSpanCanBeEndedWithEverythingAtOnceAndAtATime() {
    LiveSpan span = Mlflow.startSpanNoContext("late");
    long end = span.startTimeUnixNanos() + 5;

    span.end("out", Map.of("k", 1), SpanStatus.error("no"), end);

    var ended = traces().get(0).data().spans().get(0);
    assertThat(ended.endTimeUnixNanos()).isEqualTo(end);
    assertThat(ended.outputs()).isEqualTo("out");
    assertThat(ended.attribute("k")).isEqualTo(1L);
    assertThat(ended.status().description()).isEqualTo("no");
  }

  @Test
  void theKindOfThreadIsPartOfTheMetadata() {
    Mlflow.startSpan("s").close();

    assertThat(traces().get(0).info().traceMetadata())
        .containsEntry("spanloom.thread.kind", "platform")
        .containsKeys("spanloom.jvm.name", "spanloom.jvm.version", "mlflow.source.name");
  }
}
