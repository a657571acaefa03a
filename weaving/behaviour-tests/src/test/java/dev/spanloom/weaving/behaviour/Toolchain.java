package dev.spanloom.weaving.behaviour;

import dev.spanloom.testjvms.Jdk;
import java.util.Arrays;
import java.util.List;

/**
 * The compilers that make the subject programs. What they make of {@code try (var span = …)} when
 * the block throws, as javap shows it:
 *
 * <ul>
 *   <li>javac 11 and newer, whichever {@code --release}: a handler of any exception stores it,
 *       closes the resource unless that is null, adds what close throws as suppressed, and throws
 *       the stored one. {@code --release 8} makes the same code as 17: it is the compiler's age
 *       that counts, and an older javac does not read the class files of the SDK. A variable from
 *       outside and a field are copied into a variable of the compiler's first.
 *   <li>ecj: the same for the innermost resource, without catching what close throws; an outer one
 *       is closed by a handler that first merges the exception into a variable of all resources,
 *       which is what it throws. A field is closed itself, not a copy of it.
 *   <li>kotlinc: {@code use} is inlined; a handler notes the exception, and another calls {@code
 *       kotlin.jdk7.AutoCloseableKt.closeFinally(resource, exception)}. {@code finally} is as in
 *       javac.
 * </ul>
 */
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
