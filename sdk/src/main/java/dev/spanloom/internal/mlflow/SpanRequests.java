package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpReply;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.internal.http.Answers;
import dev.spanloom.internal.http.Gzip;
import java.util.List;
import java.util.regex.Pattern;

/** Sends spans over OTLP. Thread-safe. */
public final class SpanRequests {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final int UNPROCESSABLE = 422;
  private static final Pattern DATABASE_FAILURE =
      Pattern.compile(
          "OperationalError|InterfaceError|TEMPORARILY_UNAVAILABLE|QueuePool limit|(?i:deadlock)");
  private static final int WORTH_COMPRESSING = 1_024;

  private final HttpCalls calls;
  private final String path;
  private final String placeHeader;

  /**
   * Requests to a server.
   *
   * @param placeHeader the header that says where the spans belong
   */
  public SpanRequests(HttpCalls calls, String path, String placeHeader) {
    this.calls = calls;
    this.path = path;
    this.placeHeader = placeHeader;
  }

  /** Those to {@code /v1/traces} of a server of MLflow or ours. */
  static SpanRequests ofMlflow(HttpCalls calls) {
    return new SpanRequests(calls, "/v1/traces", "x-mlflow-experiment-id");
  }

  /**
   * Sends spans in requests of a bounded size; one span makes a request of its own whatever its
   * size.
   *
   * @param place such as the id of an experiment
   * @param mostBytes of a request, before it is compressed
   * @param compressed whether the server takes that; MLflow 3.6 does not
   */
  public void send(List<EncodedSpan> spans, String place, int mostBytes, boolean compressed) {
    OtlpRequests.parts(spans, EncodedSpan::span, mostBytes)
        .forEach(part -> send(part, place, compressed));
  }

  private void send(List<EncodedSpan> spans, String place, boolean compressed) {
    byte[] body = OtlpRequests.encode(spans);
    boolean zip = compressed && body.length >= WORTH_COMPRESSING;
    Call call =
        Call.of("POST", path, zip ? Gzip.zipped(body) : body, PROTOBUF).with(placeHeader, place);
    Reply reply = calls.send(zip ? call.with("Content-Encoding", "gzip") : call);
    if (reply.status() == UNPROCESSABLE && ofDatabase(reply.text())) {
      throw new RetryLaterException(String.valueOf(Failures.of(reply).getMessage()));
    }
    checkNothingRefused(MlflowApi.checked(reply));
  }

  /**
   * Whether it is MLflow's database that failed, not the spans: its server says 422 for both. A
   * database that takes no message of that size takes a smaller one.
   */
  private static boolean ofDatabase(String text) {
    return DATABASE_FAILURE.matcher(text).find() && !text.contains("max_allowed_packet");
  }

  /** MLflow answers JSON here whatever the type says; others the message, or nothing. */
  private static void checkNothingRefused(Reply reply) {
    byte[] body = reply.body();
    if (body.length == 0) {
      return;
    }
    if (body[0] == '{') {
      reply.json();
      return;
    }
    OtlpReply said;
    try {
      said = OtlpReply.ofProtobuf(body);
    } catch (MlflowException e) {
      throw new RetryLaterException(
          reply.request()
              + ": "
              + reply.status()
              + " with \""
              + Answers.inShort(reply.text())
              + "\" (expected: an ExportTraceServiceResponse; does a proxy stand before the"
              + " server?)",
          e);
    }
    if (said.rejectedSpans() > 0) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          reply.request()
              + ": "
              + said.rejectedSpans()
              + " spans are refused: "
              + Answers.inShort(said.message()));
    }
  }
}
