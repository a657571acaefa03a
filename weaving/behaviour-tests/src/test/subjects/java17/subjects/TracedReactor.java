package subjects;

import dev.spanloom.Mlflow;
import dev.spanloom.OutputReducer;
import dev.spanloom.Trace;
import dev.spanloom.weaving.behaviour.fork.Probe;
import java.io.IOException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Results of Reactor. */
public final class TracedReactor {
  private TracedReactor() {}

  @Trace
  static Mono<String> one(String word) {
    return Mono.fromSupplier(() -> word + "!");
  }

  public static String aMono() {
    return one("word").map(String::toUpperCase).block();
  }

  @Trace
  static Mono<String> failingMono() {
    return Mono.error(Probe.thrown(new IllegalStateException("broken")));
  }

  public static String aMonoThatFails() {
    return failingMono().onErrorReturn("recovered").block();
  }

  @Trace
  static Mono<String> emptyMono() {
    return Mono.empty();
  }

  public static Object aMonoThatIsEmpty() {
    return emptyMono().block();
  }

  @Trace
  static Flux<Integer> range(int n) {
    return Flux.range(0, n);
  }

  public static Object aFlux() {
    return range(3).collectList().block();
  }

  public static Object aFluxThatIsCancelled() {
    return range(10).take(2).collectList().block();
  }

  @Trace(outputReducer = OutputReducer.JoinedText.class)
  static Flux<String> words() {
    return Flux.just("a", "b", "c");
  }

  public static Object aFluxWithAReducer() {
    return words().collectList().block();
  }

  @Trace
  static Flux<Integer> failingFlux() {
    return Flux.concat(Flux.just(1), Flux.error(new IOException("broken")));
  }

  public static Object aFluxThatFails() {
    return failingFlux().onErrorResume(e -> Flux.just(-1)).collectList().block();
  }

  public static Object aFluxBelowASpan() {
    try (var span = Mlflow.startSpan("outer")) {
      return range(2).collectList().block();
    }
  }
}
