package dev.spanloom.query;

import java.util.List;
import java.util.function.IntPredicate;

/** A part of a regular expression. */
sealed interface RegexNode {
  /**
   * One character.
   *
   * @param test true of the characters that fit
   * @param literal the one character that fits; -1 where others do
   */
  record One(IntPredicate test, int literal) implements RegexNode {}

  record Sequence(List<RegexNode> parts) implements RegexNode {}

  record Choice(List<RegexNode> parts) implements RegexNode {}

  /**
   * A part several times.
   *
   * @param most -1 for no bound
   */
  record Repeat(RegexNode part, int least, int most) implements RegexNode {}

  record At(Place place) implements RegexNode {}

  /** A place between characters. */
  enum Place {
    TEXT_START,
    TEXT_END,
    /** The end, or before the line break that ends the text. */
    LAST_LINE_END,
    LINE_START,
    LINE_END,
    WORD_EDGE,
    NO_WORD_EDGE
  }
}
