package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.spanloom.autolog.CallContext;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When tools ran that are not wrapped, such as those of tool providers: the library calls before
 * and after each on the thread that runs it. Thread-safe.
 */
final class ToolTimes {
  private static final ThreadLocal<@Nullable Running> RUNNING = new ThreadLocal<>();
  private static final Map<ToolExecutionRequest, Times> FINISHED =
      Collections.synchronizedMap(new WeakHashMap<>());

  private ToolTimes() {}

  /** An execution on this thread, and the one that it is a part of. */
  record Running(ToolExecutionRequest request, long startTimeUnixNanos, @Nullable Running outer) {}

  /** From when to when a tool ran, and whether it failed. */
  record Times(long startTimeUnixNanos, long endTimeUnixNanos, boolean failed) {}

  static void before(ToolExecutionRequest request) {
    RUNNING.set(new Running(request, CallContext.nowUnixNanos(), RUNNING.get()));
  }

  @SuppressWarnings("ReferenceEquality") // the very request
  static void after(ToolExecutionRequest request, boolean failed) {
    Running running = RUNNING.get();
    while (running != null && running.request != request) {
      // threw, and nobody was told
      running = running.outer;
    }
    if (running != null) {
      leave(running.outer);
      FINISHED.put(
          request, new Times(running.startTimeUnixNanos, CallContext.nowUnixNanos(), failed));
    }
  }

  private static void leave(@Nullable Running outer) {
    if (outer == null) {
      RUNNING.remove();
    } else {
      RUNNING.set(outer);
    }
  }

  /** Those of a request; null when nobody told. */
  static @Nullable Times take(ToolExecutionRequest request) {
    return FINISHED.remove(request);
  }

  /** Takes what runs on this thread: it threw. Null for nothing. */
  static @Nullable Running takeUnfinished() {
    Running running = RUNNING.get();
    if (running != null) {
      leave(running.outer);
    }
    return running;
  }
}
