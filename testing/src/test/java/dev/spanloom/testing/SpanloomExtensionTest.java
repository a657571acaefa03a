package dev.spanloom.testing;

import static dev.spanloom.testing.SpanloomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;

class SpanloomExtensionTest {
  @RegisterExtension final SpanloomExtension tracing = new SpanloomExtension();

  @Test
  void theOnlyTraceIsFoundWithoutWaiting() {
    Mlflow.startSpan("only").close();
    assertThat(tracing.trace()).hasRootNamed("only").isOk();
  }

  @Test
  void noTraceAndSeveralTracesAreClearErrors() {
    assertThatThrownBy(tracing::trace)
        .isInstanceOf(AssertionError.class)
        .hasMessage("Expected exactly one trace, but there are none");
    Mlflow.startSpan("first").close();
    Mlflow.startSpan("second").close();
    assertThatThrownBy(tracing::trace).hasMessageContaining("2").hasMessageContaining("\"second\"");
    assertThat(tracing.traces()).hasSize(2);
  }

  @Test
  void itWaitsForTracesOfOtherThreads() throws Exception {
    Thread thread = new Thread(() -> Mlflow.startSpan("elsewhere").close());
    thread.start();
    assertThat(tracing.waitForTraces(1, Duration.ofMinutes(1))).hasSize(1);
    thread.join();
  }

  @Test
  void waitingInVainNamesTheOpenSpans() {
    LiveSpan open = Mlflow.startSpan("still running");
    assertThatThrownBy(() -> tracing.waitForTraces(1, Duration.ofMillis(20)))
        .hasMessageContaining("Expected 1 complete traces")
        .hasMessageContaining("\"still running\"");
    open.close();
  }

  @Test
  void aSpanLeftOpenFailsTheTestWithItsNameAndPlace() {
    SpanloomExtension strict = new SpanloomExtension().failOnOpenSpans();
    strict.beforeEach(passed());
    LiveSpan forgotten = Mlflow.startSpan("forgotten");
    assertThatThrownBy(() -> strict.afterEach(passed()))
        .hasMessageContaining("left spans open")
        .hasMessageContaining("\"forgotten\" started at ")
        .hasMessageContaining("SpanloomExtensionTest.java:");
    forgotten.close();
    tracing.beforeEach(passed());
    Mlflow.startSpan("next").close();
    assertThat(tracing.trace()).root().hasName("next").isRoot();
  }

  @Test
  void aTraceThatNobodyLookedAtFailsTheTest() {
    SpanloomExtension strict = new SpanloomExtension().failOnUnreadTraces();
    strict.beforeEach(passed());
    Mlflow.startSpan("seen").close();
    assertThat(strict.traces()).hasSize(1);
    Mlflow.startSpan("unseen").close();
    assertThatThrownBy(() -> strict.afterEach(passed()))
        .hasMessageContaining("never looked at: 1: [\"unseen\"");
  }

  @Test
  void readingByIdCountsAsLooking() {
    SpanloomExtension strict = new SpanloomExtension().failOnUnreadTraces().failOnOpenSpans();
    strict.beforeEach(passed());
    Mlflow.startSpan("seen").close();
    assertThat(Mlflow.getTrace(Mlflow.getLastActiveTraceId().orElseThrow())).isPresent();
    strict.afterEach(passed());
  }

  @Test
  void aTestThatFailedAnywayIsNotFailedAgain() {
    SpanloomExtension strict = new SpanloomExtension().failOnOpenSpans();
    strict.beforeEach(passed());
    LiveSpan forgotten = Mlflow.startSpan("forgotten");
    strict.afterEach(context(Optional.of(new AssertionError("the test's own"))));
    forgotten.close();
  }

  private static ExtensionContext passed() {
    return context(Optional.empty());
  }

  /** Only what the extension asks for. */
  private static ExtensionContext context(Optional<Throwable> failure) {
    return (ExtensionContext)
        Proxy.newProxyInstance(
            ExtensionContext.class.getClassLoader(),
            new Class<?>[] {ExtensionContext.class},
            (proxy, method, arguments) ->
                method.getName().equals("getExecutionException") ? failure : null);
  }
}
