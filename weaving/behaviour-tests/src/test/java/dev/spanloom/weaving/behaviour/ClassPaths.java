package dev.spanloom.weaving.behaviour;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What of this test's class path others get to see. */
final class ClassPaths {
  /** What no traced program has on its class path; of Kotlin it has the library. */
  private static final List<String> OURS =
      List.of("ecj", "kotlin-compiler", "kotlin-script", "kotlin-daemon", "junit", "assertj");

  private static final List<String> WEAVING = List.of("spanloom-weaving", "byte-buddy");
  private static final List<String> AGENT = List.of("spanloom-agent");

  private ClassPaths() {}

  private static Stream<Path> entries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists);
  }

  /** Of a traced program: the SDK and what it stands on, Reactor, Kotlin's library, the runner. */
  static String program() {
    return join(programEntries());
  }

  static List<Path> programEntries() {
    return entries().filter(not(OURS).and(not(WEAVING)).and(not(AGENT))).toList();
  }

  /** The same with the engine, for a program that weaves itself. */
  static String programWithWeaving() {
    return join(entries().filter(not(OURS).and(not(AGENT))).toList());
  }

  static String kotlinCompiler() {
    return join(entries().filter(any("kotlin", "annotations-")).toList());
  }

  /** The shaded jar, as users get it. */
  static Path agentJar() {
    return entries()
        .filter(any("spanloom-agent"))
        .filter(entry -> entry.toString().endsWith(".jar"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no jar of spanloom-agent on the class path"));
  }

  private static String join(List<Path> entries) {
    return String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
  }

  private static Predicate<Path> not(List<String> names) {
    return any(names.toArray(String[]::new)).negate();
  }

  /** By the name of a jar, or of the module whose classes these are. */
  private static Predicate<Path> any(String... names) {
    return entry -> Stream.of(names).anyMatch(artifact(entry)::startsWith);
  }

  private static String artifact(Path entry) {
    String file = entry.getFileName().toString();
    if (!file.equals("classes")) {
      return file;
    }
    String module = entry.getParent().getParent().getFileName().toString();
    return switch (module) {
      case "engine" -> "spanloom-weaving";
      case "agent" -> "spanloom-agent";
      default -> module;
    };
  }
}
