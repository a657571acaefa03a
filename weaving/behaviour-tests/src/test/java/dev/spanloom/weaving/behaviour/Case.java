package dev.spanloom.weaving.behaviour;

import java.nio.file.Files;
import java.util.function.Consumer;

/**
 * One row of a table: a subject program, and what must come of it.
 *
 * @param subject {@code Class.method} of the package subjects
 * @param sentence what is expected, to read
 * @param unwoven whether the same is expected of unwoven code too, as far as that can be
 * @param expectation fails when something else came of it
 */
record Case(String subject, String sentence, boolean unwoven, Consumer<Outcome> expectation) {

  /** Of woven code. */
  static Case woven(String subject, String sentence, Consumer<Outcome> expectation) {
    return new Case(subject, sentence, false, expectation);
  }

  /** Of woven code, and of unwoven code that only knows that a block failed. */
  static Case always(String subject, String sentence, Consumer<Outcome> expectation) {
    return new Case(subject, sentence, true, expectation);
  }

  boolean isFor(Toolchain toolchain) {
    String file = "subjects/" + subject.substring(0, subject.indexOf('.')) + ".class";
    return Files.exists(Subjects.compiledBy(toolchain).resolve(file));
  }
}
