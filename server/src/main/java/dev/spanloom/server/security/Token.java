package dev.spanloom.server.security;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token: all but its secret.
 *
 * @param id by which it is found; part of what the client sends
 * @param name for people; no two tokens have the same
 * @param createdUnixMillis when it was made
 * @param lastUsedUnixMillis when it last was good for a request, to the minute; 0 for never
 * @param expiresUnixMillis from when on it is good for nothing; 0 for never
 * @param salt in hexadecimal
 * @param hash of salt and secret, in hexadecimal
 */
public record Token(
    String id,
    String name,
    Set<Role> roles,
    long createdUnixMillis,
    long lastUsedUnixMillis,
    long expiresUnixMillis,
    String salt,
    String hash) {
  public Token {
    roles = Set.copyOf(roles);
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("token " + name + ": no role (expected: at least one)");
    }
  }

  public boolean isExpired(long nowUnixMillis) {
    return expiresUnixMillis != 0 && nowUnixMillis >= expiresUnixMillis;
  }

  Token usedAt(long unixMillis) {
    return new Token(id, name, roles, createdUnixMillis, unixMillis, expiresUnixMillis, salt, hash);
  }

  /** Its roles in the order of {@link Role}. */
  public List<String> roleNames() {
    return EnumSet.copyOf(roles).stream().map(Role::toString).toList();
  }

  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("name", name);
    map.put("roles", roleNames());
    map.put("created", createdUnixMillis);
    map.put("last_used", lastUsedUnixMillis);
    map.put("expires", expiresUnixMillis);
    map.put("salt", salt);
    map.put("hash", hash);
    return map;
  }

  static Token fromMap(Map<?, ?> map) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    if (map.get("roles") instanceof List<?> names) {
      new ArrayList<>(names).forEach(name -> roles.add(Role.of(String.valueOf(name))));
    }
    return new Token(
        text(map, "id"),
        text(map, "name"),
        roles,
        number(map, "created"),
        number(map, "last_used"),
        number(map, "expires"),
        text(map, "salt"),
        text(map, "hash"));
  }

  private static String text(Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("a token without " + key);
  }

  private static long number(Map<?, ?> map, String key) {
    if (map.get(key) instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("a token without " + key);
  }
}
