package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an open span, in the order in which they were set first. Two short arrays while
 * there are few, which is nearly always: a map would cost a root span more than its ids do. Not
 * thread-safe.
 */
final class AttributeTable {
  private static final int FEW = 16;

  private @Nullable String[] keys = new String[4];
  private @Nullable AttributeValue[] values = new AttributeValue[4];
  private int size;
  private @Nullable Map<String, AttributeValue> many;

  @Nullable AttributeValue get(String key) {
    if (many != null) {
      return many.get(key);
    }
    int index = indexOf(key);
    return index < 0 ? null : values[index];
  }

  /** Sets one; false, and nothing is changed, when it would be one too many. */
  boolean put(String key, AttributeValue value, int limit) {
    if (many == null) {
      int index = indexOf(key);
      if (index >= 0) {
        values[index] = value;
        return true;
      }
      if (size >= limit) {
        return false;
      }
      if (size < FEW) {
        append(key, value);
        return true;
      }
      many = toMap();
    }
    if (many.size() >= limit && !many.containsKey(key)) {
      return false;
    }
    many.put(key, value);
    return true;
  }

  private void append(String key, AttributeValue value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, FEW);
      values = Arrays.copyOf(values, FEW);
    }
    keys[size] = key;
    values[size] = value;
    size++;
  }

  void remove(String key) {
    if (many != null) {
      many.remove(key);
      return;
    }
    int index = indexOf(key);
    if (index >= 0) {
      size--;
      System.arraycopy(keys, index + 1, keys, index, size - index);
      System.arraycopy(values, index + 1, values, index, size - index);
      keys[size] = null;
      values[size] = null;
    }
  }

  void forEach(BiConsumer<String, AttributeValue> action) {
    if (many != null) {
      many.forEach(action);
      return;
    }
    for (int i = 0; i < size; i++) {
      String key = keys[i];
      AttributeValue value = values[i];
      if (key != null && value != null) {
        action.accept(key, value);
      }
    }
  }

  /** About how many bytes keys and values take when encoded. */
  int sizeBytes() {
    int sum = 0;
    if (many != null) {
      for (AttributeValue value : many.values()) {
        sum += sizeBytes(value);
      }
    } else {
      for (int i = 0; i < size; i++) {
        sum += sizeBytes(values[i]);
      }
    }
    return sum;
  }

  private static int sizeBytes(@Nullable AttributeValue value) {
    return value == null ? 0 : 48 + value.anyValue().length;
  }

  void replaceAll(BiFunction<String, AttributeValue, AttributeValue> replacement) {
    toMap().forEach((key, value) -> put(key, replacement.apply(key, value), Integer.MAX_VALUE));
  }

  /** A copy. */
  Map<String, AttributeValue> toMap() {
    Map<String, AttributeValue> copy = new LinkedHashMap<>();
    forEach(copy::put);
    return copy;
  }

  private int indexOf(String key) {
    for (int i = 0; i < size; i++) {
      if (key.equals(keys[i])) {
        return i;
      }
    }
    return -1;
  }
}
