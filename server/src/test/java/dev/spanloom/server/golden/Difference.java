package dev.spanloom.server.golden;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place at which two JSON values are not the same.
 *
 * @param place names and numbers with {@code /} between
 * @param theirs what MLflow has there; {@link #NOTHING} when it has nothing
 * @param ours what we have there
 */
record Difference(String place, @Nullable Object theirs, @Nullable Object ours) {
  static final String NOTHING = "(nothing)";

  /** All differences. The order of keys does not count, nor that of attributes in OTLP's form. */
  static List<Difference> between(@Nullable Object theirs, @Nullable Object ours) {
    List<Difference> found = new ArrayList<>();
    compare("", theirs, ours, found);
    return found;
  }

  private static void compare(
      String place, @Nullable Object theirs, @Nullable Object ours, List<Difference> found) {
    if (theirs instanceof Map<?, ?> one && ours instanceof Map<?, ?> other) {
      TreeSet<String> keys = new TreeSet<>();
      one.keySet().forEach(key -> keys.add(String.valueOf(key)));
      other.keySet().forEach(key -> keys.add(String.valueOf(key)));
      for (String key : keys) {
        compare(place + "/" + key, in(one, key), in(other, key), found);
      }
    } else if (theirs instanceof List<?> one
        && ours instanceof List<?> other
        && one.size() == other.size()) {
      List<?> left = sorted(one);
      List<?> right = sorted(other);
      for (int i = 0; i < left.size(); i++) {
        compare(place + "/" + i, left.get(i), right.get(i), found);
      }
    } else if (!same(theirs, ours)) {
      found.add(new Difference(place, theirs, ours));
    }
  }

  private static @Nullable Object in(Map<?, ?> map, String key) {
    return map.containsKey(key) ? map.get(key) : NOTHING;
  }

  private static List<?> sorted(List<?> list) {
    boolean attributes =
        !list.isEmpty()
            && list.stream().allMatch(e -> e instanceof Map<?, ?> map && map.containsKey("key"));
    return attributes
        ? list.stream()
            .sorted(Comparator.comparing(e -> String.valueOf(((Map<?, ?>) e).get("key"))))
            .toList()
        : list;
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof Number && other instanceof Number) {
      return new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0;
    }
    return Objects.equals(one, other);
  }
}
