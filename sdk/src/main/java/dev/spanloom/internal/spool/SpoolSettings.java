package dev.spanloom.internal.spool;

import dev.spanloom.internal.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the spools of this machine are, and how large one may grow.
 *
 * @param root the folder that has a folder for each process
 * @param segmentBytes of a file
 * @param maxBytes of all files of a spool; more than two segments
 * @param maxAge what is older is given up
 * @param maxWait how long {@link WhenFull#BLOCK} lets a thread wait
 */
public record SpoolSettings(
    Path root,
    int segmentBytes,
    long maxBytes,
    Duration maxAge,
    WhenFull whenFull,
    Duration maxWait) {
  private static final int SMALLEST_SEGMENT = 4096;
  private static final int LARGEST_SEGMENT = 1 << 30;

  public SpoolSettings {
    if (segmentBytes < SMALLEST_SEGMENT || segmentBytes > LARGEST_SEGMENT) {
      throw new IllegalArgumentException(
          "segmentBytes: " + segmentBytes + " (expected: 4096 to 1073741824)");
    }
    if (maxBytes < 2L * segmentBytes) {
      throw new IllegalArgumentException(
          "maxBytes: "
              + maxBytes
              + " (expected: two segments, "
              + 2L * segmentBytes
              + ", or more)");
    }
  }

  /** Those of a process; empty when the spool is switched off. */
  public static Optional<SpoolSettings> from(Settings settings) {
    if (settings.text("spanloom.spool").map(SpoolSettings::isOff).orElse(false)) {
      return Optional.empty();
    }
    int segment =
        (int)
            Math.min(
                LARGEST_SEGMENT,
                settings.wholeNumber("spanloom.spool.segment-bytes", SMALLEST_SEGMENT, 4 << 20));
    return Optional.of(
        new SpoolSettings(
            root(settings),
            segment,
            settings.wholeNumber(
                "spanloom.spool.max-bytes", 2L * segment, Math.max(512L << 20, 2L * segment)),
            Duration.ofHours(settings.wholeNumber("spanloom.spool.max-age-hours", 1, 7 * 24)),
            settings.oneOf(
                "spanloom.spool.when-full",
                Map.of(
                    "drop-oldest", WhenFull.DROP_OLDEST,
                    "drop-newest", WhenFull.DROP_NEWEST,
                    "block", WhenFull.BLOCK),
                WhenFull.DROP_OLDEST),
            Duration.ofMillis(settings.wholeNumber("spanloom.spool.max-wait-millis", 0, 100))));
  }

  /** Where the spools of this machine and user are, whether a process uses one or not. */
  public static Path root(Settings settings) {
    return settings.text("spanloom.spool.dir").map(Path::of).orElseGet(SpoolSettings::userFolder);
  }

  private static boolean isOff(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "off", "false", "0" -> true;
      default -> false;
    };
  }

  /** Where programs of this user keep what should outlive them, by the customs of the system. */
  private static Path userFolder() {
    String home = System.getProperty("user.home", ".");
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String windows = System.getenv("LOCALAPPDATA");
    String state = System.getenv("XDG_STATE_HOME");
    Path base;
    if (system.startsWith("windows") && windows != null) {
      base = Path.of(windows);
    } else if (system.startsWith("mac")) {
      base = Path.of(home, "Library", "Application Support");
    } else if (state != null && !state.isBlank()) {
      base = Path.of(state);
    } else {
      base = Path.of(home, ".local", "state");
    }
    return base.resolve("spanloom").resolve("spool");
  }
}
