package dev.spanloom.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.TraceQuery;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenTelemetry's exporters, with tokens and without. */
class OtlpTokenTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path folder;

  private LiveServer server;
  private String ingest = "";
  private String read = "";

  @BeforeEach
  void start() {
    TokenFile file = new TokenFile(folder.resolve("tokens.json"));
    ingest = "Bearer " + file.create("sender", Set.of(Role.INGEST), 0).secret();
    read = "Bearer " + file.create("reader", Set.of(Role.READ), 0).secret();
    server = new LiveServer(ServerOptions.builder().tokenFile(file.path()).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Whether the exporter itself says that a span of it was taken. */
  private static boolean sends(SpanExporter exporter) {
    List<SpanData> spans = new ArrayList<>();
    try (SdkTracerProvider provider =
            SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new Collected(spans)))
                .build();
        exporter) {
      provider.get("tests").spanBuilder("s").startSpan().end();
      assertThat(spans).hasSize(1);
      return exporter.export(spans).join(60, TimeUnit.SECONDS).isSuccess();
    }
  }

  private record Collected(List<SpanData> spans) implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> ended) {
      spans.addAll(ended);
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

  private boolean sendsOverGrpc(String authorization) {
    return sends(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint(server.uri("/").toString())
            .setTimeout(PATIENCE)
            .addHeader("authorization", authorization)
            .build());
  }

  private boolean sendsOverHttp(String authorization) {
    return sends(
        OtlpHttpSpanExporter.builder()
            .setEndpoint(server.uri("/v1/traces").toString())
            .setTimeout(PATIENCE)
            .addHeader("authorization", authorization)
            .build());
  }

  private long stored() {
    return server.store().search().count(TraceQuery.builder("0").build());
  }

  @Test
  void whoMaySendIsTaken() {
    assertThat(sendsOverGrpc(ingest)).isTrue();
    assertThat(sendsOverHttp(ingest)).isTrue();
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void whoMayNotIsNot() {
    for (String authorization : new String[] {read, "Bearer nonsense", "none"}) {
      assertThat(sendsOverGrpc(authorization)).as("gRPC").isFalse();
      assertThat(sendsOverHttp(authorization)).as("HTTP").isFalse();
    }
    assertThat(stored()).isZero();
  }
}
