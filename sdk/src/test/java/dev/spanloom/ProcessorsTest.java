package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TraceMetadataKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessorsTest extends TracingTest {
  private static final byte[] SECRET = "secret".getBytes(StandardCharsets.UTF_8);

  private static void traceSecret() {
    try (var span = Mlflow.startSpan("s", SpanType.TOOL)) {
      span.setInputs("secret").setOutputs("secret").setAttribute("k", "secret");
      span.addEvent("e", Map.of("a", "secret"));
      int[] places = {0, SECRET.length};
      span.addTextEvents(index -> "t", new long[] {1}, "a", TextTemplate.WHOLE, SECRET, places, 1);
    }
  }

  @Test
  void aProcessorMasksWhatIsExported() {
    Mlflow.configure(span -> span.setOutputs("masked"), span -> span.removeAttribute("k"));
    traceSecret();
    assertThat(span().outputs()).isEqualTo("masked");
    assertThat(span().inputs()).isEqualTo("secret");
    assertThat(span().attributes()).doesNotContainKey("k");
    assertThat(trace().info().traceMetadata())
        .containsEntry(TraceMetadataKey.OUTPUTS, "\"masked\"");
    assertThat(trace().info().responsePreview()).isEqualTo("\"masked\"");
  }

  @Test
  void processorsRunInTheirOrder() {
    List<String> calls = new ArrayList<>();
    Mlflow.configure(span -> calls.add("first"), span -> calls.add("second"));
    traceSecret();
    assertThat(calls).containsExactly("first", "second");
  }

  @Test
  void aProcessorThatFailsCostsTheContentAndNeverTheSpan() {
    Mlflow.configure(
        span -> {
          throw new IllegalStateException("redaction broke on secret");
        });
    try (var outer = Mlflow.startSpan("outer")) {
      traceSecret();
      outer.recordException(new RuntimeException("secret"));
    }
    assertThat(trace().toJson()).doesNotContain("secret").contains("withheld");
    assertThat(trace().data().spans()).hasSize(2);
    assertThat(span("s").spanType()).isEqualTo(SpanType.TOOL);
    assertThat(span("s").status().statusCode().name()).isEqualTo("OK");
  }

  @Test
  void evenAnErrorOfAProcessorDoesNotReachTheProgram() {
    Mlflow.configure(
        span -> {
          throw new StackOverflowError();
        });
    traceSecret();
    assertThat(trace().toJson()).doesNotContain("secret");
  }

  @Test
  void whatIsShownOfARunningTraceIsRedactedToo() {
    Mlflow.configure(span -> span.setInputs("masked"));
    try (var span = Mlflow.startSpan("s")) {
      span.setInputs("secret");
      assertThat(Mlflow.getTrace(span.traceId()).orElseThrow().toJson())
          .doesNotContain("secret")
          .contains("masked");
      assertThat(span.inputs()).isEqualTo("secret");
    }
  }

  @Test
  void aScopeRestoresTheProcessorsBeforeEvenWhenTheBodyThrows() {
    Mlflow.configure(span -> span.setAttribute("always", 1));
    assertThatThrownBy(
            () -> {
              try (var scope = Mlflow.configureScope(span -> span.setAttribute("inside", 1))) {
                Mlflow.startSpan("inside").close();
                throw new IllegalStateException("x");
              }
            })
        .isInstanceOf(IllegalStateException.class);
    Mlflow.startSpan("after").close();
    assertThat(span(traces().get(0), "inside").attributes())
        .containsKey("inside")
        .doesNotContainKey("always");
    assertThat(span(traces().get(1), "after").attributes())
        .containsKey("always")
        .doesNotContainKey("inside");
  }

  @Test
  void noneClearsThem() {
    Mlflow.configure(span -> span.setAttribute("a", 1));
    Mlflow.configure();
    traceSecret();
    assertThat(span().attributes()).doesNotContainKey("a");
  }
}
