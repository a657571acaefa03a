package dev.spanloom.destinations.otlp;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.proto.MalformedProtoException;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.internal.http.Answers;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a status of gRPC means that takes nothing; see the OTLP specification on failures. */
final class GrpcFailures {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final String RETRY_INFO = "/google.rpc.RetryInfo";
  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  /** How gRPC begins what it says of answers that are not of gRPC. */
  private static final String NO_GRPC = "HTTP status code";

  private GrpcFailures() {}

  static RuntimeException of(String shown, Status status, @Nullable Metadata trailers) {
    String said = status.getDescription() == null ? "" : status.getDescription();
    Throwable cause = status.getCause();
    String why = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
    String text = shown + ": " + status.getCode() + ": " + Answers.inShort(said + why);
    Duration pause = retryInfo(trailers).orElse(null);
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED, OUT_OF_RANGE, DATA_LOSS ->
          new RetryLaterException(text, pause, cause);
      case RESOURCE_EXHAUSTED ->
          pause == null
              ? new MlflowException(ErrorCode.RESOURCE_EXHAUSTED, text)
              : new RetryLaterException(text, pause, null);
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new RetryLaterException(text + HttpFailures.LOGIN_HINT);
      // nothing is wrong with the spans: they wait for somebody to mend the URI
      case UNIMPLEMENTED -> new RetryLaterException(text + HttpFailures.ENDPOINT_HINT);
      default ->
          cause != null || said.contains(NO_GRPC)
              ? new RetryLaterException(text + HttpFailures.ENDPOINT_HINT, null, cause)
              : new MlflowException(code(status.getCode()), text);
    };
  }

  private static ErrorCode code(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> ErrorCode.INVALID_PARAMETER_VALUE;
      case NOT_FOUND -> ErrorCode.NOT_FOUND;
      case ALREADY_EXISTS -> ErrorCode.ALREADY_EXISTS;
      case INTERNAL, UNKNOWN -> ErrorCode.INVALID_STATE;
      default -> ErrorCode.BAD_REQUEST;
    };
  }

  /** The pause that the details of a status ask for. */
  private static Optional<Duration> retryInfo(@Nullable Metadata trailers) {
    byte[] details = trailers == null ? null : trailers.get(DETAILS);
    if (details == null) {
      return Optional.empty();
    }
    try {
      ProtoReader status = new ProtoReader(details);
      while (status.next()) {
        if (status.field() == 3) {
          Optional<Duration> pause = retryDelay(status.message());
          if (pause.isPresent()) {
            return pause;
          }
        } else {
          status.skip();
        }
      }
    } catch (MalformedProtoException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** That of an {@code Any} when it is one of RetryInfo. */
  private static Optional<Duration> retryDelay(ProtoReader any) {
    String type = "";
    ProtoReader value = null;
    while (any.next()) {
      switch (any.field()) {
        case 1 -> type = any.string();
        case 2 -> value = any.message();
        default -> any.skip();
      }
    }
    if (!type.endsWith(RETRY_INFO)) {
      return Optional.empty();
    }
    Duration delay = Duration.ZERO;
    while (value != null && value.next()) {
      if (value.field() == 1) {
        delay = duration(value.message());
      } else {
        value.skip();
      }
    }
    return Optional.of(delay);
  }

  private static Duration duration(ProtoReader in) {
    long seconds = 0;
    long nanos = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> seconds = in.int64();
        case 2 -> nanos = in.int64();
        default -> in.skip();
      }
    }
    return Duration.ofSeconds(
        Math.min(Math.max(0, seconds), LONGEST_SECONDS), Math.min(Math.max(0, nanos), 999_999_999));
  }
}
