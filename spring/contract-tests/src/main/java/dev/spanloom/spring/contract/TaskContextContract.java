package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Trace;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;

/** The context goes along to Boot's executors. */
public abstract class TaskContextContract extends BootContract {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  static AsyncTaskExecutor executor(ConfigurableApplicationContext context) {
    return context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
  }

  private static void assertIsChild(String name) {
    Trace trace = onlyTrace();
    assertThat(span(trace, name).parentId()).isEqualTo(span(trace, "outer").spanId());
  }

  @Test
  void anAsyncMethodIsAChildOfItsCaller() {
    var worker = start(TaskBeans.class).getBean(TaskBeans.Worker.class);
    try (var outer = Mlflow.startSpan("outer")) {
      assertThat(worker.work().join()).contains("task-");
    }
    assertIsChild("work");
    Trace trace = onlyTrace();
    assertThat(span(trace, "inside").parentId()).isEqualTo(span(trace, "work").spanId());
  }

  @Test
  void aFutureOnTheExecutorIsAChildOfItsCaller() {
    AsyncTaskExecutor executor = executor(start(TaskBeans.class));
    try (var outer = Mlflow.startSpan("outer")) {
      CompletableFuture.runAsync(() -> Mlflow.startSpan("future").close(), executor).join();
    }
    assertIsChild("future");
  }

  @Test
  void aScheduledTaskIsAChildOfWhoScheduledIt() throws Exception {
    TaskScheduler scheduler = start(TaskBeans.class).getBean(TaskScheduler.class);
    CountDownLatch done = new CountDownLatch(1);
    try (var outer = Mlflow.startSpan("outer")) {
      var unused =
          scheduler.schedule(
              () -> {
                Mlflow.startSpan("scheduled").close();
                done.countDown();
              },
              Instant.now());
      done.await();
    }
    assertIsChild("scheduled");
  }

  @Test
  void theThreadsOfThePoolKeepNothing() {
    AsyncTaskExecutor executor =
        executor(start(TaskBeans.class, "spring.task.execution.pool.core-size=1"));
    try (var outer = Mlflow.startSpan("outer")) {
      executor.submitCompletable(() -> {}).join();
    }
    executor.submitCompletable(() -> Mlflow.startSpan("later").close()).join();
    assertThat(traces())
        .extracting(trace -> names(trace))
        .containsExactly(List.of("outer"), List.of("later"));
  }

  @Test
  void theDecoratorOfTheApplicationStays() {
    ConfigurableApplicationContext context = start(TaskBeans.Decorated.class);
    try (var outer = Mlflow.startSpan("outer")) {
      executor(context).submitCompletable(() -> Mlflow.startSpan("decorated").close()).join();
    }
    assertIsChild("decorated");
    assertThat(context.getBean(TaskBeans.Decorated.class).decorated).hasValue(1);
  }

  @Test
  void virtualThreadsTakeTheContextAlong() throws IOException {
    assumeTrue(
        Jdk.newest().feature() >= FIRST_WITH_VIRTUAL_THREADS, "no JDK 21 or newer beside this one");
    assertThat(
            Jvm.run(
                Jdk.newest(),
                List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"),
                VirtualThreadsProgram.class))
        .contains("virtual: true, spans: [[outer, work, inside]]");
  }
}
