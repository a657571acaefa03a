package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.testjvms.Await;
import dev.spanloom.testjvms.Undo;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tracing of its own for each test, into a memory of its own. */
abstract class TracingTest {
  final InMemoryDestination memory = new InMemoryDestination(100_000);
  private final Undo undo = new Undo();

  @BeforeEach
  void startAnew() {
    var unused = Context.root().makeCurrent();
    Mlflow.reset();
    useTheMemory();
  }

  /** Overridden where the memory is to be reached in another way. */
  void useTheMemory() {
    Mlflow.setDestination(memory);
  }

  @AfterEach
  void forget() throws Exception {
    undo.close();
    Mlflow.reset();
    var unused = Context.root().makeCurrent();
  }

  /** Starts anew with a setting of the process. */
  void setting(String property, Object value) {
    undo.setting(property, value);
    Mlflow.reset();
    useTheMemory();
  }

  List<Trace> traces() {
    assertThat(Mlflow.flush()).as("flushed").isTrue();
    return memory.traces();
  }

  Trace trace() {
    List<Trace> all = traces();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  /** The only span of the only trace. */
  Span span() {
    Trace trace = trace();
    assertThat(trace.data().spans()).hasSize(1);
    return trace.data().spans().get(0);
  }

  static Span span(Trace trace, String name) {
    List<Span> found = trace.searchSpansByName(name);
    assertThat(found).as("spans named " + name).hasSize(1);
    return found.get(0);
  }

  Span span(String name) {
    return span(trace(), name);
  }

  /** Waits until a span that nobody has any more was found, and ended. */
  static void awaitAForgottenSpan() {
    await(
        "the end of the lost span",
        () -> {
          System.gc();
          return Mlflow.exportStats().spansAbandoned() >= 1;
        });
  }

  static void await(String what, BooleanSupplier condition) {
    Await.until(what, condition);
  }
}
