package dev.spanloom.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.task.SimpleAsyncTaskExecutorCustomizer;
import org.springframework.boot.task.SimpleAsyncTaskSchedulerCustomizer;
import org.springframework.boot.task.ThreadPoolTaskExecutorCustomizer;
import org.springframework.boot.task.ThreadPoolTaskSchedulerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

/**
 * Tasks of Boot's executors and schedulers run in the context of the thread that submitted them:
 * those of {@code @Async}, of {@code CompletableFuture} on the executor, of asynchronous requests.
 * The application's own decorators stay, inside. A customizer of the application that sets a
 * decorator has the last word.
 */
@AutoConfiguration(
    after = SpanloomAutoConfiguration.class,
    before = {TaskExecutionAutoConfiguration.class, TaskSchedulingAutoConfiguration.class})
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
public class TaskContextAutoConfiguration {
  private final ContextTaskDecorator decorator;

  /** The tracing is needed so that it outlives the executors. */
  TaskContextAutoConfiguration(ObjectProvider<TaskDecorator> users, SpanloomTracing tracing) {
    decorator = ContextTaskDecorator.around(users);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ThreadPoolTaskExecutorCustomizer spanloomTaskExecutorCustomizer() {
    return executor -> executor.setTaskDecorator(decorator);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SimpleAsyncTaskExecutorCustomizer spanloomSimpleAsyncTaskExecutorCustomizer() {
    return executor -> executor.setTaskDecorator(decorator);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  ThreadPoolTaskSchedulerCustomizer spanloomTaskSchedulerCustomizer() {
    return scheduler -> scheduler.setTaskDecorator(decorator);
  }

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  SimpleAsyncTaskSchedulerCustomizer spanloomSimpleAsyncTaskSchedulerCustomizer() {
    return scheduler -> scheduler.setTaskDecorator(decorator);
  }
}
