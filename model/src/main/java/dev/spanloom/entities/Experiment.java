package dev.spanloom.entities;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A container of traces. Counterpart of {@code mlflow.entities.Experiment}.
 *
 * @param experimentId a decimal number as text
 * @param name unique among experiments, deleted ones too
 * @param artifactLocation where clients were told to keep files; null for the server's own place
 * @param lifecycleStage {@code active} or {@code deleted}
 * @param creationTimeUnixMillis milliseconds since the Unix epoch
 * @param lastUpdateTimeUnixMillis milliseconds since the Unix epoch
 * @param tags labels
 */
public record Experiment(
    String experimentId,
    String name,
    @Nullable String artifactLocation,
    String lifecycleStage,
    long creationTimeUnixMillis,
    long lastUpdateTimeUnixMillis,
    Map<String, String> tags) {
  public static final String DEFAULT_ID = "0";
  public static final String DEFAULT_NAME = "Default";
  public static final String ACTIVE = "active";
  public static final String DELETED = "deleted";

  /** Longest name, in characters. */
  public static final int MAX_NAME_CHARS = 500;

  public Experiment {
    Objects.requireNonNull(experimentId, "experimentId");
    Objects.requireNonNull(name, "name");
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /** True until it is deleted, and again when it is restored. */
  public boolean isActive() {
    return lifecycleStage.equals(ACTIVE);
  }

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException for an empty one or one of more than {@link #MAX_NAME_CHARS}
   *     characters
   */
  public static void checkName(String name) {
    if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
      throw new IllegalArgumentException(
          "experiment name: \"" + name + "\" (expected: 1 to " + MAX_NAME_CHARS + " characters)");
    }
  }
}
