package dev.spanloom.entities;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Copies values into the plain, unmodifiable form that entities keep: JSON types, 64-bit numbers
 * and byte arrays.
 */
final class PlainValues {
  private static final int MAX_DEPTH = 200;

  private PlainValues() {}

  static Map<String, @Nullable Object> copyMap(Map<String, ? extends @Nullable Object> map) {
    return copyMap(map, 0);
  }

  static @Nullable Object copy(@Nullable Object value) {
    return copy(value, 0);
  }

  private static Map<String, @Nullable Object> copyMap(
      Map<?, ? extends @Nullable Object> map, int depth) {
    if (map.isEmpty()) {
      return Map.of();
    }
    if (map.size() == 1) { // as each chunk of a streamed answer has
      Map.Entry<?, ? extends @Nullable Object> only = map.entrySet().iterator().next();
      return Collections.singletonMap(
          String.valueOf(only.getKey()), copy(only.getValue(), depth + 1));
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
    map.forEach((key, value) -> copy.put(String.valueOf(key), copy(value, depth + 1)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copy(@Nullable Object value, int depth) {
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Long) {
      return value;
    }
    if (depth > MAX_DEPTH) {
      return value.getClass().getName();
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double) {
      return value;
    }
    if (value instanceof Float f) {
      return Double.parseDouble(f.toString());
    }
    if (value instanceof Map<?, ?> map) {
      return copyMap(map, depth);
    }
    if (value instanceof Collection<?> items) {
      return copyList(items, depth);
    }
    if (value instanceof Object[] items) {
      return copyList(Arrays.asList(items), depth);
    }
    if (value instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (value.getClass().isArray()) {
      return copyList(boxed(value), depth);
    }
    return value.toString();
  }

  private static List<@Nullable Object> copyList(Collection<?> items, int depth) {
    List<@Nullable Object> copy = new ArrayList<>(items.size());
    for (Object item : items) {
      copy.add(copy(item, depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private static List<Object> boxed(Object array) {
    int length = java.lang.reflect.Array.getLength(array);
    List<Object> items = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      items.add(java.lang.reflect.Array.get(array, i));
    }
    return items;
  }

  /** Equality of plain values in which byte arrays count by content, as lists and maps do. */
  static boolean equal(@Nullable Object a, @Nullable Object b) {
    if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
      return left.size() == right.size()
          && left.entrySet().stream()
              .allMatch(
                  e -> right.containsKey(e.getKey()) && equal(e.getValue(), right.get(e.getKey())));
    }
    if (a instanceof List<?> left && b instanceof List<?> right) {
      if (left.size() != right.size()) {
        return false;
      }
      for (int i = 0; i < left.size(); i++) {
        if (!equal(left.get(i), right.get(i))) {
          return false;
        }
      }
      return true;
    }
    return Objects.deepEquals(a, b);
  }
}
