package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Works on a virtual thread of Boot, and prints what the trace of it has. */
public final class VirtualThreadsProgram {
  private VirtualThreadsProgram() {}

  public static void main(String[] args) {
    try (var context =
        new SpringApplicationBuilder(TaskBeans.class)
            .web(WebApplicationType.NONE)
            .run(
                "--mlflow.tracking-uri=memory:",
                "--spring.threads.virtual.enabled=true",
                "--spring.main.banner-mode=off")) {
      String thread;
      try (var outer = Mlflow.startSpan("outer")) {
        thread = context.getBean(TaskBeans.Worker.class).work().join();
      }
      if (!Mlflow.flush()) {
        throw new IllegalStateException("not written");
      }
      List<List<String>> spans =
          Mlflow.searchTraces().traces().stream()
              .map(trace -> trace.data().spans().stream().map(Span::name).toList())
              .toList();
      System.out.println("virtual: " + thread.contains("VirtualThread") + ", spans: " + spans);
    }
  }
}
