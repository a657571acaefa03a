package dev.spanloom.internal.mlflow;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.testjvms.Await;
import dev.spanloom.testjvms.Undo;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The SDK with a server of MLflow's behaviour beside it. */
abstract class ServerCase {
  private final Undo undo = new Undo();

  @BeforeEach
  void startAnew() {
    Mlflow.reset();
    setting("mlflow.http.request.backoff.factor", 0);
    setting("mlflow.http.request.backoff.jitter", 0);
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

  /** Closes it after the test. */
  <T extends AutoCloseable> T closedLater(T one) {
    return undo.closedLater(one);
  }

  MlflowPeer peer(String version) {
    return closedLater(MlflowPeer.start(version));
  }

  Destination destination(String uri) {
    return closedLater(Destinations.open(uri));
  }

  static void await(String what, BooleanSupplier condition) {
    Await.until(what, condition);
  }

  /** Flushes until it works. */
  static void flushed() {
    await("flushed", Mlflow::flush);
  }

  static Map<String, Integer> usage(int input, int output) {
    return Map.of("input_tokens", input, "output_tokens", output, "total_tokens", input + output);
  }

  /** A root of inputs and outputs whose tokens its child repeats; returns the trace id. */
  static String traceOfThree(String name) {
    try (LiveSpan root = Mlflow.startSpan(name, "AGENT")) {
      root.setInputs(Map.of("q", name)).setOutputs("done");
      Mlflow.updateCurrentTrace(t -> t.tag("env", "prod").metadata("team", "a").sessionId("s-1"));
      try (LiveSpan llm = Mlflow.startSpan("llm", "CHAT_MODEL")) {
        llm.setAttribute(SpanAttributeKey.CHAT_USAGE, usage(10, 20));
        try (LiveSpan inner = Mlflow.startSpan("inner", "LLM")) {
          inner.setAttribute(SpanAttributeKey.CHAT_USAGE, usage(10, 20));
        }
      }
      return root.traceId();
    }
  }
}
