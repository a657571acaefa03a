package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.testjvms.IdlePort;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** Health and meters of the export. */
public abstract class ActuatorContract extends BootContract {
  private IdlePort idle;

  @BeforeEach
  void holdAPort() throws IOException {
    idle = IdlePort.any();
  }

  @AfterEach
  void freeThePort() throws IOException {
    idle.close();
  }

  private ConfigurableApplicationContext serve(Class<?> application, String... properties) {
    String[] all = new String[properties.length + 2];
    System.arraycopy(properties, 0, all, 0, properties.length);
    all[properties.length] = "management.endpoints.web.exposure.include=*";
    all[properties.length + 1] = "management.endpoint.health.show-details=always";
    return start(WebApplicationType.SERVLET, application, all);
  }

  @Test
  void theHealthIsUpAndShowsTheCounts() {
    var context = serve(WebBeans.class);
    Mlflow.startSpan("asked").close();
    assertThat(traces()).hasSize(1);
    var health = get(context, "/actuator/health/spanloom");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body())
        .contains("\"status\":\"UP\"", "\"spansWritten\":1", "\"trackingUri\":\"memory:\"")
        .contains("\"spansDropped\":0");
  }

  @Test
  void lookingAtItOpensNothing() {
    var context = serve(WebBeans.class);
    get(context, "/actuator/health/spanloom");
    assertThat(get(context, "/actuator/health/spanloom").body()).contains("\"destinations\":[]");
  }

  @Test
  void aDestinationThatFailsForLongIsDown() throws IOException {
    var context =
        serve(
            WebBeans.class,
            "spanloom.spool.enabled=false",
            "spanloom.shutdown-timeout=0s",
            "spanloom.health.failing-after=0s");
    Mlflow.setTrackingUri("http://127.0.0.1:" + idle.number());
    Mlflow.startSpan("lost").close();
    await("a write has failed", () -> Mlflow.exportStats().writesFailed() > 0);
    var health = get(context, "/actuator/health/spanloom");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).contains("\"status\":\"DOWN\"", "has taken nothing for");
  }

  @Test
  void aDestinationThatFailsForAShortTimeIsUp() throws IOException {
    var context =
        serve(WebBeans.class, "spanloom.spool.enabled=false", "spanloom.shutdown-timeout=0s");
    Mlflow.setTrackingUri("http://127.0.0.1:" + idle.number());
    Mlflow.startSpan("waiting").close();
    await("a write has failed", () -> Mlflow.exportStats().writesFailed() > 0);
    assertThat(get(context, "/actuator/health/spanloom").body()).contains("\"status\":\"UP\"");
  }

  @Test
  void droppedSpansPutItOutOfServiceForAWhile() throws IOException {
    var context =
        serve(
            WebBeans.class,
            "spanloom.spool.enabled=false",
            "spanloom.shutdown-timeout=0s",
            "spanloom.export.max-queued-bytes=1");
    Mlflow.setTrackingUri("http://127.0.0.1:" + idle.number());
    await(
        "a span was dropped",
        () -> {
          Mlflow.startSpan("too much").close();
          return Mlflow.exportStats().spansDropped() > 0;
        });
    assertThat(get(context, "/actuator/health/spanloom").body())
        .contains("\"status\":\"OUT_OF_SERVICE\"", "spans were dropped");
  }

  @Test
  void aWhileLaterItIsUpAgain() throws IOException {
    var context =
        serve(
            WebBeans.class,
            "spanloom.spool.enabled=false",
            "spanloom.shutdown-timeout=0s",
            "spanloom.export.max-queued-bytes=1",
            "spanloom.health.drop-window=0s");
    Mlflow.setTrackingUri("http://127.0.0.1:" + idle.number());
    await(
        "a span was dropped",
        () -> {
          Mlflow.startSpan("too much").close();
          return Mlflow.exportStats().spansDropped() > 0;
        });
    assertThat(get(context, "/actuator/health/spanloom").body()).contains("\"status\":\"UP\"");
  }

  @Test
  void theHealthIsSwitchedOffLikeAnyOther() {
    var context = serve(WebBeans.class, "management.health.spanloom.enabled=false");
    assertThat(get(context, "/actuator/health/spanloom").statusCode()).isEqualTo(404);
  }

  @Test
  void theCountsAreMeters() {
    var context = serve(WebBeans.class);
    Mlflow.startSpan("asked").close();
    assertThat(traces()).hasSize(1);
    assertThat(get(context, "/actuator/metrics/spanloom.export.spans?tag=outcome:written").body())
        .contains("\"value\":1.0");
    for (String meter :
        new String[] {
          "spanloom.export.spans?tag=outcome:dropped",
          "spanloom.export.attachments?tag=outcome:dropped",
          "spanloom.export.failures",
          "spanloom.export.retries",
          "spanloom.export.queued",
          "spanloom.export.queued.size",
          "spanloom.export.lag",
          "spanloom.spool.size"
        }) {
      assertThat(get(context, "/actuator/metrics/" + meter).body())
          .as(meter)
          .contains("\"value\":0.0");
    }
  }
}
