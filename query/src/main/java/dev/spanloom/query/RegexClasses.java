package dev.spanloom.query;

import java.util.function.IntPredicate;

/** Classes of characters in regular expressions, as Python has them. */
final class RegexClasses {
  static final IntPredicate DIGIT = Character::isDigit;
  static final IntPredicate WORD = c -> c == '_' || Character.isLetterOrDigit(c);
  static final IntPredicate SPACE =
      c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;

  private RegexClasses() {}

  /** True of a character of which a variant in another case is in the class, too. */
  static IntPredicate anyCase(IntPredicate test) {
    return c ->
        test.test(c)
            || test.test(Words.fold(c))
            || test.test(Character.toUpperCase(c))
            || test.test(Character.toLowerCase(c));
  }

  static boolean isWordEdge(int before, int behind) {
    return (before >= 0 && WORD.test(before)) != (behind >= 0 && WORD.test(behind));
  }
}
