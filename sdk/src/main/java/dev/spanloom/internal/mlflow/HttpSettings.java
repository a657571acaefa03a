package dev.spanloom.internal.mlflow;

import dev.spanloom.internal.settings.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a server is spoken to, as MLflow's variables say.
 *
 * @param requestTimeout for one request with its answer
 * @param maxRetries how often a call of the program is tried again; batches are tried again by who
 *     writes them
 * @param backoffFactorSeconds the first pause, doubled each time
 * @param backoffJitterSeconds up to so much is added to a pause
 * @param respectRetryAfter whether a pause that the server asks for is kept
 * @param followRedirects whether redirects are followed
 * @param workspace named in every request; null for none
 * @param searchThreads at most so many requests at once when traces of a search are fetched
 * @param searchBatch traces asked for in one such request
 * @param deleteBatch traces deleted by one request
 */
public record HttpSettings(
    Duration requestTimeout,
    int maxRetries,
    double backoffFactorSeconds,
    double backoffJitterSeconds,
    boolean respectRetryAfter,
    boolean followRedirects,
    @Nullable String workspace,
    int searchThreads,
    int searchBatch,
    int deleteBatch) {
  private static final int MOST_RETRIES = 9;
  private static final int MOST_DELETED = 100;
  private static final int LARGEST_FACTOR = 119;

  public static HttpSettings from(Settings settings) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new HttpSettings(
        Duration.ofSeconds(settings.wholeNumber("MLFLOW_HTTP_REQUEST_TIMEOUT", 1, 120)),
        (int) Math.min(settings.wholeNumber("MLFLOW_HTTP_REQUEST_MAX_RETRIES", 0, 7), MOST_RETRIES),
        Math.min(settings.wholeNumber("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", 0, 2), LARGEST_FACTOR),
        seconds(settings, "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", 1.0),
        settings.flag("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", true),
        settings.flag("MLFLOW_ALLOW_HTTP_REDIRECTS", true),
        settings.text("MLFLOW_WORKSPACE").orElse(null),
        (int)
            Math.min(
                settings.wholeNumber(
                    "MLFLOW_SEARCH_TRACES_MAX_THREADS", 1, Math.max(32, 4L * processors)),
                1_000),
        (int) Math.min(settings.wholeNumber("MLFLOW_SEARCH_TRACES_MAX_BATCH_SIZE", 1, 10), 1_000),
        (int)
            Math.min(
                settings.wholeNumber("MLFLOW_DELETE_TRACES_MAX_BATCH_SIZE", 1, MOST_DELETED),
                MOST_DELETED));
  }

  private static double seconds(Settings settings, String name, double otherwise) {
    String text = settings.text(name).orElse("");
    try {
      double seconds = text.isEmpty() ? otherwise : Double.parseDouble(text);
      if (seconds >= 0 && seconds <= LARGEST_FACTOR) {
        return seconds;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException(
        name + ": \"" + text + "\" (expected: seconds from 0 to " + LARGEST_FACTOR + ")");
  }

  /**
   * The pause before another try.
   *
   * @param failures so many tries have failed
   * @param random from 0 to 1
   * @param asked what the server asked for; null when nothing
   */
  public Duration pause(int failures, double random, @Nullable Duration asked) {
    if (respectRetryAfter && asked != null) {
      return asked.compareTo(requestTimeout) > 0 ? requestTimeout : asked;
    }
    double seconds =
        backoffFactorSeconds * Math.pow(2, failures - 1) + random * backoffJitterSeconds;
    return Duration.ofMillis((long) (1_000 * Math.min(seconds, LARGEST_FACTOR + 1)));
  }
}
