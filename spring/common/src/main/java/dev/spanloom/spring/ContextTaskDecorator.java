package dev.spanloom.spring;

import dev.spanloom.Mlflow;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.task.TaskDecorator;

/** Tasks that run in the context of the thread that submits them. Thread-safe. */
final class ContextTaskDecorator implements TaskDecorator {
  /** Boot 4 applies all decorators of an application, in order; Boot 3 the only one, or none. */
  private static final boolean ALL_APPLY = !SpringBootVersion.getVersion().startsWith("3.");

  /** Asked for each executor's first task: decorators may themselves need executors. */
  private final Supplier<List<TaskDecorator>> users;

  private volatile List<TaskDecorator> found = List.of();
  private volatile boolean asked;

  private ContextTaskDecorator(Supplier<List<TaskDecorator>> users) {
    this.users = users;
  }

  /** Around those of the application, which Boot would have applied without this one. */
  static ContextTaskDecorator around(ObjectProvider<TaskDecorator> users) {
    return new ContextTaskDecorator(
        () -> {
          List<TaskDecorator> all = users.orderedStream().toList();
          return ALL_APPLY || all.size() == 1 ? all : List.of();
        });
  }

  @Override
  public Runnable decorate(Runnable task) {
    if (!asked) {
      found = users.get();
      asked = true;
    }
    Runnable decorated = task;
    for (TaskDecorator decorator : found) {
      decorated = decorator.decorate(decorated);
    }
    return Mlflow.wrap(decorated);
  }
}
