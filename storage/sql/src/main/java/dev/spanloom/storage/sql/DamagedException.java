package dev.spanloom.storage.sql;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Something stored is not there any more as it was written. */
public final class DamagedException extends SQLException {
  private static final long serialVersionUID = 1L;

  /** What databases say of damage. */
  private static final String DATA_CORRUPTED = "XX001";

  /**
   * Says what is damaged.
   *
   * @param what such as {@code the payload of chunk 17}
   * @param cause why it cannot be read; null when it is missing
   */
  public DamagedException(String what, @Nullable Throwable cause) {
    super(
        what + (cause == null ? " is missing" : " is damaged: " + cause.getMessage()),
        DATA_CORRUPTED,
        cause);
  }
}
