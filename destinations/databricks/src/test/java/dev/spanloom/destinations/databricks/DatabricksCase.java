package dev.spanloom.destinations.databricks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.entities.SpanAttributeKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The SDK with a workspace beside it, and the store of its cloud. */
abstract class DatabricksCase {
  private static final long LONGEST_WAIT_SECONDS = 30;

  @TempDir Path folder;

  final CloudPeer cloud = new CloudPeer();
  final WorkspacePeer workspace = new WorkspacePeer(cloud);
  private final List<String> properties = new ArrayList<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeEach
  void startAnew() {
    Mlflow.reset();
    setting("mlflow.http.request.backoff.factor", 0);
    setting("mlflow.http.request.backoff.jitter", 0);
    setting("databricks.config.file", folder.resolve("databrickscfg"));
    setting("databricks.host", workspace.uri());
    setting("databricks.token", "token-1");
  }

  @AfterEach
  void forget() throws Exception {
    Mlflow.reset();
    for (AutoCloseable one : opened) {
      one.close();
    }
    workspace.close();
    cloud.close();
    properties.forEach(System::clearProperty);
  }

  /** A setting of the process, for what is opened after it. */
  void setting(String property, Object value) {
    properties.add(property);
    System.setProperty(property, value.toString());
  }

  void noSetting(String property) {
    System.clearProperty(property);
  }

  Destination destination(String uri) {
    Destination destination = Destinations.open(uri);
    opened.add(destination);
    return destination;
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Flushes until it works. */
  static void flushed() {
    await("flushed", Mlflow::flush);
  }

  /** A root with inputs and outputs above a span with tokens; returns the trace id. */
  static String traceOfTwo(String name) {
    try (LiveSpan root = Mlflow.startSpan(name, "AGENT")) {
      root.setInputs(Map.of("q", name)).setOutputs("done");
      Mlflow.updateCurrentTrace(trace -> trace.tag("env", "prod"));
      try (LiveSpan llm = Mlflow.startSpan("llm", "CHAT_MODEL")) {
        llm.setAttribute(
            SpanAttributeKey.CHAT_USAGE,
            Map.of("input_tokens", 10, "output_tokens", 20, "total_tokens", 30));
      }
      return root.traceId();
    }
  }
}
