package dev.spanloom.server.http;

import com.linecorp.armeria.common.HttpStatus;
import dev.spanloom.entities.ErrorCode;

/** The HTTP status of each of MLflow's error codes, and the code of a status without one. */
public final class Statuses {
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private Statuses() {}

  public static HttpStatus of(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, INVALID_PARAMETER_VALUE, RESOURCE_ALREADY_EXISTS -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED, CUSTOMER_UNAUTHORIZED -> HttpStatus.UNAUTHORIZED;
      case PERMISSION_DENIED -> HttpStatus.FORBIDDEN;
      case NOT_FOUND, RESOURCE_DOES_NOT_EXIST, ENDPOINT_NOT_FOUND -> HttpStatus.NOT_FOUND;
      case ABORTED, RESOURCE_CONFLICT, ALREADY_EXISTS -> HttpStatus.CONFLICT;
      case REQUEST_LIMIT_EXCEEDED, RESOURCE_EXHAUSTED -> HttpStatus.TOO_MANY_REQUESTS;
      case CANCELLED -> HttpStatus.valueOf(CLIENT_CLOSED_REQUEST);
      case INTERNAL_ERROR, INVALID_STATE, DATA_LOSS -> HttpStatus.INTERNAL_SERVER_ERROR;
      case NOT_IMPLEMENTED -> HttpStatus.NOT_IMPLEMENTED;
      case TEMPORARILY_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case DEADLINE_EXCEEDED -> HttpStatus.GATEWAY_TIMEOUT;
    };
  }

  /** What MLflow's clients take a status for that comes without a code. */
  static ErrorCode code(HttpStatus status) {
    return switch (status.code()) {
      case 401 -> ErrorCode.UNAUTHENTICATED;
      case 403 -> ErrorCode.PERMISSION_DENIED;
      case 404, 405 -> ErrorCode.ENDPOINT_NOT_FOUND;
      case 409 -> ErrorCode.RESOURCE_CONFLICT;
      case 413 -> ErrorCode.INVALID_PARAMETER_VALUE;
      case 429 -> ErrorCode.REQUEST_LIMIT_EXCEEDED;
      case CLIENT_CLOSED_REQUEST -> ErrorCode.CANCELLED;
      case 501 -> ErrorCode.NOT_IMPLEMENTED;
      case 503 -> ErrorCode.TEMPORARILY_UNAVAILABLE;
      case 504 -> ErrorCode.DEADLINE_EXCEEDED;
      default -> status.isServerError() ? ErrorCode.INTERNAL_ERROR : ErrorCode.BAD_REQUEST;
    };
  }
}
