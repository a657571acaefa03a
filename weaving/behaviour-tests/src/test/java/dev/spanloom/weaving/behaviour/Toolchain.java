package dev.spanloom.weaving.behaviour;

import java.util.Arrays;
import java.util.List;

/** The compilers that make the subject programs, each with its own idea of try-with-resources. */
enum Toolchain {
  /** As Maven calls it with {@code parameters}. */
  JAVAC("javac of the build, 17", true, "java8", "java17"),
  /** Nothing but code: the names of parameters are lost. */
  JAVAC_BARE("javac of the build, 17, -g:none", false, "java8", "java17"),
  /** Names of parameters come from the debug information. */
  JAVAC_NEWEST_17("the newest javac, 17", true, "java8", "java17"),
  /** With the language of that version; runs on that JDK only. */
  JAVAC_NEWEST("the newest javac, its own version", true, "java8", "java17", "java21"),
  JAVAC_8("javac of the build, 8", true, "java8"),
  ECJ("ecj, 17", true, "java8", "java17"),
  KOTLINC("kotlinc, 17", true, "kotlin");

  private final String label;
  private final boolean keepsParameterNames;
  private final List<String> sources;

  Toolchain(String label, boolean keepsParameterNames, String... sources) {
    this.label = label;
    this.keepsParameterNames = keepsParameterNames;
    this.sources = Arrays.asList(sources);
  }

  boolean keepsParameterNames() {
    return keepsParameterNames;
  }

  /** Folders of {@code src/test/subjects}. */
  List<String> sources() {
    return sources;
  }

  /** Whether what it makes runs on a JDK. */
  boolean runsOn(Jdk jdk) {
    return this != JAVAC_NEWEST || jdk.feature() >= Jdk.newest().feature();
  }

  /** False for a compiler that is another one here: no newer JDK. */
  boolean isHere() {
    return switch (this) {
      case JAVAC_NEWEST_17 -> Jdk.newest().feature() > Jdk.RUNNING.feature();
      case JAVAC_NEWEST -> Jdk.newest().feature() >= 21;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
