package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TracedFunctionsTest extends TracingTest {
  @Test
  void argumentsAreInputsAndTheResultIsTheOutput() {
    BiFunction<Integer, Integer, Integer> add =
        Mlflow.traced("add")
            .spanType(SpanType.TOOL)
            .functionName("plus")
            .parameterNames("x", "y")
            .attribute("delta", 1)
            .biFunction(Integer::sum);
    assertThat(add.apply(2, 5)).isEqualTo(7);
    Span span = span();
    assertThat(span.name()).isEqualTo("add");
    assertThat(span.spanType()).isEqualTo("TOOL");
    assertThat(span.inputs()).isEqualTo(Map.of("x", 2L, "y", 5L));
    assertThat(span.outputs()).isEqualTo(7L);
    assertThat(span.attributes())
        .containsEntry("delta", 1L)
        .containsEntry(SpanAttributeKey.FUNCTION_NAME, "plus");
    assertThat(trace().info().traceMetadata())
        .containsEntry("mlflow.traceInputs", "{\"x\": 2, \"y\": 5}")
        .containsEntry("mlflow.traceOutputs", "7");
  }

  @Test
  void tracedFunctionsNestWithBlocksInEitherOrder() {
    Function<Integer, Integer> inner = Mlflow.traced("inner", (Integer x) -> x + 1);
    Function<Integer, Integer> outer =
        Mlflow.traced(
            "outer",
            (Integer x) -> {
              try (var block = Mlflow.startSpan("block")) {
                return inner.apply(x);
              }
            });
    Mlflow.runWithSpan("root", span -> outer.apply(1));
    assertThat(trace().data().spans())
        .extracting(Span::name)
        .containsExactly("root", "outer", "block", "inner");
    assertThat(span("inner").parentId()).isEqualTo(span("block").spanId());
    assertThat(span("block").parentId()).isEqualTo(span("outer").spanId());
  }

  @Test
  void everyFormOfFunctionIsTraced() throws Exception {
    Supplier<String> supplier = Mlflow.traced("supplier", () -> "s");
    Callable<String> callable = Mlflow.traced("callable").callable(() -> "c");
    Mlflow.traced("runnable", () -> {}).run();
    assertThat(supplier.get()).isEqualTo("s");
    assertThat(callable.call()).isEqualTo("c");
    assertThat(traces())
        .extracting(t -> t.info().name())
        .containsExactly("runnable", "supplier", "callable");
  }

  @Test
  void aNullResultIsAnOutputOfNull() {
    Mlflow.traced("f", (String a) -> null).apply(null);
    assertThat(span().attributeValues().get(SpanAttributeKey.OUTPUTS).json()).isEqualTo("null");
    assertThat(span().attributeValues().get(SpanAttributeKey.INPUTS).json())
        .isEqualTo("{\"arg0\": null}");
  }

  @Test
  void outputsThatTheFunctionSetsItselfStay() {
    Mlflow.traced(
            "f",
            () -> {
              Mlflow.getCurrentActiveSpan().setOutputs("explicit");
              return "returned";
            })
        .get();
    assertThat(span().outputs()).isEqualTo("explicit");
  }

  @Test
  void whatAFunctionThrowsIsThrownOnUnchanged() {
    IOException thrown = new IOException("x");
    Callable<Object> failing =
        Mlflow.traced("f")
            .callable(
                () -> {
                  throw thrown;
                });
    assertThatThrownBy(failing::call).isSameAs(thrown);
    assertThat(span().status()).isEqualTo(SpanStatus.error("IOException: x"));
    assertThat(span().attributes()).doesNotContainKey(SpanAttributeKey.OUTPUTS);
  }

  @Test
  void anExperimentCountsOnlyWhereATraceBegins() {
    Supplier<Integer> f = Mlflow.traced("f").experimentId("9").supplier(() -> 1);
    f.get();
    Mlflow.runWithSpan("root", span -> f.get());
    assertThat(traces()).extracting(t -> t.info().experimentId()).containsExactly("9", "0");
  }

  @Test
  void theSpanOfAFutureEndsWithIt() {
    CompletableFuture<String> future = new CompletableFuture<>();
    Supplier<CompletableFuture<String>> f = Mlflow.traced("f", () -> future);
    CompletableFuture<String> result = f.get();
    assertThat(result).isSameAs(future);
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    assertThat(Mlflow.getLastActiveTraceId()).isEmpty();
    future.complete("later");
    assertThat(span().outputs()).isEqualTo("later");
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void aFutureThatFailsOrIsCancelledFailsTheSpan() {
    CompletableFuture<String> failing = new CompletableFuture<>();
    Mlflow.traced("failing", () -> failing).get();
    failing.completeExceptionally(new IOException("late"));
    CompletableFuture<String> cancelled = new CompletableFuture<>();
    Mlflow.traced("cancelled", () -> cancelled).get().cancel(true);
    assertThat(span(traces().get(0), "failing").status())
        .isEqualTo(SpanStatus.error("IOException: late"));
    assertThat(span(traces().get(1), "cancelled").status().description())
        .startsWith("CancellationException");
  }

  @Test
  void aFutureThatIsDoneAlreadyEndsTheSpanAtOnce() {
    Mlflow.traced("f", () -> CompletableFuture.completedFuture(List.of(1))).get();
    assertThat(span().outputs()).isEqualTo(List.of(1L));
  }

  @Test
  void anotherResultIsGivenBackItself() {
    Object result = new Object();
    assertThat(Mlflow.traced("f", () -> result).get()).isSameAs(result);
  }

  @Test
  void withoutTracingTheFunctionWorksTheSame() {
    Mlflow.disable();
    assertThat(Mlflow.traced("f", (Integer x) -> x + 1).apply(1)).isEqualTo(2);
    assertThat(traces()).isEmpty();
  }
}
