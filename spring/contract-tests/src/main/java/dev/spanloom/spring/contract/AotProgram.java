package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import dev.spanloom.OutputReducer;
import dev.spanloom.Trace;
import dev.spanloom.entities.Span;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A small application, which runs from what was computed ahead of time. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({AotProgram.Assistant.class, TraceBeans.Search.class, TraceBeans.WebReader.class})
public class AotProgram {
  /** A value that is recorded. */
  public record Answer(String text) {}

  /** Makes one text of many. */
  public static class Joined implements OutputReducer {
    @Override
    public @Nullable Object apply(List<@Nullable Object> items) {
      return String.join("", items.stream().map(String::valueOf).toList());
    }
  }

  /** Traced. */
  public static class Assistant {
    @Trace
    public Answer ask(String question) {
      return new Answer(question + "!");
    }

    @Trace(outputReducer = Joined.class)
    public Stream<String> words() {
      return Stream.of("a", "b");
    }
  }

  /**
   * Runs it.
   *
   * @param args the class that was generated
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context
          .getEnvironment()
          .getPropertySources()
          .addFirst(
              new MapPropertySource(
                  "test",
                  Map.of("mlflow.tracking-uri", "memory:", "mlflow.experiment-name", "by AOT")));
      initializer(args[0]).initialize(context);
      context.refresh();
      var unused = context.getBean(Assistant.class).ask("why");
      if (!Mlflow.flush()) {
        throw new IllegalStateException("not written");
      }
      List<dev.spanloom.entities.Trace> traces = Mlflow.searchTraces().traces();
      System.out.println(
          "traces: "
              + traces.stream()
                  .map(trace -> trace.data().spans().stream().map(Span::name).toList())
                  .toList()
              + " of experiment by AOT: "
              + Mlflow.setExperiment("by AOT")
                  .experimentId()
                  .equals(traces.get(0).info().traceLocation().locationId()));
    }
  }

  @SuppressWarnings("unchecked")
  private static ApplicationContextInitializer<GenericApplicationContext> initializer(String name)
      throws ReflectiveOperationException {
    return Class.forName(name)
        .asSubclass(ApplicationContextInitializer.class)
        .getDeclaredConstructor()
        .newInstance();
  }
}
