package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.devtools.restart.Restarter;

/** Is restarted by DevTools twice, with other settings each time, and prints what it finds. */
public final class DevToolsProgram {
  private static final String RUNS = "spanloom.test.runs";

  private DevToolsProgram() {}

  /** Those that do not end by themselves. */
  private static int threadsLeft() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!RestartContract.ourThreads().isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    return RestartContract.ourThreads().size();
  }

  public static void main(String[] args) {
    int run = Integer.getInteger(RUNS, 0);
    int threadsLeft = threadsLeft();
    new SpringApplicationBuilder(PlainApplication.class)
        .web(WebApplicationType.NONE)
        .run(
            "--mlflow.tracking-uri=memory:",
            "--mlflow.experiment-name=run " + run,
            "--spring.main.banner-mode=off");
    if (!Thread.currentThread().getName().equals("restartedMain")) {
      return; // DevTools has started it anew by now
    }
    Mlflow.startSpan("asked").close();
    if (!Mlflow.flush()) {
      throw new IllegalStateException("not written");
    }
    String experiment = Mlflow.setExperiment("run " + run).experimentId();
    System.out.println(
        "run "
            + run
            + ": threads left "
            + threadsLeft
            + ", traces of its experiment "
            + Mlflow.searchTraces().traces().stream()
                .filter(trace -> experiment.equals(trace.info().traceLocation().locationId()))
                .count());
    System.setProperty(RUNS, String.valueOf(run + 1));
    if (run < 2) {
      new Thread(() -> Restarter.getInstance().restart()).start();
    } else {
      System.exit(0);
    }
  }
}
