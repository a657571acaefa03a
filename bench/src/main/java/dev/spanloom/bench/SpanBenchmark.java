package dev.spanloom.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A span from start to end, beside the OpenTelemetry SDK doing the same in the same run. Both hand
 * ended spans to a background exporter that forgets them. Spans come in bursts of 500; what a burst
 * left to the background is waited for before the next one and not measured, so that neither side
 * is measured while it drops or drowns.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
@OperationsPerInvocation(SpanBenchmark.BURST)
public class SpanBenchmark {
  static final int BURST = 500;

  private static final String INPUTS_TEXT = "{\"x\": 1, \"y\": 2}";
  private static final String OUTPUTS_TEXT = "3";
  private static final ObjectMapper JACKSON = new ObjectMapper();

  private final Map<String, Object> inputs = new LinkedHashMap<>(Map.of("x", 1, "y", 2));
  private final Map<String, Object> chat = chat();

  private final SdkTracerProvider provider =
      SdkTracerProvider.builder()
          .addSpanProcessor(
              BatchSpanProcessor.builder(new Forgetting())
                  .setMaxQueueSize(1 << 20)
                  .setMaxExportBatchSize(4096)
                  .build())
          .build();
  private final Tracer tracer = provider.get("bench");

  /** A request of 2 KB: a system prompt and four turns. */
  private static Map<String, Object> chat() {
    String text = "The quick brown fox jumps over the lazy dog, and \"then\" it rests. ".repeat(6);
    List<Map<String, String>> messages =
        List.of(
            message("system", "You are a friendly chat bot"),
            message("user", text),
            message("assistant", text),
            message("user", text),
            message("assistant", text),
            message("user", "And now?"));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("model", "databricks-claude-sonnet-4-5");
    request.put("max_tokens", 100);
    request.put("temperature", 0.7);
    request.put("messages", messages);
    return request;
  }

  private static Map<String, String> message(String role, String content) {
    Map<String, String> message = new LinkedHashMap<>();
    message.put("role", role);
    message.put("content", content);
    return message;
  }

  @Setup(Level.Trial)
  public void start() {
    Mlflow.setDestination(new DiscardingDestination());
  }

  @Setup(Level.Invocation)
  public void waitForTheBackground() {
    Mlflow.flush();
    provider.forceFlush().join(10, TimeUnit.SECONDS);
  }

  @TearDown(Level.Trial)
  public void stop() {
    System.out.println(Mlflow.exportStats());
    provider.close();
    Mlflow.reset();
  }

  @Benchmark
  public void smallSpanloom(Blackhole hole) {
    for (int i = 0; i < BURST; i++) {
      try (LiveSpan span = Mlflow.startSpan("my_span")) {
        span.setInputs(inputs);
        span.setOutputs(3);
        hole.consume(span);
      }
    }
  }

  @Benchmark
  public void smallOpenTelemetry(Blackhole hole) {
    for (int i = 0; i < BURST; i++) {
      Span span = tracer.spanBuilder("my_span").startSpan();
      try (var scope = span.makeCurrent()) {
        span.setAttribute("mlflow.spanType", "UNKNOWN");
        span.setAttribute("mlflow.spanInputs", INPUTS_TEXT);
        span.setAttribute("mlflow.spanOutputs", OUTPUTS_TEXT);
        span.setStatus(StatusCode.OK);
      } finally {
        span.end();
      }
      hole.consume(span);
    }
  }

  @Benchmark
  public void chatSpanloom(Blackhole hole) {
    for (int i = 0; i < BURST; i++) {
      try (LiveSpan span = Mlflow.startSpan("my_span")) {
        span.setInputs(chat);
        span.setOutputs(3);
        hole.consume(span);
      }
    }
  }

  @Benchmark
  public void chatOpenTelemetryAndJackson(Blackhole hole) throws JsonProcessingException {
    for (int i = 0; i < BURST; i++) {
      Span span = tracer.spanBuilder("my_span").startSpan();
      try (var scope = span.makeCurrent()) {
        span.setAttribute("mlflow.spanType", "UNKNOWN");
        span.setAttribute("mlflow.spanInputs", JACKSON.writeValueAsString(chat));
        span.setAttribute("mlflow.spanOutputs", JACKSON.writeValueAsString(3));
        span.setStatus(StatusCode.OK);
      } finally {
        span.end();
      }
      hole.consume(span);
    }
  }

  /** Spans below an open one, which is what most spans are. */
  @Benchmark
  public void childSpanloom(Blackhole hole) {
    try (LiveSpan parent = Mlflow.startSpan("parent")) {
      for (int i = 1; i < BURST; i++) {
        try (LiveSpan span = Mlflow.startSpan("child")) {
          span.setInputs(inputs);
          span.setOutputs(3);
          hole.consume(span);
        }
      }
    }
  }

  @Benchmark
  public void childOpenTelemetry(Blackhole hole) {
    Span parent = tracer.spanBuilder("parent").startSpan();
    try (var outer = parent.makeCurrent()) {
      for (int i = 1; i < BURST; i++) {
        Span span = tracer.spanBuilder("child").startSpan();
        try (var scope = span.makeCurrent()) {
          span.setAttribute("mlflow.spanType", "UNKNOWN");
          span.setAttribute("mlflow.spanInputs", INPUTS_TEXT);
          span.setAttribute("mlflow.spanOutputs", OUTPUTS_TEXT);
          span.setStatus(StatusCode.OK);
        } finally {
          span.end();
        }
        hole.consume(span);
      }
    } finally {
      parent.end();
    }
  }

  /** Forgets what it gets. */
  private static final class Forgetting implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
