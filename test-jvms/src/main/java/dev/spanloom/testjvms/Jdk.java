package dev.spanloom.testjvms;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A JDK of this machine: the one that runs, the one that {@code SPANLOOM_NEWEST_JAVA_HOME} names,
 * those beside the running one.
 *
 * @param feature 17, 25, …
 */
public record Jdk(int feature, Path home) {
  private static final int OLDEST = 17;
  private static final String NAMED = "SPANLOOM_NEWEST_JAVA_HOME";

  /** The one that runs this test. */
  public static final Jdk RUNNING =
      new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));

  /**
   * JDK 17 where there is one, the running one, and the newest: each version once, oldest first.
   */
  public static final List<Jdk> TRIED = tried();

  private static List<Jdk> tried() {
    TreeMap<Integer, Jdk> found = new TreeMap<>();
    candidates().map(Jdk::at).filter(Jdk::isComplete).forEach(jdk -> found.put(jdk.feature, jdk));
    found.put(RUNNING.feature, RUNNING);
    int newest = found.lastKey();
    return found.values().stream()
        .filter(
            jdk -> jdk.feature == OLDEST || jdk.feature == RUNNING.feature || jdk.feature == newest)
        .toList();
  }

  /** The newest of them. */
  public static Jdk newest() {
    return TRIED.get(TRIED.size() - 1);
  }

  private static Stream<Path> candidates() {
    String named = System.getProperty(NAMED, System.getenv(NAMED));
    return Stream.concat(Stream.ofNullable(named).map(Path::of), besideTheRunningOne());
  }

  private static Stream<Path> besideTheRunningOne() {
    try (Stream<Path> beside = Files.list(RUNNING.home.toRealPath().getParent())) {
      return beside.sorted().toList().stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static Jdk at(Path home) {
    Properties facts = new Properties();
    Path release = home.resolve("release");
    if (Files.isRegularFile(release)) {
      try (Reader reader = Files.newBufferedReader(release)) {
        facts.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    String version = facts.getProperty("JAVA_VERSION", "0").replace("\"", "");
    try {
      return new Jdk(Runtime.Version.parse(version).feature(), home);
    } catch (IllegalArgumentException e) {
      return new Jdk(0, home); // as Java 8 and older write it
    }
  }

  private boolean isComplete() {
    return feature >= OLDEST && Files.isExecutable(java()) && Files.isExecutable(javac());
  }

  /** Its command {@code java}. */
  public Path java() {
    return home.resolve("bin").resolve("java");
  }

  /** Its command {@code javac}. */
  public Path javac() {
    return home.resolve("bin").resolve("javac");
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
