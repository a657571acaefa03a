package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A few pages, for servlets and for WebFlux alike. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebBeans.Pages.class, WebBeans.Gate.class})
public class WebBeans {
  /** Lets a slow request wait. */
  public static class Gate {
    public final CountDownLatch entered = new CountDownLatch(1);
    public final CountDownLatch open = new CountDownLatch(1);
  }

  /** The pages. */
  @RestController
  public static class Pages {
    private final Gate gate;

    public Pages(Gate gate) {
      this.gate = gate;
    }

    @Trace
    @GetMapping("/orders/{id}")
    public String order(@PathVariable("id") String id) {
      return "order " + id;
    }

    @GetMapping("/plain")
    public String plain() {
      return "plain";
    }

    /** What the caller sent along. */
    @GetMapping("/sent")
    public String sent(@RequestHeader(name = "traceparent", required = false) String parent) {
      return String.valueOf(parent);
    }

    @GetMapping("/callable")
    public Callable<String> callable() {
      return () -> Mlflow.withSpan("called", span -> "called");
    }

    @GetMapping("/broken")
    public String broken() {
      throw new IllegalStateException("broken");
    }

    @Trace
    @GetMapping("/mono")
    public Mono<String> mono() {
      return Mono.fromCallable(() -> Mlflow.withSpan("inside", span -> "mono"))
          .subscribeOn(Schedulers.boundedElastic());
    }

    @Trace
    @GetMapping("/flux")
    public Flux<String> flux() {
      return Flux.just("a", "b").publishOn(Schedulers.parallel());
    }

    @Trace
    @GetMapping("/slow")
    public String slow() throws InterruptedException {
      gate.entered.countDown();
      gate.open.await();
      return "slow";
    }
  }
}
