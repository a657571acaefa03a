package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.internal.http.Answers;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an answer that is none of success means. */
final class Failures {
  private Failures() {}

  static RuntimeException of(Reply reply) {
    int status = reply.status();
    Map<String, @Nullable Object> body = reply.jsonOrEmpty();
    ErrorCode code = code(body.get("error_code"), status);
    String text =
        reply.request() + ": " + status + " " + codeText(body, code) + ": " + message(reply, body);
    if (status == 401 || status == 403) {
      return new RetryLaterException(text + " " + reply.loginHint());
    }
    if (status >= 300 && status < 400) {
      return new RetryLaterException(text + " (expected: an answer; redirects are off or broken)");
    }
    boolean mayPass = status == 408 || status == 429 || (status >= 500 && status != 501);
    return mayPass
        ? new RetryLaterException(text, reply.pause().orElse(null), null)
        : new MlflowException(code, text);
  }

  private static String codeText(Map<String, @Nullable Object> body, ErrorCode code) {
    return body.get("error_code") instanceof String said ? said : code.name();
  }

  /** MLflow's code, or what its clients take a status for that comes without one. */
  private static ErrorCode code(@Nullable Object said, int status) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(said)) {
        return code;
      }
    }
    return switch (status) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.PERMISSION_DENIED;
      case 404, 405 -> ErrorCode.ENDPOINT_NOT_FOUND;
      case 409 -> ErrorCode.RESOURCE_CONFLICT;
      case 413, 422 -> ErrorCode.INVALID_PARAMETER_VALUE;
      case 429 -> ErrorCode.REQUEST_LIMIT_EXCEEDED;
      case 501 -> ErrorCode.NOT_IMPLEMENTED;
      case 503 -> ErrorCode.TEMPORARILY_UNAVAILABLE;
      case 504 -> ErrorCode.DEADLINE_EXCEEDED;
      default -> status >= 500 ? ErrorCode.INTERNAL_ERROR : ErrorCode.BAD_REQUEST;
    };
  }

  private static String message(Reply reply, Map<String, @Nullable Object> body) {
    if (body.get("message") instanceof String text) {
      return Answers.inShort(text);
    }
    Object detail = body.get("detail");
    if (detail != null) {
      return Answers.inShort(detail instanceof String text ? text : JsonWriter.write(detail));
    }
    String text = reply.text().strip();
    return text.isEmpty() ? "no word of explanation" : Answers.inShort(text);
  }
}
