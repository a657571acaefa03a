package dev.spanloom.weaving;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of weaving one class.
 *
 * @param classFile the new class file; null when the class stays as it is, which it does with any
 *     problem
 * @param problems what could not be done
 */
@SuppressWarnings("ArrayRecordComponent") // a class file, handed over and forgotten
public record WovenClass(byte @Nullable [] classFile, List<WeavingProblem> problems) {
  /** A class in which there is nothing to weave. */
  public static final WovenClass UNTOUCHED = new WovenClass(null, List.of());

  public WovenClass {
    problems = List.copyOf(problems);
  }
}
