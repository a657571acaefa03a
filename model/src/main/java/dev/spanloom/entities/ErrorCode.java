package dev.spanloom.entities;

/** MLflow's error codes, as its REST API and {@code MlflowException} spell them. */
public enum ErrorCode {
  INVALID_PARAMETER_VALUE,
  RESOURCE_DOES_NOT_EXIST,
  RESOURCE_ALREADY_EXISTS,
  BAD_REQUEST,
  NOT_FOUND,
  INVALID_STATE,
  TEMPORARILY_UNAVAILABLE,
  INTERNAL_ERROR
}
