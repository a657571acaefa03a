package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpanProcessor;
import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanType;
import dev.spanloom.spring.SpanloomProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Service;

/** What {@code docs/guide/spring-boot.md} shows. */
public abstract class SpringBootGuideContract extends BootContract {
  private static final Path PAGE = Path.of("../../docs/guide/spring-boot.md");
  private static final Path SUITES =
      Path.of("../contract-tests/src/main/java/dev/spanloom/spring/contract");
  private static final Path SOURCE = SUITES.resolve("SpringBootGuideContract.java");

  /** The application of the page. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Assistant.class)
  public static class Application {
    @Bean
    LiveSpanProcessor redaction() {
      return span -> span.removeAttribute("card");
    }

    @Bean
    ThreadPoolTaskExecutor readers() {
      ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
      executor.setTaskDecorator(Mlflow::wrap);
      return executor;
    }
  }

  @Service
  static class Assistant {
    @Trace(spanType = SpanType.CHAIN)
    String ask(String question) {
      return Mlflow.withSpan("think", span -> "42");
    }
  }

  @Test
  void theBeanOfThePageIsTraced() {
    var context = start(Application.class, "mlflow.experiment-name=assistant");
    assertThat(context.getBean(Assistant.class).ask("why")).isEqualTo("42");
    var trace = onlyTrace();
    Span ask = span(trace, "ask");
    assertThat(ask.spanType()).isEqualTo(SpanType.CHAIN);
    assertThat(ask.inputs()).isEqualTo(Map.of("question", "why"));
    assertThat(span(trace, "think").parentId()).isEqualTo(ask.spanId());
  }

  @Test
  void theProcessorOfThePageTakesTheAttributeAway() {
    start(Application.class);
    Mlflow.startSpan("paid").setAttribute("card", "4711").close();
    assertThat(span(onlyTrace(), "paid").attributes()).doesNotContainKey("card");
  }

  @Test
  void theExecutorOfThePageTakesTheContextAlong() {
    var readers = start(Application.class).getBean("readers", ThreadPoolTaskExecutor.class);
    try (var outer = Mlflow.startSpan("outer")) {
      readers.submitCompletable(() -> Mlflow.startSpan("reader").close()).join();
    }
    var trace = onlyTrace();
    assertThat(span(trace, "reader").parentId()).isEqualTo(span(trace, "outer").spanId());
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisClass() throws IOException {
    String source = withoutBlanks(Files.readString(SOURCE));
    boolean java = false;
    int lines = 0;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("```")) {
        java = line.equals("```java");
      } else if (java) {
        assertThat(source.contains(withoutBlanks(line))).as(line).isTrue();
        lines++;
      }
    }
    assertThat(lines).isEqualTo(17);
  }

  @Test
  void theDefaultsOnThePageAreThoseInForce() throws IOException {
    SpanloomProperties defaults = start(PlainApplication.class).getBean(SpanloomProperties.class);
    String page = Files.readString(PAGE);
    assertThat(page)
        .contains("| `spanloom.shutdown-timeout` | `" + seconds(defaults) + "s` |")
        .contains("| `spanloom.enabled` | `" + defaults.enabled() + "` |")
        .contains(
            "| `spanloom.health.failing-after` | `"
                + defaults.health().failingAfter().toMinutes()
                + "m` |")
        .contains(
            "| `spanloom.health.drop-window` | `"
                + defaults.health().dropWindow().toMinutes()
                + "m` |")
        .contains("| `spanloom.web.request-spans` | `" + defaults.web().requestSpans() + "` |")
        .contains("| `spanloom.web.propagate` | `" + defaults.web().propagate() + "` |");
  }

  private static long seconds(SpanloomProperties properties) {
    return properties.shutdownTimeout().toSeconds();
  }

  @Test
  void everySuiteThatThePageNamesIsThere() throws IOException {
    Matcher named = Pattern.compile("`([A-Za-z]+Contract)`").matcher(Files.readString(PAGE));
    int suites = 0;
    while (named.find()) {
      assertThat(SUITES.resolve(named.group(1) + ".java")).exists();
      suites++;
    }
    assertThat(suites).isGreaterThan(10);
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s", "");
  }
}
