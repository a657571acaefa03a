package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.MlflowException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An OpenTelemetry endpoint beside, or in place of, a tracking URI; as in MLflow. */
class OtlpEnvironmentTest extends OtlpCase {
  private OtlpPeer peer;

  @BeforeEach
  void nameABackend() {
    peer = closedLater(new OtlpPeer());
    property("otel.exporter.otlp.traces.endpoint", "http://127.0.0.1:" + peer.port());
    Mlflow.setTrackingUri("memory:");
  }

  private static String trace() {
    try (var span = Mlflow.startSpan("answer")) {
      return span.traceId();
    }
  }

  @Test
  void anEndpointTakesThePlaceOfTheTrackingUri() {
    String id = trace();
    flushed();
    assertThat(peer.spans()).hasSize(1);
    assertThatThrownBy(() -> Mlflow.getTrace(id)).isInstanceOf(MlflowException.class);
  }

  @Test
  void bothGetEverySpanWhereThatIsWanted() {
    property("mlflow.trace.enable.otlp.dual.export", "true");
    String id = trace();
    flushed();
    assertThat(peer.spans()).hasSize(1);
    assertThat(Mlflow.getTrace(id).orElseThrow().data().spans()).hasSize(1);
  }

  @Test
  void anEndpointThatIsForOthersIsLeftAlone() {
    property("mlflow.enable.otlp.exporter", "false");
    String id = trace();
    flushed();
    assertThat(peer.spans()).isEmpty();
    assertThat(Mlflow.getTrace(id)).isPresent();
  }
}
