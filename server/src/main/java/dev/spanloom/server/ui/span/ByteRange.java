package dev.spanloom.server.ui.span;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a text, as the header {@code Range} asks for it.
 *
 * @param from its first byte
 * @param to its last byte; less than {@code from} when there is none such
 */
record ByteRange(long from, long to) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The part that a header means; empty where it asks for several or for none, and all is sent. */
  static Optional<ByteRange> of(String header, long length) {
    Matcher one = ONE.matcher(header.replace(" ", ""));
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (one.group(1).isEmpty()) {
      long last = Long.parseLong(one.group(2));
      return Optional.of(new ByteRange(Math.max(0, length - last), last == 0 ? -1 : length - 1));
    }
    long from = Long.parseLong(one.group(1));
    long to = one.group(2).isEmpty() ? length - 1 : Long.parseLong(one.group(2));
    if (!one.group(2).isEmpty() && to < from) {
      return Optional.empty(); // no range at all
    }
    return Optional.of(new ByteRange(from, Math.min(to, length - 1)));
  }

  boolean isEmpty() {
    return to < from;
  }

  int length() {
    return (int) (to - from + 1);
  }
}
