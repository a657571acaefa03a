package dev.spanloom.autolog;

import dev.spanloom.Mlflow;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where and when the program made a call: what happens on the library's own threads belongs there.
 * Immutable and thread-safe.
 */
public final class CallContext {
  private final Context context;
  private final long startTimeUnixNanos;

  private CallContext(Context context, long startTimeUnixNanos) {
    this.context = context;
    this.startTimeUnixNanos = startTimeUnixNanos;
  }

  /** That of the calling thread, now. */
  public static CallContext current() {
    // traces keep a clock of their own, and a call never begins before what it is a part of
    long around = Mlflow.getCurrentActiveSpan().startTimeUnixNanos();
    return new CallContext(Context.current(), Math.max(nowUnixNanos(), around));
  }

  /**
   * That of the calling thread, now, for a client that sends what it is asked: when a framework
   * {@link ModelCall#expectClient expects} that, the context is within the framework's call.
   */
  public static CallContext ofClient() {
    CallContext here = current();
    ModelCall expected = ModelCall.takeExpected();
    return expected == null
        ? here
        : new CallContext(expected.contextWith(here.context), here.startTimeUnixNanos);
  }

  /** Runs something as if the thread that made the call ran it. */
  public <T> T call(Supplier<T> action) {
    if (Context.current() == context) { // mostly it is that thread
      return action.get();
    }
    try (Scope scope = context.makeCurrent()) {
      return action.get();
    }
  }

  /** Runs something as if the thread that made the call ran it. */
  public void run(Runnable action) {
    try (Scope scope = context.makeCurrent()) {
      action.run();
    }
  }

  /** The same place, for a call that is made now. */
  public CallContext now() {
    return new CallContext(context, Math.max(nowUnixNanos(), startTimeUnixNanos));
  }

  /** The call of a framework that this one is a part of; null for none. */
  public @Nullable ModelCall enclosing() {
    return ModelCall.of(context);
  }

  /** True when nothing was current: neither a span nor anything else. */
  public boolean isRoot() {
    return context == Context.root();
  }

  long startTimeUnixNanos() {
    return startTimeUnixNanos;
  }

  /** The wall clock, in nanoseconds since the Unix epoch. */
  public static long nowUnixNanos() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
