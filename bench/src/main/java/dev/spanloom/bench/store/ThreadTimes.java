package dev.spanloom.bench.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The processor time of the threads of this process by what they do, those of the JVM itself among
 * them, which compile and collect garbage. Linux says it; elsewhere there are none. What threads
 * spent that are gone when it is looked at is not in it. Not thread-safe.
 */
final class ThreadTimes {
  private static final Path TASKS = Path.of("/proc/self/task");

  /** Of the kernel's names, which have fifteen characters, the beginnings that tell them apart. */
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("spanloom-store-", "store's writer");
    NAMES.put("armeria-common-", "server: event loops, requests, batches prepared");
    NAMES.put("spanloom-", "server: others");
    NAMES.put("bench-writer", "batches prepared by two writers");
    NAMES.put("bench-", "clients");
    NAMES.put("C1 Compiler", "JVM: compiler C1");
    NAMES.put("C2 Compiler", "JVM: compiler C2");
    NAMES.put("G1 ", "JVM: garbage");
    NAMES.put("GC Thread", "JVM: garbage");
    NAMES.put("VM Thread", "JVM: others");
  }

  /** By the id of the thread. */
  private Map<String, Long> before = nanos();

  private final Map<String, Long> spent = new TreeMap<>();

  /** What was spent up to now does not count. */
  void skip() {
    before = nanos();
  }

  /** Adds what was spent since. */
  void add() {
    Map<String, Long> now = nanos();
    now.forEach(
        (thread, nanos) ->
            spent.merge(
                thread.substring(thread.indexOf(' ') + 1),
                nanos - before.getOrDefault(thread, 0L),
                Long::sum));
    before = now;
  }

  /** A line for each kind of thread that counts, the largest first. */
  String table(double spans) {
    StringBuilder lines = new StringBuilder();
    spent.entrySet().stream()
        .filter(kind -> kind.getValue() / spans >= 500)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(
            kind ->
                lines.append(
                    String.format(
                        Locale.ROOT,
                        "|   %s | | | %.3f |%n",
                        kind.getKey(),
                        kind.getValue() / 1e6 / spans)));
    return lines.toString();
  }

  private static Map<String, Long> nanos() {
    Map<String, Long> nanos = new HashMap<>();
    if (!Files.isDirectory(TASKS)) {
      return nanos;
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
      for (Path thread : threads) {
        read(thread, nanos);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return nanos;
  }

  private static void read(Path thread, Map<String, Long> into) {
    try {
      String name = Files.readString(thread.resolve("comm")).strip();
      String times = Files.readString(thread.resolve("schedstat"));
      into.put(
          thread.getFileName() + " " + kind(name),
          Long.parseLong(times.substring(0, times.indexOf(' '))));
    } catch (IOException e) {
      // it ended meanwhile
    }
  }

  private static String kind(String name) {
    for (Map.Entry<String, String> known : NAMES.entrySet()) {
      if (name.startsWith(known.getKey())) {
        return known.getValue();
      }
    }
    return "others";
  }
}
