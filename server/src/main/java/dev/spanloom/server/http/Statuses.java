package dev.spanloom.server.http;

import com.linecorp.armeria.common.HttpStatus;
import dev.spanloom.entities.ErrorCode;

/** The HTTP status of each of MLflow's error codes. */
public final class Statuses {
  private Statuses() {}

  public static HttpStatus of(ErrorCode code) {
    return switch (code) {
      case INVALID_PARAMETER_VALUE, RESOURCE_ALREADY_EXISTS, BAD_REQUEST -> HttpStatus.BAD_REQUEST;
      case RESOURCE_DOES_NOT_EXIST, NOT_FOUND -> HttpStatus.NOT_FOUND;
      case TEMPORARILY_UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case INVALID_STATE, INTERNAL_ERROR -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }
}
