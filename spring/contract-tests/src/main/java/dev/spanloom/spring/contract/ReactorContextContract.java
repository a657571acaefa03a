package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Trace;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The context goes along through Reactor. */
public abstract class ReactorContextContract extends BootContract {
  private static final String AUTOMATIC = "spring.reactor.context-propagation=auto";

  private final Scheduler other = Schedulers.newSingle("other");

  @AfterEach
  void putReactorBack() {
    Hooks.disableAutomaticContextPropagation();
    other.dispose();
  }

  private Mono<String> childOnAnotherThread() {
    return Mono.fromCallable(() -> Mlflow.withSpan("child", span -> "done")).subscribeOn(other);
  }

  private Context contextLeftOnTheThread() {
    AtomicReference<Context> left = new AtomicReference<>();
    var disposable = other.schedule(() -> left.set(Context.current()));
    await("the thread has answered", () -> left.get() != null);
    disposable.dispose();
    return Objects.requireNonNull(left.get());
  }

  private static void assertChild() {
    Trace trace = onlyTrace();
    assertThat(span(trace, "child").parentId()).isEqualTo(span(trace, "outer").spanId());
  }

  @Test
  void withAutomaticPropagationTheChildFindsItsParent() {
    start(PlainApplication.class, AUTOMATIC);
    try (var outer = Mlflow.startSpan("outer")) {
      assertThat(childOnAnotherThread().block()).isEqualTo("done");
    }
    assertChild();
    assertThat(contextLeftOnTheThread()).isSameAs(Context.root());
  }

  @Test
  void withoutItWhatIsCapturedIsThereWhereReactorPutsItBack() {
    start(PlainApplication.class);
    try (var outer = Mlflow.startSpan("outer")) {
      assertThat(
              Mono.just("done")
                  .publishOn(other)
                  .<String>handle(
                      (item, sink) -> {
                        Mlflow.startSpan("child").close();
                        sink.next(item);
                      })
                  .contextCapture()
                  .block())
          .isEqualTo("done");
    }
    assertChild();
    assertThat(contextLeftOnTheThread()).isSameAs(Context.root());
  }

  @Test
  void withoutItAChildElsewhereIsARootAndNothingBreaks() {
    start(PlainApplication.class);
    try (var outer = Mlflow.startSpan("outer")) {
      assertThat(childOnAnotherThread().block()).isEqualTo("done");
    }
    assertThat(traces()).hasSize(2);
  }

  @Test
  void anObservationOfMicrometerInBetweenLosesNeitherParentNorThread() {
    var registry =
        start(
                PlainApplication.class,
                AUTOMATIC,
                "management.tracing.sampling.probability=1",
                "mlflow.use-default-tracer-provider=false")
            .getBean(ObservationRegistry.class);
    try (var outer = Mlflow.startSpan("outer")) {
      Observation.createNotStarted("observed", registry)
          .observe(
              () -> {
                try (var inner = Mlflow.startSpan("inner")) {
                  return childOnAnotherThread().block();
                }
              });
    }
    Trace trace = onlyTrace();
    assertThat(span(trace, "observed").parentId()).isEqualTo(span(trace, "outer").spanId());
    assertThat(span(trace, "inner").parentId()).isEqualTo(span(trace, "observed").spanId());
    assertThat(span(trace, "child").parentId()).isEqualTo(span(trace, "inner").spanId());
    assertThat(contextLeftOnTheThread()).isSameAs(Context.root());
  }

  @Test
  void aThreadIsLeftAsItWasWhenAnObservationWasCarriedToIt() throws Exception {
    var registry =
        start(PlainApplication.class, "management.tracing.sampling.probability=1")
            .getBean(ObservationRegistry.class);
    ContextSnapshot captured;
    try (var outer = Mlflow.startSpan("outer")) {
      captured =
          Observation.createNotStarted("observed", registry)
              .observe(
                  () -> {
                    try (var inner = Mlflow.startSpan("inner")) {
                      return ContextSnapshotFactory.builder().build().captureAll();
                    }
                  });
    }
    ContextSnapshot snapshot = Objects.requireNonNull(captured);
    assertThat(
            CompletableFuture.supplyAsync(
                    () -> {
                      Context before = Context.root().with(ContextKey.named("before"), "value");
                      try (var own = before.makeCurrent()) {
                        try (var carried = snapshot.setThreadLocals()) {
                          Mlflow.startSpan("child").close();
                        }
                        return Context.current() == before;
                      }
                    })
                .get())
        .isTrue();
    assertThat(span(onlyTrace(), "child").parentId())
        .isEqualTo(span(onlyTrace(), "inner").spanId());
  }

  @Test
  void theAccessorIsGoneWithTheLastContext() {
    int before = ContextRegistry.getInstance().getThreadLocalAccessors().size();
    var one = start(PlainApplication.class);
    var two = start(PlainApplication.class);
    assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).hasSize(before + 1);
    one.close();
    assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).hasSize(before + 1);
    two.close();
    assertThat(ContextRegistry.getInstance().getThreadLocalAccessors()).hasSize(before);
  }
}
