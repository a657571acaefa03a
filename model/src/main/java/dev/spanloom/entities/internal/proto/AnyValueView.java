package dev.spanloom.entities.internal.proto;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An encoded object whose entries are decoded when they are asked for, by who needs a few of many.
 * Its values are those of the JSON text: bytes are base64, and numbers that are none are text.
 * Immutable and thread-safe.
 */
public final class AnyValueView extends AbstractMap<String, @Nullable Object> {
  private final byte[] bytes;
  private final int from;
  private final int length;

  private AnyValueView(ProtoReader object) {
    this.bytes = object.array();
    this.from = object.position();
    this.length = object.remaining();
  }

  /**
   * The plain value of an encoded {@code AnyValue}, objects in it as views.
   *
   * @throws MalformedProtoException by this, or by who looks into the view
   */
  public static @Nullable Object of(byte[] anyValue) {
    return read(new ProtoReader(anyValue));
  }

  private static @Nullable Object read(ProtoReader in) {
    Object value = null;
    while (in.next()) {
      switch (in.field()) {
        case AnyValues.STRING -> value = in.string();
        case AnyValues.BOOL -> value = in.bool();
        case AnyValues.INT -> value = in.int64();
        case AnyValues.DOUBLE -> value = number(in.float64());
        case AnyValues.BYTES -> value = Base64.getEncoder().encodeToString(in.bytes());
        case AnyValues.ARRAY -> value = list(in.message());
        case AnyValues.KVLIST -> value = new AnyValueView(in.message());
        default -> in.skip();
      }
    }
    return value;
  }

  private static Object number(double value) {
    return Double.isFinite(value) ? (Object) value : Double.toString(value);
  }

  private static List<@Nullable Object> list(ProtoReader in) {
    List<@Nullable Object> list = new ArrayList<>();
    while (in.next()) {
      if (in.field() == 1) {
        list.add(read(in.message()));
      } else {
        in.skip();
      }
    }
    return list;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    ProtoReader value = find(key);
    return value == null ? null : read(value);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return find(key) != null;
  }

  private @Nullable ProtoReader find(@Nullable Object key) {
    return key instanceof String name
        ? AnyValues.find(entries(), name.getBytes(StandardCharsets.UTF_8))
        : null;
  }

  private ProtoReader entries() {
    return new ProtoReader(bytes, from, length);
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    ProtoReader in = entries();
    while (in.next()) {
      if (in.field() == 1) {
        addEntry(in.message(), all);
      } else {
        in.skip();
      }
    }
    return Collections.unmodifiableMap(all).entrySet();
  }

  private static void addEntry(ProtoReader entry, Map<String, @Nullable Object> into) {
    String key = "";
    Object value = null;
    while (entry.next()) {
      switch (entry.field()) {
        case 1 -> key = entry.string();
        case 2 -> value = read(entry.message());
        default -> entry.skip();
      }
    }
    into.put(key, value);
  }
}
