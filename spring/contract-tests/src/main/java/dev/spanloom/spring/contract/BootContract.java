package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts applications of Boot, and looks at the traces that they leave in the memory. */
public abstract class BootContract {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<ConfigurableApplicationContext> started = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void forgetWhatWasTracedBefore() {
    Mlflow.reset();
  }

  @AfterEach
  void closeWhatWasStarted() {
    for (int i = started.size() - 1; i >= 0; i--) {
      started.get(i).close();
    }
    Mlflow.reset();
  }

  /** An application without web that traces into the memory. */
  protected ConfigurableApplicationContext start(Class<?> application, String... properties) {
    return start(WebApplicationType.NONE, application, properties);
  }

  /** The same, on a free port where it has a web server. */
  protected ConfigurableApplicationContext start(
      WebApplicationType type, Class<?> application, String... properties) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--mlflow.tracking-uri=memory:");
    for (String property : properties) {
      arguments.add("--" + property);
    }
    return startPlain(type, application, arguments);
  }

  /** One that is told nothing but where its server is. */
  protected ConfigurableApplicationContext startPlain(
      WebApplicationType type, Class<?> application, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add("--server.port=0");
    all.add("--spring.main.banner-mode=off");
    all.add("--spring.jmx.enabled=false");
    all.add("--spring.devtools.restart.enabled=false");
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(application)
            .web(type)
            .logStartupInfo(false)
            .registerShutdownHook(false)
            .run(all.toArray(String[]::new));
    started.add(context);
    return context;
  }

  /** The traces of the destination that is in force, the oldest first. */
  protected static List<Trace> traces() {
    assertThat(Mlflow.flush(LIMIT)).isTrue();
    return Mlflow.searchTraces().traces().stream()
        .sorted(Comparator.comparingLong(BootContract::startOf))
        .toList();
  }

  /** A trace may be there before its spans. */
  private static long startOf(Trace trace) {
    return trace.data().spans().isEmpty() ? Long.MAX_VALUE : root(trace).startTimeUnixNanos();
  }

  /** The spans of all traces together, for conditions of {@link #await}. */
  protected static int spanCount() {
    return traces().stream().mapToInt(trace -> trace.data().spans().size()).sum();
  }

  /** The only one. */
  protected static Trace onlyTrace() {
    List<Trace> all = traces();
    assertThat(all).as(() -> "traces " + all.stream().map(BootContract::names).toList()).hasSize(1);
    return all.get(0);
  }

  /** The first span of a trace that has no parent in it. */
  protected static Span root(Trace trace) {
    return trace.data().spans().stream()
        .filter(
            span ->
                span.parentId() == null
                    || trace.findSpan(String.valueOf(span.parentId())).isEmpty())
        .findFirst()
        .orElseThrow();
  }

  protected static Span span(Trace trace, String name) {
    List<Span> found = trace.searchSpansByName(name);
    assertThat(found).as(() -> name + " among " + names(trace)).hasSize(1);
    return found.get(0);
  }

  protected static List<String> names(Trace trace) {
    return trace.data().spans().stream().map(Span::name).toList();
  }

  protected static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waiting until " + what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  protected static URI address(ConfigurableApplicationContext context, String path) {
    return URI.create(
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
  }

  /** Gets a page of the application, with headers by name and value in turn. */
  protected HttpResponse<String> get(
      ConfigurableApplicationContext context, String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address(context, path)).timeout(LIMIT);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("GET " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("GET " + path, e);
    }
  }
}
