package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Work on Boot's executors. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@EnableScheduling
@Import(TaskBeans.Worker.class)
public class TaskBeans {
  /** Asynchronous, and traced too. */
  public static class Worker {
    @Async
    @Trace
    public CompletableFuture<String> work() {
      Mlflow.startSpan("inside").close();
      return CompletableFuture.completedFuture(Thread.currentThread().toString());
    }
  }

  /** The same with a decorator of the application. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  public static class Decorated {
    public final AtomicInteger decorated = new AtomicInteger();

    @Bean
    TaskDecorator counting() {
      return task ->
          () -> {
            decorated.incrementAndGet();
            task.run();
          };
    }
  }
}
