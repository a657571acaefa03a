package dev.spanloom.autolog.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a stream that comes again and again with another piece of text in it, as nearly all
 * do: what is read from the text between two known places need not be parsed as JSON. A text in
 * JSON holds no quote but behind a backslash, so the places cannot be mistaken. Immutable.
 */
final class RepeatedEvent {
  /** What else differs from event to event: padding, and counters. */
  private static final List<String> ALSO_DIFFER =
      List.of("\"obfuscation\":\"", "\"sequence_number\":");

  private final String[] literals;
  private final boolean[] texts;
  private final int wanted;

  private RepeatedEvent(String[] literals, boolean[] texts, int wanted) {
    this.literals = literals;
    this.texts = texts;
    this.wanted = wanted;
  }

  /** A place where events differ: from behind its key to the end of its value. */
  private record Hole(int start, int end, boolean isText, boolean isWanted) {}

  /**
   * What an event is made of.
   *
   * @param key of the text that differs
   * @return null where that is not in the event once, or in a form of its own
   */
  static @Nullable RepeatedEvent of(String event, String key) {
    List<Hole> holes = new ArrayList<>();
    String place = "\"" + key + "\":\"";
    if (!add(holes, event, place, true)) {
      return null;
    }
    for (String other : ALSO_DIFFER) {
      if (event.contains(other) && !add(holes, event, other, false)) {
        return null;
      }
    }
    holes.sort((one, other) -> Integer.compare(one.start, other.start));
    String[] literals = new String[holes.size() + 1];
    boolean[] texts = new boolean[holes.size()];
    int wanted = 0;
    int from = 0;
    for (int i = 0; i < holes.size(); i++) {
      Hole hole = holes.get(i);
      literals[i] = event.substring(from, hole.start);
      texts[i] = hole.isText;
      wanted = hole.isWanted ? i : wanted;
      from = hole.end;
    }
    literals[holes.size()] = event.substring(from);
    return new RepeatedEvent(literals, texts, wanted);
  }

  private static boolean add(List<Hole> holes, String event, String place, boolean isWanted) {
    int at = event.indexOf(place);
    if (at < 0 || event.indexOf(place, at + 1) >= 0) {
      return false;
    }
    int start = at + place.length();
    boolean isText = place.endsWith("\"");
    int end = end(event, start, isText);
    if (end < 0) {
      return false;
    }
    holes.add(new Hole(start, end, isText, isWanted));
    return true;
  }

  /** The end of a value; -1 for a text with a backslash, which stands for something else. */
  private static int end(String event, int start, boolean isText) {
    if (!isText) {
      int end = start;
      while (end < event.length() && event.charAt(end) >= '0' && event.charAt(end) <= '9') {
        end++;
      }
      return end;
    }
    int end = event.indexOf('"', start);
    for (int i = start; i < end; i++) {
      if (event.charAt(i) == '\\') {
        return -1;
      }
    }
    return end;
  }

  /** The text of an event that differs in nothing else; null for another one. */
  @Nullable String textOf(String event) {
    int at = 0;
    String text = null;
    for (int i = 0; i < texts.length; i++) {
      if (!event.startsWith(literals[i], at)) {
        return null;
      }
      int start = at + literals[i].length();
      at = end(event, start, texts[i]);
      if (at < 0) {
        return null;
      }
      if (i == wanted) {
        text = event.substring(start, at);
      }
    }
    String last = literals[texts.length];
    return event.length() - at == last.length() && event.endsWith(last) ? text : null;
  }
}
