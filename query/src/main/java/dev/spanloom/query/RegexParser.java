package dev.spanloom.query;

import dev.spanloom.query.RegexNode.At;
import dev.spanloom.query.RegexNode.One;
import dev.spanloom.query.RegexNode.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Reads the regular expressions of RLIKE: Python's, without what needs backtracking. */
final class RegexParser {
  private static final int LARGEST_DEPTH = 100;
  private static final int LARGEST_REPEAT = 1_000;
  private static final int NONE = -1;

  private final String regex;
  private int at;
  private int depth;
  private boolean anyCase;
  private boolean multiLine;
  private boolean dotAll;

  RegexParser(String regex) {
    this.regex = regex;
  }

  RegexNode parse() {
    RegexNode node = choice();
    if (at < regex.length()) {
      throw error(at, "found ) without a ( before");
    }
    return node;
  }

  private RegexSyntaxException error(int index, String message) {
    return new RegexSyntaxException(regex, index, message);
  }

  private int peek() {
    return at < regex.length() ? regex.codePointAt(at) : NONE;
  }

  private int take() {
    int c = peek();
    if (c == NONE) {
      throw error(at, "it ends too early");
    }
    at += Character.charCount(c);
    return c;
  }

  private boolean takeIf(String text) {
    boolean found = regex.startsWith(text, at);
    at += found ? text.length() : 0;
    return found;
  }

  private RegexNode choice() {
    List<RegexNode> parts = new ArrayList<>();
    do {
      parts.add(sequence());
    } while (takeIf("|"));
    return parts.size() == 1 ? parts.get(0) : new RegexNode.Choice(parts);
  }

  private RegexNode sequence() {
    List<RegexNode> parts = new ArrayList<>();
    while (peek() != NONE && peek() != '|' && peek() != ')') {
      RegexNode part = atom();
      if (part != null) {
        parts.add(repeated(part));
      }
    }
    return parts.size() == 1 ? parts.get(0) : new RegexNode.Sequence(parts);
  }

  private RegexNode repeated(RegexNode part) {
    RegexNode.@Nullable Repeat repeat = repeat(part);
    if (repeat == null) {
      return part;
    }
    if (takeIf("+")) {
      throw error(at - 1, "possessive repetition is not available (expected: without this +)");
    }
    takeIf("?"); // lazy or greedy: it makes no difference to whether there is a match
    int again = at;
    if (repeat(part) != null) {
      throw error(again, "a repetition of a repetition (expected: a group around the first)");
    }
    return repeat;
  }

  private RegexNode.@Nullable Repeat repeat(RegexNode part) {
    if (takeIf("*")) {
      return new RegexNode.Repeat(part, 0, NONE);
    }
    if (takeIf("+")) {
      return new RegexNode.Repeat(part, 1, NONE);
    }
    if (takeIf("?")) {
      return new RegexNode.Repeat(part, 0, 1);
    }
    return peek() == '{' ? counted(part) : null;
  }

  /**
   * {@code {2}}, {@code {2,}}, {@code {,3}} or {@code {2,3}}; null where the brace is a character.
   */
  private RegexNode.@Nullable Repeat counted(RegexNode part) {
    int start = at;
    at++;
    int least = number();
    boolean range = takeIf(",");
    int most = range ? number() : least;
    if (!takeIf("}") || (least == NONE && most == NONE)) {
      at = start;
      return null;
    }
    if (Math.max(least, most) > LARGEST_REPEAT) {
      throw error(start, "repeats too often (expected: at most " + LARGEST_REPEAT + " times)");
    }
    if (most != NONE && least > most) {
      throw error(start, "the first number is larger than the second");
    }
    return new RegexNode.Repeat(part, Math.max(0, least), most);
  }

  private int number() {
    int start = at;
    int value = 0;
    while (at < regex.length() && regex.charAt(at) >= '0' && regex.charAt(at) <= '9') {
      value = Math.min(value * 10 + regex.charAt(at) - '0', LARGEST_REPEAT + 1);
      at++;
    }
    return at == start ? NONE : value;
  }

  /** One thing that can be repeated; null for a group that only sets flags. */
  private @Nullable RegexNode atom() {
    int start = at;
    int c = take();
    return switch (c) {
      case '(' -> group(start);
      case '[' -> one(set(start));
      case '.' -> dotAll ? one(any -> true) : one(any -> any != '\n');
      case '^' -> new At(multiLine ? Place.LINE_START : Place.TEXT_START);
      case '$' -> new At(multiLine ? Place.LINE_END : Place.LAST_LINE_END);
      case '\\' -> escape(start);
      case '*', '+', '?' -> throw error(start, "nothing before it to repeat");
      default -> literal(c);
    };
  }

  private static RegexNode one(IntPredicate test) {
    return new One(test, NONE);
  }

  private RegexNode literal(int c) {
    if (anyCase) {
      int folded = Words.fold(c);
      return one(other -> Words.fold(other) == folded);
    }
    return new One(other -> other == c, c);
  }

  private @Nullable RegexNode group(int start) {
    boolean outerCase = anyCase;
    boolean outerLines = multiLine;
    boolean outerDot = dotAll;
    if (takeIf("?") && flagsOnly(start)) {
      return null;
    }
    if (++depth > LARGEST_DEPTH) {
      throw error(start, "nested too deep (expected: at most " + LARGEST_DEPTH + " groups)");
    }
    RegexNode inside = choice();
    depth--;
    if (!takeIf(")")) {
      throw error(start, "a ( without a )");
    }
    anyCase = outerCase;
    multiLine = outerLines;
    dotAll = outerDot;
    return inside;
  }

  /** Reads what follows {@code (?}; true when the group ends there. */
  private boolean flagsOnly(int start) {
    if (takeIf("#")) {
      int end = regex.indexOf(')', at);
      if (end < 0) {
        throw error(start, "a comment without a )");
      }
      at = end + 1;
      return true;
    }
    if (takeIf(":")) {
      return false;
    }
    boolean lookaround =
        takeIf("=") || takeIf("!") || takeIf("<=") || takeIf("<!") || takeIf(">") || takeIf("(");
    if (lookaround || takeIf("P=") || takeIf("P>")) {
      throw error(start, "looking around, conditions and references to groups are not available");
    }
    if (takeIf("P<") || takeIf("<")) {
      groupName(start);
      return false;
    }
    boolean value = true;
    while (true) {
      int flag = take();
      switch (flag) {
        case '-' -> value = false;
        case 'i' -> anyCase = value;
        case 'm' -> multiLine = value;
        case 's' -> dotAll = value;
        case 'u' -> {
          // classes know all of Unicode anyway
        }
        case ')' -> {
          return true;
        }
        case ':' -> {
          return false;
        }
        default -> throw error(start, "an unknown group (expected: (?:…), (?i), (?m) or (?s))");
      }
    }
  }

  private void groupName(int start) {
    int end = regex.indexOf('>', at);
    if (end <= at || !regex.substring(at, end).chars().allMatch(RegexClasses.WORD)) {
      throw error(start, "a group without a name between < and >");
    }
    at = end + 1;
  }

  private RegexNode escape(int start) {
    int c = take();
    return switch (c) {
      case 'A' -> new At(Place.TEXT_START);
      case 'Z', 'z' -> new At(Place.TEXT_END);
      case 'b' -> new At(Place.WORD_EDGE);
      case 'B' -> new At(Place.NO_WORD_EDGE);
      default -> {
        IntPredicate known = classOf(c);
        yield known != null ? one(known) : literal(escaped(start, c));
      }
    };
  }

  private static @Nullable IntPredicate classOf(int c) {
    return switch (c) {
      case 'd' -> RegexClasses.DIGIT;
      case 'D' -> RegexClasses.DIGIT.negate();
      case 'w' -> RegexClasses.WORD;
      case 'W' -> RegexClasses.WORD.negate();
      case 's' -> RegexClasses.SPACE;
      case 'S' -> RegexClasses.SPACE.negate();
      default -> null;
    };
  }

  /** The character that a backslash and another character stand for. */
  private int escaped(int start, int c) {
    return switch (c) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> 0x0B;
      case 'a' -> 0x07;
      case '0' -> 0;
      case 'x' -> hex(start, 2);
      case 'u' -> hex(start, 4);
      case 'U' -> hex(start, 8);
      default -> {
        if (c >= '1' && c <= '9') {
          throw error(start, "references to groups are not available");
        }
        if (c < 128 && Character.isLetter(c)) {
          throw error(start, "an unknown escape \\" + Character.toString(c));
        }
        yield c;
      }
    };
  }

  private int hex(int start, int digits) {
    int end = at + digits;
    if (end > regex.length()) {
      throw error(start, "expected " + digits + " hex digits");
    }
    int value = 0;
    while (at < end) {
      int digit = Character.digit(regex.charAt(at++), 16);
      if (digit < 0 || value > Character.MAX_CODE_POINT >> 4) {
        throw error(start, "expected " + digits + " hex digits of a character");
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private IntPredicate set(int start) {
    boolean negated = takeIf("^");
    IntPredicate all = c -> false;
    boolean first = true;
    while (first || peek() != ']') {
      if (peek() == NONE) {
        throw error(start, "a [ without a ]");
      }
      all = all.or(item());
      first = false;
    }
    at++;
    IntPredicate members = anyCase ? RegexClasses.anyCase(all) : all;
    return negated ? members.negate() : members;
  }

  private IntPredicate item() {
    int start = at;
    int low = take();
    if (low == '\\') {
      int c = take();
      IntPredicate known = classOf(c);
      if (known != null) {
        return known;
      }
      low = c == 'b' ? '\b' : escaped(start, c);
    }
    if (!regex.startsWith("-", at) || regex.startsWith("-]", at)) {
      int only = low;
      return c -> c == only;
    }
    at++;
    int high = take();
    if (high == '\\') {
      int c = take();
      high = c == 'b' ? '\b' : escaped(start, c);
    }
    if (high < low) {
      throw error(start, "a range that ends before it starts");
    }
    int from = low;
    int to = high;
    return c -> c >= from && c <= to;
  }
}
