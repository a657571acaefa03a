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
   * @param before what that thread has read last, when it knows no context of its own
   */
  private record Origin(CallContext context, FollowUps.@Nullable Answered before) {}

  CallContexts(EventListener.Factory listeners) {
    this.listeners = listeners;
  }

  @Override
  public EventListener create(Call call) {
    CallContext context = CallContext.current();
    origins.put(call, new Origin(context, context.isRoot() ? FollowUps.take() : null));
    return listeners.create(call);
  }

  /**
   * Where a call was made; asked once.
   *
   * @param request its body, read only when it tells
   */
  CallContext take(Call call, Supplier<Map<String, @Nullable Object>> request) {
    Origin origin = origins.remove(call);
    if (origin == null) {
      return CallContext.current();
    }
    return origin.before != null && origin.before.isFollowedBy(request.get())
        ? origin.before.context().now()
        : origin.context;
  }
}
