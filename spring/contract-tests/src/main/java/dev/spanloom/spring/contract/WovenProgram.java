package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.spring.contract.TraceBeans.Numbers;
import dev.spanloom.spring.contract.TraceBeans.Search;
import dev.spanloom.spring.contract.TraceBeans.Tools;
import dev.spanloom.spring.contract.TraceBeans.WebReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Weaves its JVM, calls traced beans, and prints the names of the spans of each trace. */
public final class WovenProgram {
  private WovenProgram() {}

  public static void main(String[] args) {
    if (!Mlflow.enableWeaving()) {
      throw new IllegalStateException("not woven");
    }
    try (var context =
        new SpringApplicationBuilder(TraceBeans.class)
            .web(WebApplicationType.NONE)
            .run("--mlflow.tracking-uri=memory:", "--spring.main.banner-mode=off")) {
      Search search = context.getBean(Search.class);
      var unused = search.search("weather", "", 1);
      unused = context.getBean(Tools.class).add();
      WebReader reader = context.getBean(WebReader.class);
      unused = reader.read(Optional.empty()) + reader.readAll();
      unused = reader.untracedHere(Optional.empty());
      unused = context.getBean(Numbers.class).count() + "";
      unused = search.callsItself();
      if (!Mlflow.flush()) {
        throw new IllegalStateException("not written");
      }
      List<List<String>> names =
          Mlflow.searchTraces().traces().stream()
              .sorted(
                  Comparator.comparingLong(
                      trace -> trace.data().spans().get(0).startTimeUnixNanos()))
              .map(trace -> trace.data().spans().stream().map(Span::name).toList())
              .toList();
      System.out.println(names);
    }
  }
}
