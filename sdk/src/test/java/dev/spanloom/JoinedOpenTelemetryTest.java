package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our spans and those of the application's OpenTelemetry in one trace. */
class JoinedOpenTelemetryTest extends TracingTest {
  private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
  private final OpenTelemetrySdk sdk =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(Mlflow.openTelemetrySpanProcessor())
                  .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                  .build())
          .build();
  private final Tracer app = sdk.getTracer("app");

  @BeforeEach
  void join() {
    Mlflow.setOpenTelemetry(sdk);
  }

  @AfterEach
  void close() {
    sdk.close();
  }

  private SpanData exported(String name) {
    List<SpanData> found =
        exporter.getFinishedSpanItems().stream().filter(s -> s.getName().equals(name)).toList();
    assertThat(found).as("exported spans named " + name).hasSize(1);
    return found.get(0);
  }

  @Test
  void spansOfBothNestInEachOther() {
    var outer = app.spanBuilder("app outer").startSpan();
    try (var outerScope = outer.makeCurrent();
        var ours = Mlflow.startSpan("ours", SpanType.CHAIN)) {
      ours.setInputs(Map.of("x", 1));
      var inner = app.spanBuilder("app inner").startSpan();
      try (var innerScope = inner.makeCurrent()) {
        Mlflow.startSpan("ours inner").close();
      }
      inner.end();
    }
    outer.end();
    Trace trace = trace();
    assertThat(trace.data().spans())
        .extracting(Span::name)
        .containsExactly("app outer", "ours", "app inner", "ours inner");
    assertThat(span(trace, "ours").parentId()).isEqualTo(span(trace, "app outer").spanId());
    assertThat(span(trace, "app inner").parentId()).isEqualTo(span(trace, "ours").spanId());
    assertThat(span(trace, "ours inner").parentId()).isEqualTo(span(trace, "app inner").spanId());
    assertThat(trace.info().name()).isEqualTo("app outer");
    assertThat(trace.info().state()).isEqualTo(TraceState.OK);
    assertThat(exporter.getFinishedSpanItems()).hasSize(4);
    assertThat(exported("ours").getParentSpanId()).isEqualTo(exported("app outer").getSpanId());
    assertThat(exported("ours inner").getParentSpanId())
        .isEqualTo(exported("app inner").getSpanId());
    assertThat("tr-" + exported("ours").getTraceId()).isEqualTo(trace.info().traceId());
  }

  @Test
  void ourRootAndASpanOfTheApplicationAreOneTrace() {
    try (var ours = Mlflow.startSpan("ours")) {
      app.spanBuilder("app").startSpan().end();
    }
    assertThat(trace().data().spans()).extracting(Span::name).containsExactly("ours", "app");
    assertThat(span("app").parentId()).isEqualTo(span("ours").spanId());
    assertThat(trace().info().name()).isEqualTo("ours");
  }

  @Test
  void theApplicationsExporterSeesOursOnceWithJsonText() {
    try (var ours = Mlflow.startSpan("ours", SpanType.TOOL)) {
      ours.setInputs(Map.of("x", 1)).setOutputs("text").setAttribute("n", 5).addEvent("e");
    }
    SpanData data = exported("ours");
    assertThat(data.getAttributes().get(AttributeKey.stringKey("mlflow.spanInputs")))
        .isEqualTo("{\"x\": 1}");
    assertThat(data.getAttributes().get(AttributeKey.stringKey("n"))).isEqualTo("5");
    assertThat(data.getEvents()).hasSize(1);
    assertThat(data.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
    assertThat(data.getStartEpochNanos()).isEqualTo(span("ours").startTimeUnixNanos());
    assertThat(data.getEndEpochNanos()).isEqualTo(span("ours").endTimeUnixNanos());
    assertThat(trace().data().spans()).hasSize(1);
  }

  @Test
  void whatTheApplicationSetsOnOurSpanIsTakenAndKeepsItsType() {
    try (var ours = Mlflow.startSpan("ours")) {
      var current = io.opentelemetry.api.trace.Span.current();
      current.setAttribute("http.status", 200).setAttribute("text", "t").addEvent("native");
      ours.addEvent("own");
    }
    assertThat(span("ours").attribute("http.status")).isEqualTo(200L);
    assertThat(span("ours").attribute("text")).isEqualTo("t");
    assertThat(span("ours").events()).hasSize(2);
    SpanData data = exported("ours");
    assertThat(data.getAttributes().get(AttributeKey.longKey("http.status"))).isEqualTo(200L);
    assertThat(data.getAttributes().get(AttributeKey.stringKey("http.status"))).isNull();
    assertThat(data.getEvents()).hasSize(2);
  }

  @Test
  void aSpanOfTheApplicationIsTakenWithAllThatItHas() {
    var span = app.spanBuilder("app").setAttribute("k", true).startSpan();
    span.updateName("renamed");
    span.recordException(new IllegalStateException("x"));
    span.setStatus(StatusCode.ERROR, "bad");
    span.end();
    assertThat(span("renamed").attribute("k")).isEqualTo(true);
    assertThat(span("renamed").status().description()).isEqualTo("bad");
    assertThat(span("renamed").events()).hasSize(1);
    assertThat(trace().info().state()).isEqualTo(TraceState.ERROR);
  }

  @Test
  void theCurrentSpanMayBeOneOfTheApplication() {
    var span = app.spanBuilder("app").startSpan();
    try (var scope = span.makeCurrent()) {
      Mlflow.getCurrentActiveSpan().setAttribute("from", "us");
      Mlflow.updateCurrentTrace(t -> t.tag("a", "b"));
    }
    span.end();
    assertThat(span("app").attribute("from")).isEqualTo("us");
    assertThat(trace().info().tags()).containsEntry("a", "b");
  }

  @Test
  void aProcessorThatClearsTheEventsDoesNoHarm() {
    Mlflow.configure(span -> span.setEvents(List.of()));
    try (var ours = Mlflow.startSpan("ours")) {
      io.opentelemetry.api.trace.Span.current().addEvent("native");
    }
    assertThat(span("ours").events()).isEmpty();
    assertThat(exporter.getFinishedSpanItems()).hasSize(1);
  }

  @Test
  void belowARootThatIsNotSampledTheApplicationsSpansAreNotRecordedHere() {
    try (var silent = Mlflow.spanBuilder("silent").samplingRatio(0).start()) {
      app.spanBuilder("app").startSpan().end();
      Mlflow.startSpan("ours").close();
    }
    assertThat(traces()).isEmpty();
    assertThat(exporter.getFinishedSpanItems())
        .extracting(SpanData::getName)
        .containsExactly("app");
  }

  @Test
  void aSpanOfTheApplicationThatStartsLateDoesNotRenameTheTrace() {
    var root = app.spanBuilder("app root").startSpan();
    var context = io.opentelemetry.context.Context.root().with(root);
    root.end();
    app.spanBuilder("late").setParent(context).startSpan().end();
    assertThat(trace().info().name()).isEqualTo("app root");
    assertThat(trace().data().spans()).hasSize(2);
  }

  @Test
  void aTraceThatIsEndedHereLeavesTheApplicationsSpanOpen() {
    setting("mlflow.trace.buffer.max.size", 1);
    Mlflow.setOpenTelemetry(sdk);
    var first = app.spanBuilder("first").startSpan();
    var second = app.spanBuilder("second").startSpan();
    assertThat(first.isRecording()).isTrue();
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
    first.end();
    second.end();
    assertThat(exporter.getFinishedSpanItems()).hasSize(2);
    assertThat(traces()).hasSize(2);
  }

  @Test
  void afterPartingOurSpansAreOursAlone() {
    Mlflow.setOpenTelemetry(null);
    Mlflow.startSpan("ours").close();
    assertThat(exporter.getFinishedSpanItems()).isEmpty();
    assertThat(trace().info().name()).isEqualTo("ours");
  }
}
