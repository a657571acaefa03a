package dev.spanloom.destinations.databricks;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.testjvms.Await;
import dev.spanloom.testjvms.Undo;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The SDK with a workspace beside it, and the store of its cloud. */
abstract class DatabricksCase {
  @TempDir Path folder;

  private final Undo undo = new Undo();
  final CloudPeer cloud = undo.closedLater(new CloudPeer());
  final WorkspacePeer workspace = undo.closedLater(new WorkspacePeer(cloud));

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
    undo.close();
  }

  /** A setting of the process, for what is opened after it. */
  void setting(String property, Object value) {
    undo.setting(property, value);
  }

  void noSetting(String property) {
    System.clearProperty(property);
  }

  Destination destination(String uri) {
    return undo.closedLater(Destinations.open(uri));
  }

  static void await(String what, BooleanSupplier condition) {
    Await.until(what, condition);
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
