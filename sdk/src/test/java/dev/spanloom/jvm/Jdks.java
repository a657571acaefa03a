package dev.spanloom.jvm;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The JDKs of this machine: the one that {@code SPANLOOM_NEWEST_JAVA_HOME} names, and those in the
 * folder that this JVM's own lies in.
 */
public final class Jdks {
  private static final String NAMED = "SPANLOOM_NEWEST_JAVA_HOME";

  private Jdks() {}

  /** The newest, if it is at least of that feature version. */
  public static Optional<Path> newest(int atLeast) {
    return Stream.concat(named(), besideThisOne())
        .filter(home -> Files.isExecutable(java(home)))
        .filter(home -> version(home) >= atLeast)
        .max(Comparator.comparingInt(Jdks::version));
  }

  static Path java(Path home) {
    return home.resolve("bin").resolve("java");
  }

  private static Stream<Path> named() {
    String home = System.getProperty(NAMED, System.getenv(NAMED));
    return home == null ? Stream.empty() : Stream.of(Path.of(home));
  }

  private static Stream<Path> besideThisOne() {
    Path home = Path.of(System.getProperty("java.home"));
    try (Stream<Path> beside = Files.list(home.toRealPath().getParent())) {
      return beside.toList().stream();
    } catch (IOException e) {
      return Stream.of(home);
    }
  }

  /** As its {@code release} file says; 0 for a folder that has none. */
  private static int version(Path home) {
    Path release = home.resolve("release");
    if (!Files.isRegularFile(release)) {
      return 0;
    }
    Properties facts = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      facts.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = facts.getProperty("JAVA_VERSION", "0").replace("\"", "");
    try {
      return Runtime.Version.parse(version).feature();
    } catch (IllegalArgumentException e) {
      return 0; // as Java 8 and older write it
    }
  }
}
