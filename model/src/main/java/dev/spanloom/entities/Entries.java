package dev.spanloom.entities;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tags or metadata in their order. Immutable: an info that is made of another one shares those that
 * are the same.
 */
final class Entries extends AbstractMap<String, String> {
  private static final Entries NONE = new Entries(new LinkedHashMap<>());

  private final Map<String, String> map;

  private Entries(Map<String, String> owned) {
    this.map = Collections.unmodifiableMap(owned);
  }

  /** The entries of a map: a copy, unless nobody can change them. */
  static Entries of(Map<String, String> map) {
    return map instanceof Entries entries ? entries : new Entries(new LinkedHashMap<>(map));
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return map.containsKey(key);
  }

  @Override
  public @Nullable String get(@Nullable Object key) {
    return map.get(key);
  }

  @Override
  public @Nullable String remove(@Nullable Object key) {
    return map.remove(key); // which refuses it
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return map.entrySet();
  }

  /**
   * Changes entries, of which a copy is made when there is something to change. Not thread-safe.
   */
  static final class Builder {
    private Entries entries;
    private @Nullable Map<String, String> changed;

    Builder() {
      this(NONE);
    }

    Builder(Map<String, String> from) {
      this.entries = of(from);
    }

    private Map<String, String> changed() {
      Map<String, String> known = changed;
      if (known == null) {
        known = new LinkedHashMap<>(entries.map);
        changed = known;
      }
      return known;
    }

    void put(String key, String value) {
      changed().put(key, value);
    }

    void putAll(Map<String, String> more) {
      if (changed == null && entries.isEmpty()) {
        entries = of(more);
      } else if (!more.isEmpty()) {
        changed().putAll(more);
      }
    }

    void remove(String key) {
      if ((changed == null ? entries : changed).containsKey(key)) {
        changed().remove(key);
      }
    }

    Entries build() {
      Map<String, String> known = changed;
      if (known != null) {
        entries = new Entries(known);
        changed = null;
      }
      return entries;
    }
  }
}
