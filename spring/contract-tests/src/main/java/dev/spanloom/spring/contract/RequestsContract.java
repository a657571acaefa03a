package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Hooks;

/** Requests that come in, whatever serves them. */
public abstract class RequestsContract extends BootContract {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String PARENT = "b7ad6b7169203331";
  static final String TRACEPARENT = "00-" + TRACE + "-" + PARENT + "-01";

  private final WebApplicationType type;

  protected RequestsContract(WebApplicationType type) {
    this.type = type;
  }

  protected ConfigurableApplicationContext serve(String... properties) {
    return start(type, WebBeans.class, properties);
  }

  /** The answer is there before the span ends. */
  protected static void awaitRequestSpan() {
    await(
        "a span of a request has ended",
        () ->
            traces().stream()
                .anyMatch(
                    trace ->
                        trace.data().spans().stream()
                            .anyMatch(span -> span.kind() == SpanKind.SERVER && span.isEnded())));
  }

  @Test
  void aRootOfTheHandlerJoinsTheTraceOfTheCaller() {
    var context = serve();
    assertThat(get(context, "/orders/7", "traceparent", TRACEPARENT).body()).isEqualTo("order 7");
    Span order = span(onlyTrace(), "order");
    assertThat(order.otelTraceId()).isEqualTo(TRACE);
    assertThat(order.parentId()).isEqualTo(PARENT);
  }

  @Test
  void aCallerThatDoesNotRecordSilencesTheHandler() {
    var context = serve();
    get(context, "/orders/7", "traceparent", "00-" + TRACE + "-" + PARENT + "-00");
    assertThat(traces()).isEmpty();
  }

  @Test
  void nonsenseBeginsATraceAndTheNextRequestOnTheThreadIsItsOwn() {
    var context = serve();
    get(context, "/orders/7", "traceparent", TRACEPARENT);
    get(context, "/orders/8", "traceparent", "nonsense");
    get(context, "/orders/9");
    assertThat(traces()).hasSize(3);
    assertThat(root(traces().get(1)).parentId()).isNull();
    assertThat(root(traces().get(2)).parentId()).isNull();
  }

  @Test
  void requestsByThemselvesAreNotRecorded() {
    var context = serve();
    assertThat(get(context, "/plain", "traceparent", TRACEPARENT).body()).isEqualTo("plain");
    assertThat(traces()).isEmpty();
  }

  @Test
  void aRequestSpanHasRoutePathQueryAndStatusAndNothingElse() {
    var context = serve("spanloom.web.request-spans=true");
    get(context, "/orders/7?q=x", "Authorization", "Bearer secret");
    awaitRequestSpan();
    Trace trace = onlyTrace();
    Span request = span(trace, "GET /orders/{id}");
    assertThat(request.kind()).isEqualTo(SpanKind.SERVER);
    assertThat(request.inputs()).isEqualTo(Map.of("path", "/orders/7", "query", "q=x"));
    assertThat(request.outputs()).isEqualTo(Map.of("status", 200L));
    assertThat(request.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(span(trace, "order").parentId()).isEqualTo(request.spanId());
    assertThat(trace.toJson()).doesNotContain("secret");
    assertThat(trace.info().tags()).containsEntry("mlflow.traceName", "GET /orders/{id}");
  }

  @Test
  void aRequestSpanContinuesTheCaller() {
    var context = serve("spanloom.web.request-spans=true");
    get(context, "/plain", "traceparent", TRACEPARENT);
    awaitRequestSpan();
    Span request = span(onlyTrace(), "GET /plain");
    assertThat(request.otelTraceId()).isEqualTo(TRACE);
    assertThat(request.parentId()).isEqualTo(PARENT);
  }

  @Test
  void aRequestThatBreaksIsAnError() {
    var context = serve("spanloom.web.request-spans=true");
    assertThat(get(context, "/broken").statusCode()).isEqualTo(500);
    awaitRequestSpan();
    Span request = span(onlyTrace(), "GET /broken");
    assertThat(request.outputs()).isEqualTo(Map.of("status", 500L));
    assertThat(request.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(request.status().description()).contains("broken");
    assertThat(request.events()).hasSize(1);
  }

  @Test
  void aPageThatIsNotThereIsNoError() {
    var context = serve("spanloom.web.request-spans=true");
    assertThat(get(context, "/nowhere").statusCode()).isEqualTo(404);
    awaitRequestSpan();
    Span request = root(onlyTrace());
    assertThat(request.outputs()).isEqualTo(Map.of("status", 404L));
    assertThat(request.status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void aReactiveHandlerJoinsTheTraceOfTheCaller() {
    var context = serve("spring.reactor.context-propagation=auto");
    try {
      assertThat(get(context, "/mono", "traceparent", TRACEPARENT).body()).isEqualTo("mono");
      assertThat(get(context, "/flux", "traceparent", TRACEPARENT).body()).contains("a");
      await("both have ended", () -> spanCount() == 3);
      Trace trace = onlyTrace();
      assertThat(span(trace, "mono").parentId()).isEqualTo(PARENT);
      assertThat(span(trace, "flux").parentId()).isEqualTo(PARENT);
      assertThat(span(trace, "inside").parentId()).isEqualTo(span(trace, "mono").spanId());
    } finally {
      Hooks.disableAutomaticContextPropagation();
    }
  }
}
