package dev.spanloom.internal.hosting;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A framework that runs the program, such as an application context of Spring. Thread-safe. */
public interface Host {
  /**
   * A setting, before system properties and the environment are asked.
   *
   * @param name as the SDK has it, such as {@code MLFLOW_TRACKING_URI} or {@code spanloom.spool}
   * @return null where the host says nothing
   */
  @Nullable String setting(String name);

  /** How long the end of the program may wait for what is still to be written. */
  Duration shutdownTimeout();
}
