package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.internal.json.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON that this store wrote itself, whose layout is therefore known: without a map for each
 * object, and without looking at what nobody asks for. Not thread-safe.
 */
final class KnownJson {
  private final String text;
  private final int end;
  private int at;

  /** The text up to an index. */
  KnownJson(String text, int end) {
    this.text = text;
    this.end = end;
  }

  /** Passes a part of the text if it comes next. */
  boolean passes(String part) {
    if (at + part.length() > end || !text.startsWith(part, at)) {
      return false;
    }
    at += part.length();
    return true;
  }

  /**
   * Passes a part of the text.
   *
   * @throws IllegalArgumentException when another one comes next; so do the methods below when what
   *     they read does not
   */
  KnownJson pass(String part) {
    if (!passes(part)) {
      throw unexpected(part);
    }
    return this;
  }

  long integer() {
    int from = at;
    while (at < end && (text.charAt(at) == '-' || Character.digit(text.charAt(at), 10) >= 0)) {
      at++;
    }
    if (at == from) {
      throw unexpected("an integer");
    }
    return Long.parseLong(text, from, at, 10);
  }

  @Nullable Long integerOrNull() {
    return passes("null") ? null : Long.valueOf(integer());
  }

  boolean isAtString() {
    return at < end && text.charAt(at) == '"';
  }

  String string() {
    pass("\"");
    int from = at;
    boolean escaped = false;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        escaped = true;
        at++;
      } else if (c == '"') {
        at++;
        return escaped
            ? String.valueOf(JsonReader.read(text.substring(from - 1, at)))
            : text.substring(from, at - 1);
      }
    }
    throw unexpected("the end of a string");
  }

  /** The text of an object that has no other in it, nor a string with a brace; null for null. */
  @Nullable String flatObjectOrNull() {
    if (passes("null")) {
      return null;
    }
    int from = at;
    int close = text.indexOf('}', pass("{").at);
    if (close < 0 || close >= end) {
      throw unexpected("the end of an object");
    }
    at = close + 1;
    return text.substring(from, at);
  }

  private IllegalArgumentException unexpected(String expected) {
    return new IllegalArgumentException(
        "stored JSON goes on with "
            + text.substring(Math.min(at, end), Math.min(at + 20, end))
            + " at character "
            + at
            + " (expected: "
            + expected
            + ")");
  }
}
