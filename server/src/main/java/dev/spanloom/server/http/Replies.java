package dev.spanloom.server.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonUtf8;
import dev.spanloom.storage.StorageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes responses. */
public final class Replies {
  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final String RETRY_SECONDS = "1";

  private Replies() {}

  /** A JSON value. */
  public static AggregatedHttpResponse json(Object plain) {
    return json(HttpStatus.OK, plain);
  }

  public static AggregatedHttpResponse json(HttpStatus status, Object plain) {
    return AggregatedHttpResponse.of(status, MediaType.JSON, HttpData.wrap(JsonUtf8.write(plain)));
  }

  /** A plain text. */
  public static AggregatedHttpResponse text(HttpStatus status, String text) {
    return AggregatedHttpResponse.of(status, MediaType.PLAIN_TEXT_UTF_8, text);
  }

  /** MLflow's form of an error. */
  public static AggregatedHttpResponse error(HttpStatus status, String code, String message) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("error_code", code);
    body.put("message", message);
    return json(status, body);
  }

  /** What was thrown, without what a future puts around it. */
  public static Throwable causeOf(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }

  /** What is answered when something was thrown; what nobody expected is logged. */
  public static AggregatedHttpResponse failure(Throwable thrown) {
    Throwable cause = causeOf(thrown);
    if (cause instanceof MlflowException refused) {
      return error(
          Statuses.of(refused.errorCode()),
          refused.errorCode().name(),
          String.valueOf(refused.getMessage()));
    }
    if (cause instanceof StorageException) {
      LOG.warn("the store failed", cause);
      AggregatedHttpResponse reply =
          error(
              HttpStatus.SERVICE_UNAVAILABLE,
              "TEMPORARILY_UNAVAILABLE",
              String.valueOf(cause.getMessage()));
      ResponseHeaders headers =
          reply.headers().toBuilder().set(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS).build();
      return AggregatedHttpResponse.of(headers, reply.content());
    }
    LOG.error("a request failed", cause);
    return error(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "INTERNAL_ERROR",
        "the server failed: " + cause.getClass().getSimpleName() + "; its log says more");
  }
}
