package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.service.tool.BeforeToolExecution;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tools of an AI service; notes when they run, besides what the program wants to be told. */
final class TracedToolService extends ToolService {
  TracedToolService() {
    super.beforeToolExecution(TracedToolService::before);
    super.afterToolExecution(TracedToolService::after);
  }

  @Override
  public void beforeToolExecution(@Nullable Consumer<BeforeToolExecution> program) {
    super.beforeToolExecution(
        execution -> {
          before(execution);
          if (program != null) {
            program.accept(execution);
          }
        });
  }

  @Override
  public void afterToolExecution(@Nullable Consumer<ToolExecution> program) {
    super.afterToolExecution(
        execution -> {
          after(execution);
          if (program != null) {
            program.accept(execution);
          }
        });
  }

  private static void before(BeforeToolExecution execution) {
    Step.quietly(() -> ToolTimes.before(execution.request()));
  }

  private static void after(ToolExecution execution) {
    Step.quietly(() -> ToolTimes.after(execution.request(), execution.hasFailed()));
  }
}
