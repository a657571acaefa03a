package dev.spanloom.query;

import dev.spanloom.query.RegexNode.Place;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A regular expression that is looked for in texts. It follows all ways through the expression at
 * once, one character after the other, so that no expression can make it hang: the time is the
 * length of the text times, at worst, the size of the expression, both of which are bounded.
 * Immutable and thread-safe.
 */
final class Regex {
  /** The most characters of an expression. */
  static final int LARGEST_LENGTH = 1_000;

  /** How many characters of a text are looked at. */
  static final int LARGEST_TEXT = 1_000_000;

  private static final int LARGEST_PROGRAM = 2_000;
  private static final int LARGEST_WORK = 20_000;

  /** What the step at an index of the program does. */
  private enum Step {
    ONE,
    SPLIT,
    JUMP,
    AT,
    MATCH
  }

  private final String source;
  private Step[] steps = new Step[16];
  private int[] targets = new int[16];
  private IntPredicate[] tests = new IntPredicate[16];
  private Place[] places = new Place[16];
  private int size;
  private int work;
  private final int firstCharacter;

  private Regex(String source, RegexNode node) {
    this.source = source;
    emit(node);
    int end = add(Step.MATCH);
    this.firstCharacter = end > 0 && steps[0] == Step.ONE ? literal(node) : -1;
  }

  /**
   * The expression that a text spells.
   *
   * @throws RegexSyntaxException for a bad or a too large expression
   */
  static Regex compile(String regex) {
    if (regex.length() > LARGEST_LENGTH) {
      throw new RegexSyntaxException(
          regex, 0, "too long (expected: at most " + LARGEST_LENGTH + " characters)");
    }
    return new Regex(regex, new RegexParser(regex).parse());
  }

  /** The character with which every match starts, or -1. */
  private static int literal(RegexNode node) {
    if (node instanceof RegexNode.Sequence sequence && !sequence.parts().isEmpty()) {
      return literal(sequence.parts().get(0));
    }
    if (node instanceof RegexNode.Repeat repeat && repeat.least() > 0) {
      return literal(repeat.part());
    }
    return node instanceof RegexNode.One one ? one.literal() : -1;
  }

  private int add(Step step) {
    if (size == LARGEST_PROGRAM) {
      throw tooLarge();
    }
    if (size == steps.length) {
      steps = Arrays.copyOf(steps, size * 2);
      targets = Arrays.copyOf(targets, size * 2);
      tests = Arrays.copyOf(tests, size * 2);
      places = Arrays.copyOf(places, size * 2);
    }
    steps[size] = step;
    return size++;
  }

  private RegexSyntaxException tooLarge() {
    return new RegexSyntaxException(source, 0, "too large (expected: fewer repetitions)");
  }

  private void emit(RegexNode node) {
    if (++work > LARGEST_WORK) {
      throw tooLarge();
    }
    if (node instanceof RegexNode.One one) {
      int step = add(Step.ONE);
      tests[step] = one.test();
    } else if (node instanceof RegexNode.At at) {
      int step = add(Step.AT);
      places[step] = at.place();
    } else if (node instanceof RegexNode.Sequence sequence) {
      sequence.parts().forEach(this::emit);
    } else if (node instanceof RegexNode.Choice choice) {
      emitChoice(choice);
    } else if (node instanceof RegexNode.Repeat repeat) {
      emitRepeat(repeat);
    }
  }

  /** A split goes on behind itself and at its target. */
  private void emitChoice(RegexNode.Choice choice) {
    int last = choice.parts().size() - 1;
    int[] jumps = new int[last];
    for (int i = 0; i < last; i++) {
      int split = add(Step.SPLIT);
      emit(choice.parts().get(i));
      jumps[i] = add(Step.JUMP);
      targets[split] = size;
    }
    emit(choice.parts().get(last));
    for (int jump : jumps) {
      targets[jump] = size;
    }
  }

  private void emitRepeat(RegexNode.Repeat repeat) {
    for (int i = 0; i < repeat.least(); i++) {
      emit(repeat.part());
    }
    if (repeat.most() < 0) {
      int split = add(Step.SPLIT);
      emit(repeat.part());
      int jump = add(Step.JUMP);
      targets[jump] = split;
      targets[split] = size;
      return;
    }
    int[] splits = new int[Math.max(0, repeat.most() - repeat.least())];
    for (int i = 0; i < splits.length; i++) {
      splits[i] = add(Step.SPLIT);
      emit(repeat.part());
    }
    for (int split : splits) {
      targets[split] = size;
    }
  }

  /** True when the expression matches somewhere in the text. */
  boolean isFoundIn(String text) {
    return new Search(text).run();
  }

  /** The steps that are alive at a place of the text; each step at most once. */
  private static final class Alive {
    private final int[] steps;
    private final int[] where;
    private int count;

    private Alive(int size) {
      steps = new int[size];
      where = new int[size];
    }

    /** False when the step is there already. */
    private boolean add(int step) {
      int index = where[step];
      if (index < count && steps[index] == step) {
        return false;
      }
      steps[count] = step;
      where[step] = count++;
      return true;
    }
  }

  /** One look through one text. */
  private final class Search {
    private final String text;
    private final int[] stack = new int[size + 1];
    private Alive now = new Alive(size);
    private Alive next = new Alive(size);

    private Search(String text) {
      this.text = text;
    }

    private boolean run() {
      int limit = Math.min(text.length(), LARGEST_TEXT);
      for (int at = 0; ; ) {
        if (now.count == 0 && firstCharacter >= 0) {
          at = text.indexOf(firstCharacter, at);
          if (at < 0) {
            return false;
          }
        }
        if (reach(now, 0, at)) {
          return true;
        }
        if (at >= limit || (at > 0 && now.count == 1 && isAtStart())) {
          return false;
        }
        int c = text.codePointAt(at);
        at += Character.charCount(c);
        if (step(c, at)) {
          return true;
        }
      }
    }

    /** True when nothing is alive but an expression that is bound to the start of the text. */
    private boolean isAtStart() {
      return steps[0] == Step.AT && places[0] == Place.TEXT_START;
    }

    private boolean step(int c, int behind) {
      next.count = 0;
      for (int i = 0; i < now.count; i++) {
        int step = now.steps[i];
        if (steps[step] == Step.ONE && tests[step].test(c) && reach(next, step + 1, behind)) {
          return true;
        }
      }
      Alive spare = now;
      now = next;
      next = spare;
      return false;
    }

    /**
     * Adds a step and those that follow without a character; true when the match is one of them.
     */
    private boolean reach(Alive alive, int first, int at) {
      int waiting = 0;
      stack[waiting++] = first;
      while (waiting > 0) {
        int step = stack[--waiting];
        if (!alive.add(step)) {
          continue;
        }
        switch (steps[step]) {
          case MATCH -> {
            return true;
          }
          case JUMP -> stack[waiting++] = targets[step];
          case SPLIT -> {
            stack[waiting++] = targets[step];
            stack[waiting++] = step + 1;
          }
          case AT -> {
            if (holds(places[step], at)) {
              stack[waiting++] = step + 1;
            }
          }
          case ONE -> {
            // waits for a character
          }
        }
      }
      return false;
    }

    private boolean holds(Place place, int at) {
      int before = at > 0 ? text.codePointBefore(at) : -1;
      int behind = at < text.length() ? text.codePointAt(at) : -1;
      return switch (place) {
        case TEXT_START -> before < 0;
        case TEXT_END -> behind < 0;
        case LAST_LINE_END -> behind < 0 || (behind == '\n' && at + 1 == text.length());
        case LINE_START -> before < 0 || before == '\n';
        case LINE_END -> behind < 0 || behind == '\n';
        case WORD_EDGE -> RegexClasses.isWordEdge(before, behind);
        case NO_WORD_EDGE -> !RegexClasses.isWordEdge(before, behind);
      };
    }
  }
}
