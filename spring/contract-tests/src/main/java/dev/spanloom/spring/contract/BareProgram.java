package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.entities.Span;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** An application of Boot that has nothing but Boot. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(BareProgram.Question.class)
public class BareProgram {
  private static final List<String> OPTIONAL =
      List.of(
          "org.springframework.web.client.RestClient",
          "org.springframework.web.reactive.function.client.WebClient",
          "jakarta.servlet.Filter",
          "reactor.core.publisher.Mono",
          "io.micrometer.core.instrument.MeterRegistry",
          "io.micrometer.context.ContextRegistry",
          "io.micrometer.tracing.Tracer");

  /** A traced bean. */
  public static class Question {
    @Trace
    public String asked() {
      return "?";
    }
  }

  public static void main(String[] args) {
    try (var context =
        new SpringApplicationBuilder(BareProgram.class)
            .run("--mlflow.tracking-uri=memory:", "--spring.main.banner-mode=off")) {
      var unused = context.getBean(Question.class).asked();
      if (!Mlflow.flush()) {
        throw new IllegalStateException("not written");
      }
      List<List<String>> traces =
          Mlflow.searchTraces().traces().stream()
              .map(trace -> trace.data().spans().stream().map(Span::name).toList())
              .toList();
      System.out.println(
          "missing: "
              + OPTIONAL.stream().filter(BareProgram::isMissing).count()
              + ", traces: "
              + traces);
    }
  }

  private static boolean isMissing(String name) {
    try {
      Class.forName(name);
      return false;
    } catch (ClassNotFoundException e) {
      return true;
    }
  }
}
