package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.internal.hosting.Host;
import dev.spanloom.internal.hosting.Hosts;
import dev.spanloom.internal.settings.Settings;
import dev.spanloom.internal.woven.MethodCalls;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A framework that brings settings and ends the SDK, and what it needs for interceptors. */
class HostedTracingTest extends TracingTest {
  private final Host sampling = host("MLFLOW_TRACE_SAMPLING_RATIO", "0");
  private final Host other = host("MLFLOW_TRACE_SAMPLING_RATIO", "1");

  private static Host host(String name, String value) {
    return new Host() {
      @Override
      public String setting(String asked) {
        return asked.equals(name) ? value : null;
      }

      @Override
      public Duration shutdownTimeout() {
        return Duration.ofSeconds(1);
      }
    };
  }

  @AfterEach
  void leave() {
    Hosts.leave(sampling);
    Hosts.leave(other);
  }

  @Test
  void itsSettingsGoBeforeThoseOfTheProcess() {
    Hosts.enter(sampling);
    setting("mlflow.trace.sampling.ratio", 1);
    Mlflow.startSpan("not sampled").close();
    assertThat(traces()).isEmpty();
  }

  @Test
  void whatItDoesNotSayTheProcessSays() {
    Hosts.enter(sampling);
    setting("mlflow.run.id", "run");
    assertThat(Settings.ofProcess().text("MLFLOW_RUN_ID")).contains("run");
  }

  @Test
  void theLastOneCountsUntilItLeaves() {
    Hosts.enter(sampling);
    Hosts.enter(other);
    assertThat(Settings.ofProcess().text("MLFLOW_TRACE_SAMPLING_RATIO")).contains("1");
    Hosts.leave(other);
    assertThat(Settings.ofProcess().text("MLFLOW_TRACE_SAMPLING_RATIO")).contains("0");
  }

  @Test
  void aResetWithALimitDoesNotWaitForAServerThatNeverAnswers() throws Exception {
    setting("spanloom.spool", "off");
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Mlflow.setTrackingUri("http://127.0.0.1:" + silent.getLocalPort());
      Mlflow.startSpan("never written").close();
      CompletableFuture.runAsync(() -> Mlflow.reset(Duration.ofMillis(100)))
          .get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void headersOfInterceptedCallsAreEmptyOutsideOfASpan() {
    assertThat(MethodCalls.outgoingHeaders()).isEmpty();
    try (LiveSpan span = Mlflow.startSpan("s")) {
      assertThat(MethodCalls.outgoingHeaders())
          .isEqualTo(Mlflow.tracingHeaders())
          .containsKey("traceparent");
    }
  }

  @Trace
  static class Annotated {
    public String shown() {
      return "";
    }

    String hidden() {
      return "";
    }

    @Override
    public String toString() {
      return "annotated";
    }
  }

  @Test
  void onAClassTheAnnotationMeansItsPublicMethodsOnly() throws NoSuchMethodException {
    assertThat(isTraced("shown")).isTrue();
    assertThat(isTraced("hidden")).isFalse();
    assertThat(isTraced("toString")).isFalse();
    assertThat(MethodCalls.isTraced(Object.class.getMethod("hashCode"), Annotated.class)).isFalse();
  }

  private static boolean isTraced(String method) throws NoSuchMethodException {
    Method declared = Annotated.class.getDeclaredMethod(method);
    return MethodCalls.isTraced(declared, Annotated.class);
  }
}
