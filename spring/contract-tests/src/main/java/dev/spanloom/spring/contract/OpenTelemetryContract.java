package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

/** Beside Micrometer Tracing on OpenTelemetry, in the same application. */
public abstract class OpenTelemetryContract extends BootContract {
  private static final String SAMPLED = "management.tracing.sampling.probability=1";
  private static final String JOINED = "mlflow.use-default-tracer-provider=false";

  @Test
  void byDefaultTheTwoDoNotSeeEachOther() {
    var registry = start(PlainApplication.class, SAMPLED).getBean(ObservationRegistry.class);
    try (var outer = Mlflow.startSpan("outer")) {
      Observation.createNotStarted("observed", registry)
          .observe(() -> Mlflow.startSpan("inner").close());
    }
    Trace trace = onlyTrace();
    assertThat(names(trace)).containsExactlyInAnyOrder("outer", "inner");
    assertThat(span(trace, "inner").parentId()).isEqualTo(span(trace, "outer").spanId());
  }

  @Test
  void joinedAnObservationIsASpanBetweenOurs() {
    var registry =
        start(PlainApplication.class, SAMPLED, JOINED).getBean(ObservationRegistry.class);
    try (var outer = Mlflow.startSpan("outer")) {
      Observation.createNotStarted("observed", registry)
          .observe(() -> Mlflow.startSpan("inner").close());
    }
    Trace trace = onlyTrace();
    assertThat(span(trace, "outer").parentId()).isNull();
    assertThat(span(trace, "observed").parentId()).isEqualTo(span(trace, "outer").spanId());
    assertThat(span(trace, "inner").parentId()).isEqualTo(span(trace, "observed").spanId());
  }

  @Test
  void joinedTheObservationOfARequestIsTheRootAndTheHandlerItsChild() {
    var context = start(WebApplicationType.SERVLET, WebBeans.class, SAMPLED, JOINED);
    get(context, "/orders/7", "traceparent", RequestsContract.TRACEPARENT);
    await("the request's span has ended", () -> spanCount() == 2);
    Trace trace = onlyTrace();
    Span request = root(trace);
    assertThat(request.parentId()).isEqualTo(RequestsContract.PARENT);
    assertThat(request.otelTraceId()).isEqualTo(RequestsContract.TRACE);
    assertThat(span(trace, "order").parentId()).isEqualTo(request.spanId());
  }

  @Test
  void joinedAnAsynchronousChildFindsItsParent() {
    var context = start(TaskBeans.class, SAMPLED, JOINED);
    try (var outer = Mlflow.startSpan("outer")) {
      TaskContextContract.executor(context)
          .submitCompletable(() -> Mlflow.startSpan("child").close())
          .join();
    }
    Trace trace = onlyTrace();
    assertThat(span(trace, "child").parentId()).isEqualTo(span(trace, "outer").spanId());
  }
}
