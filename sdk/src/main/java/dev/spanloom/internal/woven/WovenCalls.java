package dev.spanloom.internal.woven;

import dev.spanloom.internal.autolog.AutologLibraries;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls. Its methods are named in class files that were woven at build time, maybe
 * by an older version: they stay as they are, and never throw. Thread-safe.
 */
public final class WovenCalls {
  private WovenCalls() {}

  /**
   * A call of a traced method begins.
   *
   * @param owner the class that declares the method
   * @param spec what weaving knows of the method, as {@link MethodSpec} writes it
   * @param arguments of the call, without {@code this}
   * @return what {@link #exit} needs; null when nothing is recorded
   */
  public static @Nullable Object enter(
      Class<?> owner, String spec, @Nullable Object @Nullable [] arguments) {
    return RegisteredAccess.get().enter(owner, spec, arguments);
  }

  /**
   * A call of a traced method ends.
   *
   * @param call what {@link #enter} gave
   * @param returned null for void and when the method throws
   * @param thrown what it throws, or null
   * @return what the method returns instead: the same object, or one that watches it
   */
  public static @Nullable Object exit(
      @Nullable Object call, @Nullable Object returned, @Nullable Throwable thrown) {
    return call == null ? returned : RegisteredAccess.get().exit(call, returned, thrown);
  }

  /**
   * An exception leaves the block of a resource, which is closed next. Ignores resources that are
   * no spans. Without an exception it only says that the block ends well.
   */
  public static void escaping(@Nullable Object resource, @Nullable Throwable thrown) {
    RegisteredAccess.get().escaping(resource, thrown);
  }

  /**
   * A builder of an AI library made a client.
   *
   * @return what the builder returns instead: the same client, or a traced one
   */
  public static @Nullable Object built(@Nullable Object client) {
    try {
      return AutologLibraries.traced(client);
    } catch (RuntimeException | LinkageError e) { // none of it may keep a client from being built
      return client;
    }
  }
}
