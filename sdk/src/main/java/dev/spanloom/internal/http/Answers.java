package dev.spanloom.internal.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read from the answers of all kinds of servers. */
public final class Answers {
  private static final int MOST_SHOWN = 300;
  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  private Answers() {}

  /**
   * How long a server wants to be left alone; empty when it does not say.
   *
   * @param retryAfter the header Retry-After, seconds or a date; null when there is none
   */
  public static Optional<Duration> pause(@Nullable String retryAfter) {
    if (retryAfter == null) {
      return Optional.empty();
    }
    try {
      if (retryAfter.strip().matches("\\d{1,9}")) {
        return Optional.of(
            Duration.ofSeconds(Math.min(Long.parseLong(retryAfter.strip()), LONGEST_SECONDS)));
      }
      Instant until =
          ZonedDateTime.parse(retryAfter.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration pause = Duration.between(Instant.now(), until);
      return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A text for a message: on one line, and not too long. */
  public static String inShort(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > MOST_SHOWN ? line.substring(0, MOST_SHOWN) + "..." : line;
  }
}
