package dev.spanloom.server.security;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.spanloom.server.http.Replies;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Why a request is not served.
 *
 * @param kind a word for logs and metrics
 * @param status of HTTP
 * @param grpcStatus the same for a client that speaks gRPC
 * @param code MLflow's; empty for a plain text
 * @param message for the client
 */
record Refusal(String kind, HttpStatus status, int grpcStatus, String code, String message) {
  /** What scripts of pages say that they are: of ours, and of many others. */
  private static final String SCRIPT = "x-requested-with";

  private static final int GRPC_PERMISSION_DENIED = 7;
  private static final int GRPC_UNAVAILABLE = 14; // which clients try again, unlike 8
  private static final int GRPC_UNAUTHENTICATED = 16;

  static final Refusal HOST =
      new Refusal(
          "host",
          HttpStatus.FORBIDDEN,
          GRPC_PERMISSION_DENIED,
          "",
          "Invalid Host header - possible DNS rebinding attack detected");
  static final Refusal ORIGIN =
      new Refusal(
          "origin",
          HttpStatus.FORBIDDEN,
          GRPC_PERMISSION_DENIED,
          "",
          "Cross-origin request blocked");

  static Refusal unauthenticated(String kind, String message) {
    return new Refusal(
        kind, HttpStatus.UNAUTHORIZED, GRPC_UNAUTHENTICATED, "UNAUTHENTICATED", message);
  }

  static Refusal forbidden(String message) {
    return new Refusal(
        "role", HttpStatus.FORBIDDEN, GRPC_PERMISSION_DENIED, "PERMISSION_DENIED", message);
  }

  static Refusal tooMuch(String kind, String message) {
    return new Refusal(
        kind, HttpStatus.TOO_MANY_REQUESTS, GRPC_UNAVAILABLE, "REQUEST_LIMIT_EXCEEDED", message);
  }

  /** The response, in the form that the client understands. */
  HttpResponse reply(RequestHeaders request) {
    if (request.get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("application/grpc")) {
      return HttpResponse.of(
          ResponseHeaders.builder(HttpStatus.OK)
              .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
              .set("grpc-status", Integer.toString(grpcStatus))
              .set(
                  "grpc-message",
                  URLEncoder.encode(message, StandardCharsets.UTF_8).replace("+", "%20"))
              .endOfStream(true)
              .build());
    }
    AggregatedHttpResponse plain =
        code.isEmpty() ? Replies.text(status, message) : Replies.error(status, code, message);
    ResponseHeadersBuilder headers = plain.headers().toBuilder();
    if (status.equals(HttpStatus.UNAUTHORIZED)) {
      if (!request.contains(SCRIPT)) { // a browser would ask for a name and a password by itself
        headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"mlflow\"");
      }
      headers.add(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"mlflow\"");
    } else if (status.equals(HttpStatus.TOO_MANY_REQUESTS)) {
      headers.set(HttpHeaderNames.RETRY_AFTER, "1");
    }
    HttpData body = plain.content();
    return HttpResponse.of(headers.build(), body);
  }
}
