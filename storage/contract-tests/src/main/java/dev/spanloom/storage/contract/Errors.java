package dev.spanloom.storage.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says which of MLflow's errors a call must end with. */
final class Errors {
  private Errors() {}

  static AbstractThrowableAssert<?, ? extends Throwable> assertError(
      ErrorCode code, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MlflowException.class, e -> Assertions.assertThat(e.errorCode()).isEqualTo(code));
  }
}
