package dev.spanloom;

import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Trace;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Traces work on virtual threads and says what became of it. A program of its own, since these
 * tests may run on a JVM that has no virtual threads: there it is run by another.
 */
final class VirtualThreadsProgram {
  private static final int TASKS = 1000;

  /** What it says when all is well. */
  static final String EXPECTED =
      "children of the span that was current: 1000 of 1000\n"
          + "thread kind of a trace begun on a virtual thread: virtual\n"
          + "thread kind of a trace begun on this thread: platform\n";

  private VirtualThreadsProgram() {}

  public static void main(String[] arguments) throws Exception {
    InMemoryDestination memory = new InMemoryDestination();
    Mlflow.setDestination(memory);
    System.out.print(report(memory));
  }

  static String report(InMemoryDestination memory) throws Exception {
    ExecutorService virtual = virtualThreads();
    try (var root = Mlflow.startSpan("root")) {
      List<Future<?>> all = new ArrayList<>();
      ExecutorService wrapped = Mlflow.wrap(virtual);
      for (int i = 0; i < TASKS; i++) {
        all.add(wrapped.submit(() -> Mlflow.startSpan("child").close()));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
    virtual.submit(() -> Mlflow.startSpan("alone").close()).get();
    virtual.shutdown();
    Mlflow.flush();
    Trace trace = traceOf(memory, "root");
    String rootId = trace.data().root().orElseThrow().spanId();
    long below =
        trace.searchSpansByName("child").stream()
            .filter(span -> rootId.equals(span.parentId()))
            .count();
    return "children of the span that was current: "
        + below
        + " of "
        + TASKS
        + "\nthread kind of a trace begun on a virtual thread: "
        + kind(traceOf(memory, "alone"))
        + "\nthread kind of a trace begun on this thread: "
        + kind(trace)
        + "\n";
  }

  private static Trace traceOf(InMemoryDestination memory, String root) {
    return memory.traces().stream()
        .filter(trace -> trace.data().root().orElseThrow().name().equals(root))
        .findAny()
        .orElseThrow();
  }

  private static String kind(Trace trace) {
    return String.valueOf(trace.info().traceMetadata().get(ThreadKinds.METADATA_KEY));
  }

  /** By its name, since this is compiled for Java 17. */
  private static ExecutorService virtualThreads()
      throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }
}
