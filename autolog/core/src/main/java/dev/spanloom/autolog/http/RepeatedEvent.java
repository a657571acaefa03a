package dev.spanloom.autolog.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spanloom.TextTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a stream that comes again and again with another piece of text in it, as nearly all
 * do: what is read from the text between two known places need not be parsed as JSON. A text in
 * JSON holds no quote but behind a backslash, so the places cannot be mistaken. Works on UTF-8, of
 * which long pieces are compared at once. Used by one thread at a time.
 */
final class RepeatedEvent {
  /** What else differs from event to event: padding, and counters. */
  private static final List<String> ALSO_DIFFER =
      List.of("\"obfuscation\":\"", "\"sequence_number\":");

  private static final String BEFORE = "data: ";
  private static final String BEHIND = "\n\n";

  /** How many bytes of its lines stand around an event. */
  static final int AROUND = BEFORE.length() + BEHIND.length();

  private final byte[][] literals; // with what stands around it in its lines
  private final boolean[] texts;
  private final int wanted;
  private @Nullable TextTemplate template; // made once such an event is found

  private RepeatedEvent(byte[][] literals, boolean[] texts, int wanted) {
    this.literals = literals;
    this.texts = texts;
    this.wanted = wanted;
  }

  /** A place where events differ: from behind its key to the end of its value, in bytes. */
  private record Hole(int start, int end, boolean isText, boolean isWanted) {}

  /**
   * What an event is made of.
   *
   * @param key of the text that differs
   * @return null where that is not in the event once, or in a form of its own
   */
  static @Nullable RepeatedEvent of(String event, String key) {
    byte[] lines = (BEFORE + event + BEHIND).getBytes(UTF_8);
    String text = new String(lines, ISO_8859_1); // a character for a byte: places are the same
    List<Hole> holes = new ArrayList<>(1 + ALSO_DIFFER.size());
    if (!add(holes, lines, text, "\"" + key + "\":\"", true)) {
      return null;
    }
    for (String other : ALSO_DIFFER) {
      if (text.contains(other) && !add(holes, lines, text, other, false)) {
        return null;
      }
    }
    if (holes.size() > 1) {
      holes.sort((one, other) -> Integer.compare(one.start, other.start));
    }
    byte[][] literals = new byte[holes.size() + 1][];
    boolean[] texts = new boolean[holes.size()];
    int wanted = 0;
    int from = 0;
    for (int i = 0; i < texts.length; i++) {
      Hole hole = holes.get(i);
      literals[i] = Arrays.copyOfRange(lines, from, hole.start);
      texts[i] = hole.isText;
      wanted = hole.isWanted ? i : wanted;
      from = hole.end;
    }
    literals[texts.length] = Arrays.copyOfRange(lines, from, lines.length);
    return new RepeatedEvent(literals, texts, wanted);
  }

  private static boolean add(
      List<Hole> holes, byte[] lines, String text, String place, boolean isWanted) {
    int at = text.indexOf(place);
    if (at < 0 || text.indexOf(place, at + 1) >= 0) {
      return false;
    }
    int start = at + place.length();
    boolean isText = place.endsWith("\"");
    int end = end(lines, start, lines.length, isText);
    if (end < 0) {
      return false;
    }
    holes.add(new Hole(start, end, isText, isWanted));
    return true;
  }

  /** The end of a value; -1 for a text with what stands for something else, or is in none. */
  private static int end(byte[] event, int start, int length, boolean isText) {
    int end = start;
    if (!isText) {
      while (end < length && event[end] >= '0' && event[end] <= '9') {
        end++;
      }
      return end;
    }
    while (end < length && event[end] != '"') {
      byte b = event[end];
      if (b == '\\' || (b >= 0 && b < ' ')) {
        return -1;
      }
      end++;
    }
    return end < length ? end : -1;
  }

  /**
   * Looks for an event that differs in nothing else.
   *
   * @param from where the event begins in the array, if there is one
   * @param to where the array ends, or the event
   * @param places gets where each piece begins in the array, and where it ends
   * @param placesFrom the index of the first of these places
   * @return where it ends; -1 when it is another one
   */
  int endOf(byte[] event, int from, int to, int[] places, int placesFrom) {
    return endOf(event, from, to, BEFORE.length(), BEHIND.length(), places, placesFrom);
  }

  /** The same for an event in its lines, which are looked for too. */
  int endOfLines(byte[] lines, int from, int to, int[] places, int placesFrom) {
    return endOf(lines, from, to, 0, 0, places, placesFrom);
  }

  private int endOf(
      byte[] bytes, int from, int to, int before, int behind, int[] places, int placesFrom) {
    int at = from;
    int skipped = before;
    for (int i = 0; i < texts.length; i++) {
      byte[] literal = literals[i];
      int start = at + literal.length - skipped;
      if (!isAt(bytes, at, to, literal, skipped, literal.length)) {
        return -1;
      }
      skipped = 0;
      at = end(bytes, start, to, texts[i]);
      if (at < 0) {
        return -1;
      }
      places[placesFrom + 2 * i] = start;
      places[placesFrom + 2 * i + 1] = at;
    }
    byte[] last = literals[texts.length];
    int length = last.length - behind;
    return isAt(bytes, at, to, last, 0, length) ? at + length : -1;
  }

  /** In how many pieces such events differ. */
  int pieces() {
    return texts.length;
  }

  /** The index of the piece by which the answer grows. */
  int wanted() {
    return wanted;
  }

  /** What such events have in common. */
  TextTemplate template() {
    if (template == null) {
      byte[][] own = literals.clone();
      int last = texts.length;
      own[0] = Arrays.copyOfRange(own[0], BEFORE.length(), own[0].length);
      own[last] = Arrays.copyOf(own[last], own[last].length - BEHIND.length());
      template = TextTemplate.of(Arrays.asList(own));
    }
    return template;
  }

  private static boolean isAt(
      byte[] bytes, int at, int to, byte[] literal, int literalFrom, int literalTo) {
    int end = at + literalTo - literalFrom;
    return end <= to && Arrays.equals(bytes, at, end, literal, literalFrom, literalTo);
  }
}
