package dev.spanloom.entities;

/** A failure with MLflow's error code. Counterpart of {@code mlflow.exceptions.MlflowException}. */
public final class MlflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode errorCode;

  public MlflowException(ErrorCode errorCode, String message) {
    super(message);
    this.errorCode = errorCode;
  }

  public MlflowException(ErrorCode errorCode, String message, Throwable cause) {
    super(message, cause);
    this.errorCode = errorCode;
  }

  public static MlflowException invalidParameter(String message) {
    return new MlflowException(ErrorCode.INVALID_PARAMETER_VALUE, message);
  }

  public static MlflowException notFound(String message) {
    return new MlflowException(ErrorCode.RESOURCE_DOES_NOT_EXIST, message);
  }

  public ErrorCode errorCode() {
    return errorCode;
  }
}
