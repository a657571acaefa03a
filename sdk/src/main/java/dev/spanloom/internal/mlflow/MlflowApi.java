package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's REST API: JSON objects there and back, failures as exceptions. Thread-safe.
 *
 * <p>Calls of the program are tried again with growing pauses, as {@link HttpSettings} says; those
 * named {@code …Once} are not, since who writes batches has a plan of its own.
 */
public final class MlflowApi {
  private final HttpCalls calls;
  private final HttpSettings settings;

  public MlflowApi(HttpCalls calls, HttpSettings settings) {
    this.calls = calls;
    this.settings = settings;
  }

  public HttpCalls calls() {
    return calls;
  }

  /** A piece of a path or a value of a query, as URIs spell it. */
  public static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public Map<String, @Nullable Object> get(String path) {
    return retried(Call.get(path)).json();
  }

  public Map<String, @Nullable Object> getOnce(String path) {
    return checked(calls.send(Call.get(path))).json();
  }

  public Map<String, @Nullable Object> send(String method, String path, Map<String, ?> body) {
    return retried(Call.json(method, path, JsonWriter.write(body)).withLargeReply()).json();
  }

  public Map<String, @Nullable Object> sendOnce(String method, String path, Map<String, ?> body) {
    return checked(calls.send(Call.json(method, path, JsonWriter.write(body)))).json();
  }

  /** Sends a request, again where that may help. */
  public Reply retried(Call call) {
    for (int failures = 0; ; failures++) {
      try {
        return checked(calls.send(call));
      } catch (RetryLaterException e) {
        if (failures >= settings.maxRetries()
            || !call.repeatable()
            || calls.isLoginRefused(e)
            || !pause(settings.pause(failures + 1, random(), e.retryAfter().orElse(null)))) {
          throw e;
        }
      }
    }
  }

  private static double random() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** False when the thread was interrupted meanwhile, which it is then still. */
  private static boolean pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      if (Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
    }
    return !Thread.currentThread().isInterrupted();
  }

  /**
   * The answer, when it is one of success.
   *
   * @throws RetryLaterException when the same request may succeed later
   * @throws MlflowException when it is refused
   */
  public static Reply checked(Reply reply) {
    if (reply.isSuccess()) {
      return reply;
    }
    throw Failures.of(reply);
  }

  /** True for the answer of a server that does not know an endpoint. */
  public static boolean isUnknownEndpoint(MlflowException e) {
    return e.errorCode() == ErrorCode.ENDPOINT_NOT_FOUND;
  }

  public static boolean isMissing(MlflowException e) {
    return e.errorCode() == ErrorCode.RESOURCE_DOES_NOT_EXIST
        || e.errorCode() == ErrorCode.NOT_FOUND;
  }

  /** An object in an answer; empty when it is not there. */
  @SuppressWarnings("unchecked") // all objects that are read have such keys
  public static Map<String, @Nullable Object> object(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** The objects of a list in an answer; empty when it is not there. */
  public static List<Map<String, @Nullable Object>> objects(@Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().map(MlflowApi::object).toList()
        : List.of();
  }
}
