package dev.spanloom.internal.woven;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds the {@link SpanAccess} of this SDK. Thread-safe. */
public final class RegisteredAccess {
  private static final AtomicReference<@Nullable SpanAccess> REGISTERED = new AtomicReference<>();

  private RegisteredAccess() {}

  /** Called by the SDK once, when its first class is initialized. */
  public static void register(SpanAccess access) {
    REGISTERED.set(access);
  }

  /** The access; initializes the SDK when woven code is the first to call. */
  static SpanAccess get() {
    SpanAccess access = REGISTERED.getPlain();
    return access == null ? initialized() : access;
  }

  private static SpanAccess initialized() {
    try {
      // by name: the SDK knows this package, not the other way round
      Class.forName("dev.spanloom.Mlflow", true, RegisteredAccess.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("the SDK is incomplete: dev.spanloom.Mlflow is missing", e);
    }
    SpanAccess access = REGISTERED.get();
    if (access == null) {
      throw new IllegalStateException("dev.spanloom.Mlflow is being initialized");
    }
    return access;
  }
}
