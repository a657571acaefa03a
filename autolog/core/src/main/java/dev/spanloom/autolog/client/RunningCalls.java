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

  private static final ThreadLocal<OfThread> OF_THREAD = ThreadLocal.withInitial(OfThread::new);

  private final Map<String, HttpCall> byId = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean marking;

  /** What a thread is in. It is kept, empty: to take it away costs each call more. */
  private static final class OfThread {
    private @Nullable Entered entered;
  }

  /** The call that a thread is in; other clients have calls of their own. */
  record Entered(RunningCalls running, HttpCall call) {}

  /** The call that the current thread is in; null for none. */
  public @Nullable HttpCall current() {
    Entered entered = OF_THREAD.get().entered;
    return entered == null || entered.running != this ? null : entered.call;
  }

  /** The call of a header's value; null when it is over, or not ours. */
  public @Nullable HttpCall find(String id) {
    return byId.get(id);
  }

  /** What the thread was in before, for {@link #leave}. */
  @Nullable Entered enter(HttpCall call) {
    OfThread here = OF_THREAD.get();
    Entered before = here.entered;
    here.entered = new Entered(this, call);
    return before;
  }

  static void leave(@Nullable Entered before) {
    OF_THREAD.get().entered = before;
  }

  /**
   * False as long as no call was marked by the header: then there is none to be looked for. Never
   * false again, since a request may be sent after its call is over.
   */
  public boolean isMarking() {
    return marking;
  }

  String register(HttpCall call) {
    marking = true;
    String id = Long.toString(ids.incrementAndGet());
    byId.put(id, call);
    return id;
  }

  void forget(String id) {
    byId.remove(id);
  }
}
