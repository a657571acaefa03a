package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a {@link FieldPath} into its steps: at dots that are not in backticks. */
final class PathSteps {
  private final String text;
  private int at;

  private PathSteps(String text) {
    this.text = text;
  }

  /**
   * One step.
   *
   * @param text without backticks
   * @param quoted whether it stood in backticks, and so means nothing but itself
   */
  record Step(String text, boolean quoted) {
    boolean isWildcard() {
      return !quoted && text.equals("*");
    }
  }

  static List<Step> of(String text) {
    return new PathSteps(text).cut();
  }

  /** Cuts a list at commas that are not in backticks. */
  static List<String> list(String text) {
    List<String> items = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '`';
      if (c == ',' && !quoted) {
        items.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    items.add(text.substring(start).strip());
    return items;
  }

  private List<Step> cut() {
    List<Step> steps = new ArrayList<>();
    steps.add(next());
    while (at < text.length()) {
      if (text.charAt(at) != '.') {
        throw wrong("a dot or the end behind the closing backtick");
      }
      at++;
      steps.add(next());
    }
    return steps;
  }

  private Step next() {
    if (at < text.length() && text.charAt(at) == '`') {
      int end = text.indexOf('`', at + 1);
      if (end < 0) {
        throw wrong("a closing backtick");
      }
      Step step = new Step(text.substring(at + 1, end), true);
      at = end + 1;
      return step;
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != '.') {
      if (text.charAt(at) == '`') {
        throw wrong("backticks around the whole name");
      }
      at++;
    }
    if (start == at) {
      throw wrong("a name");
    }
    return new Step(text.substring(start, at), false);
  }

  private MlflowException wrong(String expected) {
    return MlflowException.invalidParameter(
        "field \"" + text + "\" at position " + at + " (expected: " + expected + ")");
  }
}
