package dev.spanloom.destinations.otlp;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.internal.http.Answers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What an answer over HTTP means that takes nothing; see the OTLP specification on failures. */
final class HttpFailures {
  static final String LOGIN_HINT =
      " (expected: OTEL_EXPORTER_OTLP_HEADERS with the key of somebody who may do this)";
  static final String ENDPOINT_HINT =
      " (expected: an OTLP endpoint; does the URI name its whole path, and the right protocol?)";

  private HttpFailures() {}

  static RuntimeException of(String shown, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    String text = shown + ": " + status + ": " + message(answer.body());
    return switch (status) {
      case 401, 403 -> new RetryLaterException(text + LOGIN_HINT);
      case 429, 502, 503, 504 ->
          new RetryLaterException(
              text,
              Answers.pause(answer.headers().firstValue("Retry-After").orElse(null)).orElse(null),
              null);
      // nothing is wrong with the spans: they wait for somebody to mend the URI
      case 404, 405, 501 -> new RetryLaterException(text + ENDPOINT_HINT);
      case 413 -> new MlflowException(ErrorCode.INVALID_PARAMETER_VALUE, text);
      default -> {
        if (status < 400) {
          yield new RetryLaterException(text + ENDPOINT_HINT);
        }
        yield new MlflowException(
            status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.INVALID_STATE, text);
      }
    };
  }

  /** A proxy or a stranger has answered. */
  static RetryLaterException noAnswer(String shown, HttpResponse<byte[]> answer, Exception e) {
    return new RetryLaterException(
        shown
            + ": "
            + answer.statusCode()
            + " with \""
            + Answers.inShort(new String(answer.body(), StandardCharsets.UTF_8))
            + "\""
            + ENDPOINT_HINT,
        e);
  }

  static boolean isJson(byte[] body) {
    return body.length > 0 && body[0] == '{';
  }

  /** The message of a {@code google.rpc.Status}, in either encoding, or whatever was said. */
  private static String message(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    String said = "";
    try {
      if (isJson(body)) {
        said = JsonReader.readObject(text).get("message") instanceof String message ? message : "";
      } else {
        ProtoReader in = new ProtoReader(body);
        while (in.next()) {
          if (in.field() == 2) {
            said = in.string();
          } else {
            in.skip();
          }
        }
      }
    } catch (JsonSyntaxException | MalformedProtoException e) {
      said = "";
    }
    String shown = Answers.inShort(said.isEmpty() ? text : said);
    return shown.isEmpty() ? "no word of explanation" : shown;
  }
}
