package dev.spanloom.entities.internal.json;

import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a JSON value piece by piece: to write its text ({@link JsonWriter}, {@link JsonUtf8}) or
 * only to know how long that text is ({@link JsonLength}), or to make plain values of it ({@link
 * JsonTree}). Not thread-safe.
 */
public abstract class JsonOutput {
  JsonOutput() {}

  /** Characters so far. */
  public abstract long length();

  /** Forgets all that came after so many characters. */
  public abstract void truncate(long length);

  /** Whether nothing that comes would be taken: the rest of a list or an object may be left out. */
  public boolean isFull() {
    return false;
  }

  /** A literal or a number. */
  public abstract void raw(String text);

  public abstract void number(long value);

  public abstract void number(double value);

  public abstract void string(String text);

  /** A string given as UTF-8. */
  public abstract void utf8(byte[] bytes, int from, int length);

  /** What stands between a key and its value. */
  public abstract void colon();

  /**
   * What stands before an element: nothing or a line break before the first, a comma before the
   * others.
   */
  public abstract void separator(boolean first);

  public abstract void beginObject();

  public abstract void endObject();

  public abstract void beginArray();

  public abstract void endArray();

  public final void key(String key) {
    string(whole(key));
    colon();
  }

  /** Readers take half a character in a text, but not in a key: there it is replaced. */
  private static String whole(String key) {
    for (int i = 0; i < key.length(); i++) {
      char found = key.charAt(i);
      if (Character.isSurrogate(found) && JsonWriter.isLoneSurrogate(key, i, found)) {
        StringBuilder whole = new StringBuilder(key.length());
        for (int at = 0; at < key.length(); at++) {
          char c = key.charAt(at);
          whole.append(JsonWriter.isLoneSurrogate(key, at, c) ? '\uFFFD' : c);
        }
        return whole.toString();
      }
    }
    return key;
  }

  /** Takes a plain value; a type that is not plain counts as the string it prints. */
  public JsonOutput value(@Nullable Object plain) {
    if (plain == null) {
      raw("null");
    } else if (plain instanceof String s) {
      string(s);
    } else if (plain instanceof Boolean b) {
      raw(b ? "true" : "false");
    } else if (plain instanceof Double || plain instanceof Float) {
      number(((Number) plain).doubleValue());
    } else if (plain instanceof Number) {
      raw(plain.toString());
    } else if (plain instanceof JsonPart part) {
      part.writeTo(this);
    } else if (plain instanceof Map<?, ?> map) {
      object(map);
    } else if (plain instanceof Collection<?> list) {
      array(list);
    } else if (plain instanceof byte[] bytes) {
      string(Base64.getEncoder().encodeToString(bytes));
    } else {
      string(plain.toString());
    }
    return this;
  }

  private void object(Map<?, ?> map) {
    beginObject();
    boolean first = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      separator(first);
      first = false;
      key(String.valueOf(entry.getKey()));
      value(entry.getValue());
    }
    endObject();
  }

  private void array(Collection<?> list) {
    beginArray();
    boolean first = true;
    for (Object item : list) {
      separator(first);
      first = false;
      value(item);
    }
    endArray();
  }
}
