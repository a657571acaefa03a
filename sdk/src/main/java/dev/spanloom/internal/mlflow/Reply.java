package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.internal.http.Answers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a server answered. */
public final class Reply {
  private final String request;
  private final int status;
  private final @Nullable String retryAfter;
  private final byte[] body;
  private final String loginHint;

  /**
   * An answer.
   *
   * @param request for messages: the method and the URI without login
   * @param retryAfter the header of that name; null when there is none
   * @param body not copied
   * @param loginHint what a person should set where no login is taken
   */
  Reply(String request, int status, @Nullable String retryAfter, byte[] body, String loginHint) {
    this.request = request;
    this.status = status;
    this.retryAfter = retryAfter;
    this.body = body;
    this.loginHint = loginHint;
  }

  public String request() {
    return request;
  }

  public int status() {
    return status;
  }

  public byte[] body() {
    return body;
  }

  String loginHint() {
    return loginHint;
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The JSON object of the body; nothing, and MLflow's {@code 200 OK}, are an empty one.
   *
   * @throws RetryLaterException for another body: a proxy or a stranger has answered, or half of it
   *     is missing
   */
  public Map<String, @Nullable Object> json() {
    String text = text().strip();
    if (text.isEmpty() || text.equals("200 OK")) {
      return Map.of();
    }
    try {
      Object value = JsonReader.read(text);
      if (value instanceof Map<?, ?>) {
        return JsonReader.readObject(text);
      }
    } catch (JsonSyntaxException e) {
      // said below
    }
    throw new RetryLaterException(
        request
            + ": "
            + status
            + " with \""
            + Answers.inShort(text)
            + "\" (expected: a JSON object; does the tracking URI name an MLflow server, and does"
            + " no proxy stand before it?)");
  }

  /** The JSON object of an answer that may be anything; empty for anything else. */
  public Map<String, @Nullable Object> jsonOrEmpty() {
    try {
      return JsonReader.readObject(text());
    } catch (JsonSyntaxException e) {
      return Map.of();
    }
  }

  /** How long the server wants to be left alone; empty when it does not say. */
  public Optional<Duration> pause() {
    return Answers.pause(retryAfter);
  }
}
