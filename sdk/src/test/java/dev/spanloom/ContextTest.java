package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceMetadataKey;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextTest extends TracingTest {
  private final ExecutorService pool = Executors.newFixedThreadPool(4);
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

  @AfterEach
  void stopThreads() {
    pool.shutdownNow();
    scheduler.shutdownNow();
  }

  private static Integer work() {
    Mlflow.startSpan("work").close();
    return 1;
  }

  private void workIsBelowRoot(int times) {
    Trace trace = trace();
    assertThat(trace.searchSpansByName("work"))
        .hasSize(times)
        .allMatch(span -> span(trace, "root").spanId().equals(span.parentId()));
  }

  @Test
  void withoutHelpAnotherThreadBeginsATraceOfItsOwn() throws Exception {
    try (var root = Mlflow.startSpan("root")) {
      pool.submit(ContextTest::work).get();
    }
    assertThat(traces()).hasSize(2);
  }

  @Test
  void wrappedExecutorsCarryTheSpan() throws Exception {
    try (var root = Mlflow.startSpan("root")) {
      Mlflow.wrap(pool).submit(ContextTest::work).get();
      Mlflow.wrap(scheduler).schedule(ContextTest::work, 1, TimeUnit.MILLISECONDS).get();
      List<Callable<Integer>> tasks = List.of(ContextTest::work, ContextTest::work);
      for (Future<Integer> done : Mlflow.wrap(pool).invokeAll(tasks)) {
        done.get();
      }
      CompletableFuture.supplyAsync(ContextTest::work, Mlflow.wrap(pool)).get();
    }
    workIsBelowRoot(5);
    assertThat(pool.submit(() -> Mlflow.getActiveTraceId().isEmpty()).get()).isTrue();
  }

  @Test
  void wrappedTasksCarryTheSpanWhereverTheyRun() throws Exception {
    Callable<Integer> task;
    Runnable runnable;
    try (var root = Mlflow.startSpan("root")) {
      task = Mlflow.wrap((Callable<Integer>) ContextTest::work);
      runnable = Mlflow.wrap((Runnable) ContextTest::work);
      CompletableFuture.supplyAsync(Mlflow.wrapSupplier(ContextTest::work), pool)
          .thenApplyAsync(Mlflow.wrapFunction(x -> work() + x), pool)
          .get();
      pool.submit(task).get();
    }
    pool.submit(runnable).get();
    workIsBelowRoot(4);
  }

  @Test
  void headersCarryTheSpanAndItsUserAndSession() {
    Map<String, String> headers;
    LiveSpan client = Mlflow.startSpan("client");
    Mlflow.updateCurrentTrace(t -> t.user("u 1").sessionId("s-1"));
    headers = Mlflow.tracingHeaders();
    assertThat(headers.get("traceparent"))
        .isEqualTo("00-" + client.traceId().substring(3) + "-" + client.spanId() + "-01");
    assertThat(headers.get("baggage")).contains("session.id=s-1").contains("user.id=u%201");
    client.close();
    Mlflow.flush();
    memory.clear();

    Map<String, Object> received = new LinkedHashMap<>();
    headers.forEach(
        (name, value) -> received.put(name.toUpperCase(java.util.Locale.ROOT), List.of(value)));
    try (var scope = Mlflow.continueTrace(received);
        var server = Mlflow.startSpan("server")) {
      Mlflow.startSpan("inner").close();
      assertThat(server.traceId()).isEqualTo(client.traceId());
      assertThat(server.parentId()).isEqualTo(client.spanId());
      assertThat(Mlflow.tracingHeaders().get("baggage")).contains("u%201");
      assertThat(Baggage.current().getEntryValue("session.id")).isEqualTo("s-1");
    }
    assertThat(span("inner").parentId()).isEqualTo(span("server").spanId());
    Mlflow.startSpan("afterwards").close();
    assertThat(traces()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "00-00000000000000000000000000000000-0000000000000001-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0af7651916cd43dd8448eb211c8031-b7ad6b7169203331-01",
        "zz-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
      })
  void malformedHeadersBeginANewTrace(String traceparent) {
    try (var scope = Mlflow.continueTrace(Map.of("traceparent", traceparent, "baggage", "=;,"))) {
      Mlflow.startSpan("s").close();
    }
    assertThat(span().isRoot()).isTrue();
  }

  @Test
  @SuppressWarnings("NullAway")
  void missingHeadersBeginANewTrace() {
    Map<String, Object> nulls = new LinkedHashMap<>();
    nulls.put(null, "x");
    nulls.put("traceparent", null);
    for (Map<String, Object> headers : new Map[] {null, Map.of(), nulls}) {
      try (var scope = Mlflow.continueTrace(headers)) {
        Mlflow.startSpan("s").close();
      }
    }
    assertThat(traces()).hasSize(3);
    assertThat(Mlflow.tracingHeaders()).isEmpty();
  }

  @Test
  void aTraceThatIsNotRecordedTellsOthersNotTo() {
    Map<String, String> headers;
    try (var silent = Mlflow.spanBuilder("silent").samplingRatio(0).start()) {
      headers = Mlflow.tracingHeaders();
      assertThat(headers.get("traceparent")).endsWith("-00");
    }
    try (var scope = Mlflow.continueTrace(headers);
        var server = Mlflow.startSpan("server")) {
      assertThat(server.isRecording()).isFalse();
      assertThat(Mlflow.startSpan("below").isRecording()).isFalse();
    }
    assertThat(traces()).isEmpty();
  }

  @Test
  void aContinuedTraceCanBeDescribedByBothSides() {
    LiveSpan client = Mlflow.startSpan("client");
    Map<String, String> headers = Mlflow.tracingHeaders();
    Thread server =
        new Thread(
            () -> {
              try (var scope = Mlflow.continueTrace(headers);
                  var span = Mlflow.startSpan("server")) {
                Mlflow.updateCurrentTrace(t -> t.tag("server", "yes"));
              }
            });
    server.start();
    await("the server", () -> !server.isAlive());
    client.close();
    assertThat(trace().data().spans()).extracting(Span::name).containsExactly("client", "server");
    assertThat(trace().info().tags()).containsEntry("server", "yes");
    assertThat(trace().info().name()).isEqualTo("client");
  }

  @Test
  void ourSpansAreInvisibleToTheApplicationsOpenTelemetry() {
    try (var span = Mlflow.startSpan("s")) {
      SpanContext current = io.opentelemetry.api.trace.Span.current().getSpanContext();
      assertThat(current.isValid()).isFalse();
    }
  }

  @Test
  void userAndSessionOfAScopeCrossThreads() throws Exception {
    try (var scope = Mlflow.tracingContext().user("u-1").open()) {
      Mlflow.wrap(pool).submit(ContextTest::work).get();
    }
    assertThat(trace().info().traceMetadata()).containsEntry(TraceMetadataKey.TRACE_USER, "u-1");
  }

  private static void nest(String path, int depth, Map<String, String> parentOfPath) {
    int children = ThreadLocalRandom.current().nextInt(1, 4);
    for (int i = 0; i < children; i++) {
      String child = path + "/" + i;
      try (var span = Mlflow.startSpan(child)) {
        span.setInputs(child);
        parentOfPath.put(child, path);
        if (depth > 0) {
          nest(child, depth - 1, parentOfPath);
        }
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
          Thread.yield();
        }
        span.setOutputs(child);
      }
    }
  }

  @Test
  void sixtyFourThreadsLoseDuplicateAndMixUpNothing() throws Exception {
    Map<String, String> parents = new java.util.concurrent.ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    try (var shared = Mlflow.startSpan("shared")) {
      for (int i = 0; i < 64; i++) {
        String name = "t" + i;
        Runnable body =
            () -> {
              for (int round = 0; round < 5; round++) {
                String root = name + "." + round;
                try (var span = Mlflow.startSpan(root)) {
                  nest(root, 3, parents);
                }
              }
            };
        threads.add(new Thread(i % 2 == 0 ? body : Mlflow.wrap(body)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    List<Trace> all = traces();
    assertThat(all).hasSize(32 * 5 + 1);
    Map<String, Span> byId = new LinkedHashMap<>();
    Map<String, Span> byName = new LinkedHashMap<>();
    for (Trace trace : all) {
      for (Span span : trace.data().spans()) {
        assertThat(byId.put(span.spanId(), span)).isNull();
        assertThat(byName.put(span.name(), span)).isNull();
        assertThat(span.traceId()).isEqualTo(trace.info().traceId());
      }
    }
    assertThat(byName).hasSize(parents.size() + 64 * 5 + 1);
    parents.forEach(
        (child, parent) -> {
          Span span = byName.get(child);
          assertThat(span.parentId()).isEqualTo(byName.get(parent).spanId());
          assertThat(span.inputs()).isEqualTo(child);
          assertThat(span.outputs()).isEqualTo(child);
        });
    for (int i = 0; i < 64; i++) {
      Span root = byName.get("t" + i + ".0");
      assertThat(root.parentId()).isEqualTo(i % 2 == 0 ? null : byName.get("shared").spanId());
    }
  }

  @Test
  void oneSpanCanBeFilledFromManyThreads() throws Exception {
    LiveSpan span = Mlflow.startSpanNoContext("s");
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int number = i;
      all.add(
          pool.submit(
              () -> {
                span.setAttribute("a" + number, number).addEvent("e" + number);
                Mlflow.startSpanNoContext("c", "TOOL", span).end();
              }));
    }
    for (Future<?> one : all) {
      one.get();
    }
    span.end();
    assertThat(trace().data().spans()).hasSize(501);
    assertThat(span("s").events()).hasSize(500);
    assertThat(span("s").attributes()).hasSizeGreaterThanOrEqualTo(501);
  }
}
