package dev.spanloom.spring.contract;

import dev.spanloom.Trace;
import dev.spanloom.entities.SpanType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Beans with {@code @Trace} in all the places where it may stand. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
  TraceBeans.Search.class,
  TraceBeans.Tools.class,
  TraceBeans.WebReader.class,
  TraceBeans.Numbers.class,
  TraceBeans.Untouched.class
})
public class TraceBeans {
  /** On methods. */
  public static class Search {
    @Trace(
        name = "find",
        spanType = SpanType.RETRIEVER,
        attributes = @Trace.Attribute(key = "k", value = "v"))
    public String search(String query, @Trace.Ignore String key, @Trace.Input("n") int limit) {
      return query + limit + key.length();
    }

    @Trace
    public CompletableFuture<String> later(CompletableFuture<String> answer) {
      return answer;
    }

    @Trace
    public Mono<String> mono(String text) {
      return Mono.just(text);
    }

    @Trace
    public Flux<String> flux() {
      return Flux.just("a", "b");
    }

    @Trace
    public String failing() {
      throw new IllegalStateException("no index");
    }

    @Trace
    public String callsItself() {
      return search("inner", "", 1);
    }

    public String untraced() {
      return "";
    }

    @Trace
    protected String guarded() {
      return "guarded";
    }
  }

  /** On the class. */
  @Trace(spanType = SpanType.TOOL)
  public static class Tools {
    public String add() {
      return "3";
    }

    protected String hidden() {
      return "hidden";
    }

    @Override
    public String toString() {
      return "tools";
    }
  }

  /** On an interface, with a method that it implements itself. */
  public interface Reader<T> {
    @Trace(spanType = SpanType.PARSER)
    String read(T what);

    @Trace
    default String readAll() {
      return "all";
    }

    String untracedHere(T what);
  }

  /** Implements the generic one. */
  public static class WebReader implements Reader<Optional<String>> {
    @Override
    public String read(Optional<String> what) {
      return what.orElse("nothing");
    }

    @Override
    @Trace(name = "said by the class")
    public String untracedHere(Optional<String> what) {
      return "";
    }
  }

  /** Inherits what is traced. */
  public static class Numbers extends Counting {}

  /** The superclass. */
  public static class Counting {
    @Trace
    public int count() {
      return 3;
    }
  }

  /** Has nothing to trace. */
  public static class Untouched {
    public String work() {
      return "done";
    }
  }
}
