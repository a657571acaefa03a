package dev.spanloom.entities.internal.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plain value instead of its text, of a {@link JsonPart} for who looks into it. Of an
 * object a key that comes again replaces what it had. Not thread-safe.
 */
public final class JsonTree extends JsonOutput {
  private final Deque<Level> levels = new ArrayDeque<>();

  /** An object or a list in the making. */
  private static final class Level {
    private final @Nullable Map<String, @Nullable Object> object;
    private final List<@Nullable Object> list = new ArrayList<>();
    private @Nullable String key;

    Level(boolean isObject) {
      object = isObject ? new LinkedHashMap<>() : null;
    }

    void add(@Nullable Object value) {
      if (object == null) {
        list.add(value);
      } else if (key == null) {
        key = String.valueOf(value);
      } else {
        object.put(key, value);
        key = null;
      }
    }

    Object value() {
      return object == null ? list : object;
    }
  }

  private JsonTree() {
    levels.push(new Level(false));
  }

  /** The object that a part is; empty when it is another value. */
  @SuppressWarnings("unchecked") // all objects that are made here have such keys
  public static Map<String, @Nullable Object> object(JsonPart part) {
    JsonTree tree = new JsonTree();
    part.writeTo(tree);
    return tree.levels.element().list.get(0) instanceof Map<?, ?> map
        ? (Map<String, @Nullable Object>) map
        : Map.of();
  }

  private void add(@Nullable Object value) {
    levels.element().add(value);
  }

  private void end() {
    Object value = levels.pop().value();
    add(value);
  }

  @Override
  public long length() {
    throw new UnsupportedOperationException("a tree has no length");
  }

  @Override
  public void truncate(long length) {
    throw new UnsupportedOperationException("a tree has no length");
  }

  /** Literals only. */
  @Override
  public void raw(String text) {
    switch (text) {
      case "null" -> add(null);
      case "true" -> add(true);
      case "false" -> add(false);
      default -> throw new IllegalArgumentException(text + " (expected: null, true or false)");
    }
  }

  @Override
  public void number(long value) {
    add(value);
  }

  @Override
  public void number(double value) {
    add(value);
  }

  @Override
  public void string(String text) {
    add(text);
  }

  @Override
  public void utf8(byte[] bytes, int from, int length) {
    add(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  @Override
  public void colon() {}

  @Override
  public void separator(boolean first) {}

  @Override
  public void beginObject() {
    levels.push(new Level(true));
  }

  @Override
  public void endObject() {
    end();
  }

  @Override
  public void beginArray() {
    levels.push(new Level(false));
  }

  @Override
  public void endArray() {
    end();
  }
}
