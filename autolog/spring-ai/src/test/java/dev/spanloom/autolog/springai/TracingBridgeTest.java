package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Micrometer Tracing's bridge to OpenTelemetry in the same registry, before us and behind us. */
class TracingBridgeTest extends Tracing {
  private static final ChatCompletionsWire WIRE = new ChatCompletionsWire();

  private final InMemorySpanExporter theirs = InMemorySpanExporter.create();
  private final SdkTracerProvider tracerProvider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(theirs)).build();

  @AfterEach
  void closeProvider() {
    tracerProvider.close();
  }

  private ObservationRegistry registry(boolean bridgeFirst) {
    ObservationHandler<Observation.Context> bridge =
        new DefaultTracingObservationHandler(
            new OtelTracer(
                tracerProvider.get("application"), new OtelCurrentTraceContext(), event -> {}));
    SpringAiObservationHandler ours = new SpringAiObservationHandler(AutologOptions.DEFAULT);
    return bridgeFirst ? Registries.tracing(bridge, ours) : Registries.tracing(ours, bridge);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothHaveOneTreeOfTheirOwn(boolean bridgeFirst) {
    ObservationRegistry registry = registry(bridgeFirst);
    provider.reply(
        WIRE.toolCall("get_weather", "{\"city\":\"Graz\"}"), WIRE.answer("Take a coat.", 40, 5));

    try (LiveSpan span = Mlflow.startSpan("around")) {
      Observation.createNotStarted("http.server.requests", registry)
          .observe(
              () ->
                  Models.client(Models.chat(provider.url(), "key", registry), registry)
                      .build()
                      .prompt("Is it raining in Graz?")
                      .toolCallbacks(Tools.named("get_weather"))
                      .call()
                      .content());
      assertThat(Mlflow.getCurrentActiveSpan().spanId()).isEqualTo(span.spanId());
    }

    Trace ours = onlyTrace();
    Span agent = named(ours, "ChatClient.call");
    assertThat(agent.parentId()).isEqualTo(named(ours, "around").spanId());
    assertThat(all(ours, "ChatModel")).hasSize(2);
    assertThat(isBelow(ours, named(ours, "get_weather"), agent))
        .as("%s", ours.data().spans())
        .isTrue();
    assertThat(ours.data().spans()).extracting(Span::name).doesNotContain("http.server.requests");

    List<SpanData> spans = theirs.getFinishedSpanItems();
    assertThat(spans).extracting(SpanData::getTraceId).containsOnly(spans.get(0).getTraceId());
    assertThat(spans)
        .filteredOn(span -> !span.getParentSpanContext().isValid())
        .extracting(SpanData::getName)
        .containsExactly("http.server.requests");
    assertThat(spans).hasSizeGreaterThanOrEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereWeJoinTheApplicationsOpenTelemetryAllIsOneTrace(boolean bridgeFirst) {
    SdkTracerProvider joined =
        SdkTracerProvider.builder().addSpanProcessor(Mlflow.openTelemetrySpanProcessor()).build();
    OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder().setTracerProvider(joined).build();
    Mlflow.setOpenTelemetry(openTelemetry);
    ObservationHandler<Observation.Context> bridge =
        new DefaultTracingObservationHandler(
            new OtelTracer(joined.get("application"), new OtelCurrentTraceContext(), event -> {}));
    SpringAiObservationHandler mine = new SpringAiObservationHandler(AutologOptions.DEFAULT);
    ObservationRegistry registry =
        bridgeFirst ? Registries.tracing(bridge, mine) : Registries.tracing(mine, bridge);
    provider.reply(WIRE.answer("It is blue.", 23, 7));

    try {
      Observation.createNotStarted("http.server.requests", registry)
          .observe(
              () ->
                  Models.client(Models.chat(provider.url(), "key", registry), registry)
                      .build()
                      .prompt("Which colour?")
                      .call()
                      .content());
      Trace trace = onlyTrace();
      assertThat(trace.data().spans())
          .filteredOn(span -> span.parentId() == null)
          .extracting(Span::name)
          .containsExactly("http.server.requests");
      assertThat(all(trace, "ChatClient.call")).hasSize(1);
      assertThat(isBelow(trace, named(trace, "ChatModel"), named(trace, "ChatClient.call")))
          .as("%s", trace.data().spans())
          .isTrue();
    } finally {
      Mlflow.setOpenTelemetry(null);
      openTelemetry.close();
    }
  }
}
