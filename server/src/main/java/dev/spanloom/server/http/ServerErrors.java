package dev.spanloom.server.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import org.jspecify.annotations.Nullable;

/** Says what no endpoint could say, since the request did not come to it whole. */
public final class ServerErrors implements ServerErrorHandler {
  private static final int MOST_SHOWN = 200;

  @Override
  public @Nullable HttpResponse onServiceException(
      ServiceRequestContext context, Throwable thrown) {
    return null; // as Armeria does it
  }

  @Override
  public @Nullable AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    if (context == null && status.equals(HttpStatus.BAD_REQUEST)) {
      return Replies.error(
          status,
          "INVALID_PARAMETER_VALUE",
          description + " (expected: a path and a query without \"..\" and control characters)");
    }
    if (status.equals(HttpStatus.REQUEST_ENTITY_TOO_LARGE)) {
      return Replies.error(
          status,
          "INVALID_PARAMETER_VALUE",
          "body: more than "
              + config.maxRequestLength()
              + " bytes (expected: at most that; send less at once)");
    }
    return headers != null && isApi(headers.path())
        ? Replies.error(status, Statuses.code(status).name(), message(headers, status))
        : null; // as Armeria does it
  }

  private static boolean isApi(String path) {
    return path.startsWith("/api/") || path.startsWith("/ajax-api/") || path.startsWith("/ui-api/");
  }

  private static String message(RequestHeaders headers, HttpStatus status) {
    return switch (status.code()) {
      case 404, 405 -> {
        String path = headers.path().replaceFirst("[?].*", "");
        yield "No endpoint for "
            + headers.method()
            + " "
            + (path.length() > MOST_SHOWN ? path.substring(0, MOST_SHOWN) + "..." : path)
            + " (expected: one of MLflow's REST API for tracing)";
      }
      default -> status.reasonPhrase();
    };
  }
}
