package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.CallContext;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.EventListener;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where calls were made: OkHttp asks for a listener on the thread that makes a call, and
 * runs interceptors on another one when the call is asynchronous. The listeners are those of the
 * program. Thread-safe.
 */
final class CallContexts implements EventListener.Factory {
  private final EventListener.Factory listeners;
  private final Map<Call, Origin> origins = Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Where a call came from.
   *
   * @param context of the thread that made it
   * @param threadId of that thread
   * @param before what that thread has read last; null when it has a context of its own
   */
  private record Origin(CallContext context, long threadId, FollowUps.@Nullable Answered before) {}

  /**
   * Where a call belongs.
   *
   * @param context where the program made it, or the one that it follows up
   * @param isAsynchronous whether another thread than that which made it carries it out
   */
  record Place(CallContext context, boolean isAsynchronous) {}

  CallContexts(EventListener.Factory listeners) {
    this.listeners = listeners;
  }

  @Override
  public EventListener create(Call call) {
    CallContext context = CallContext.current();
    FollowUps.Answered before = FollowUps.take();
    origins.put(
        call,
        new Origin(context, Thread.currentThread().getId(), context.isRoot() ? before : null));
    return listeners.create(call);
  }

  /**
   * Where a call belongs; asked once, by the thread that carries it out.
   *
   * @param request its body, read only when it tells
   */
  Place take(Call call, Supplier<Map<String, @Nullable Object>> request) {
    Origin origin = origins.remove(call);
    if (origin == null) {
      return new Place(CallContext.current(), false);
    }
    CallContext context =
        origin.before != null && origin.before.isFollowedBy(request.get())
            ? origin.before.context().now()
            : origin.context;
    return new Place(context, origin.threadId != Thread.currentThread().getId());
  }
}
