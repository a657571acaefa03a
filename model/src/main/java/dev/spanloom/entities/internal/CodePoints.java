package dev.spanloom.entities.internal;

/** Counts characters as Python does: a surrogate pair is one. */
public final class CodePoints {
  private CodePoints() {}

  /** Where the first {@code max} characters of a text end. */
  public static int end(String text, int max) {
    if (text.length() <= max) {
      return text.length();
    }
    int end = 0;
    for (int i = 0; i < max && end < text.length(); i++) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }
}
