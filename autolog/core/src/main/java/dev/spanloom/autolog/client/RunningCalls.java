package dev.spanloom.autolog.client;

import dev.spanloom.autolog.http.HttpCall;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Joins what services know of a call with what the HTTP client sees of it: by the thread where both
 * are on the same one, else by a header that the HTTP client takes away again. Thread-safe.
 */
public final class RunningCalls {
  /** The header that names a call on its way to the HTTP client; it never leaves the process. */
  public static final String HEADER = "X-Spanloom-Call";

  private static final ThreadLocal<@Nullable Entered> OF_THREAD = new ThreadLocal<>();

  private final Map<String, HttpCall> byId = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();

  /** The call that a thread is in; other clients have calls of their own. */
  record Entered(RunningCalls running, HttpCall call) {}

  /** The call that the current thread is in; null for none. */
  public @Nullable HttpCall current() {
    Entered entered = OF_THREAD.get();
    return entered == null || entered.running != this ? null : entered.call;
  }

  /** The call of a header's value; null when it is over, or not ours. */
  public @Nullable HttpCall find(String id) {
    return byId.get(id);
  }

  /** What the thread was in before, for {@link #leave}. */
  @Nullable Entered enter(HttpCall call) {
    Entered before = OF_THREAD.get();
    OF_THREAD.set(new Entered(this, call));
    return before;
  }

  static void leave(@Nullable Entered before) {
    if (before == null) {
      OF_THREAD.remove();
    } else {
      OF_THREAD.set(before);
    }
  }

  String register(HttpCall call) {
    String id = Long.toString(ids.incrementAndGet());
    byId.put(id, call);
    return id;
  }

  void forget(String id) {
    byId.remove(id);
  }
}
