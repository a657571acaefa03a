package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spanloom.Mlflow;
import dev.spanloom.internal.hosting.Hosts;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** One application context after another in the same JVM, as DevTools and tests have them. */
public abstract class RestartContract extends BootContract {
  @TempDir Path folder;

  static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("spanloom"))
        .toList();
  }

  @Test
  void afterEachOneNoThreadIsLeft() {
    for (int i = 0; i < 3; i++) {
      ConfigurableApplicationContext context =
          start(
              WebApplicationType.SERVLET,
              WebBeans.class,
              "spanloom.spool.dir=" + folder.resolve("spool" + i));
      get(context, "/orders/" + i);
      assertThat(traces()).hasSize(1);
      assertThat(ourThreads()).isNotEmpty();
      context.close();
      await("the threads have ended", () -> ourThreads().isEmpty());
      assertThat(Hosts.current()).isNull();
    }
  }

  @Test
  void theLastConfigurationCounts() {
    start(PlainApplication.class, "mlflow.experiment-name=first").close();
    start(PlainApplication.class, "mlflow.experiment-name=second");
    Mlflow.startSpan("asked").close();
    assertThat(onlyTrace().info().traceLocation().locationId())
        .isEqualTo(Mlflow.setExperiment("second").experimentId());
  }

  @Test
  void aContextThatFailsToStartLeavesNothing() {
    assertThat(catchThrowable(() -> start(FailingBeans.class, "mlflow.experiment-name=first")))
        .hasMessageContaining("on purpose");
    assertThat(Hosts.current()).isNull();
    await("the threads have ended", () -> ourThreads().isEmpty());
  }

  @Test
  void devToolsRestartsWithTheNewSettingsAndWithoutThreadsLeft() throws IOException {
    String printed =
        Jvm.run(
            Jdk.RUNNING,
            List.of(
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dspring.devtools.livereload.enabled=false"),
            DevToolsProgram.class);
    for (int run = 0; run < 3; run++) {
      assertThat(printed).contains("run " + run + ": threads left 0, traces of its experiment 1");
    }
  }
}
