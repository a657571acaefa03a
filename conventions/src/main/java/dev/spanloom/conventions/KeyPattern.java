package dev.spanloom.conventions;

import java.util.List;

/** A key with numbers in it, written {@code <n>}. Matching takes time in the key's length only. */
record KeyPattern(List<String> parts) {
  static final String NUMBER = "<n>";

  KeyPattern {
    parts = List.copyOf(parts);
  }

  static KeyPattern parse(String text) {
    return new KeyPattern(List.of(text.split(NUMBER, -1)));
  }

  /** What all keys begin with. */
  String prefix() {
    return parts.get(0);
  }

  boolean matches(String key) {
    if (!key.startsWith(prefix())) {
      return false;
    }
    int at = prefix().length();
    for (String part : parts.subList(1, parts.size())) {
      int digits = at;
      while (at < key.length() && isDigit(key.charAt(at))) {
        at++;
      }
      if (at == digits || !key.startsWith(part, at)) {
        return false;
      }
      at += part.length();
    }
    return at == key.length();
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
