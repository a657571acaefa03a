package dev.spanloom.server.security;

import java.util.Arrays;
import java.util.Locale;

/** What a token is good for. Roles do not include each other, but {@link #ADMIN} may do all. */
public enum Role {
  /** Send traces. */
  INGEST,
  /** Look at and search traces. */
  READ,
  /** Write assessments and tags. */
  ASSESS,
  /** Delete, change experiments, and whatever is not listed elsewhere. */
  ADMIN;

  /**
   * The role of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Role of(String name) {
    return Arrays.stream(values())
        .filter(role -> role.toString().equals(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "role: \"" + name + "\" (expected: one of " + Arrays.toString(values()) + ")"));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
