package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.spanloom.autolog.CallContext;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The running calls of AI services. Thread-safe.
 *
 * <p>They are kept by the id of the invocation, until it is over or forgotten: all that belongs to
 * an invocation shares the one id object, so that a call whose stream the program forgets is let go
 * of, and its span ended as abandoned.
 */
final class ServiceCalls {
  private static final Map<UUID, ServiceCall> BY_ID = new ConcurrentHashMap<>();

  /** The request that the thread is about to send for a service. */
  private static final ThreadLocal<@Nullable WeakReference<ServiceCall.Turn>> NEXT =
      new ThreadLocal<>();

  private ServiceCalls() {}

  static void put(InvocationContext invocation, ServiceCall call) {
    UUID id = invocation.invocationId();
    // an equal one, which does not keep the invocation's own alive
    UUID key = new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    BY_ID.put(key, call);
    Forgotten.when(id, () -> BY_ID.remove(key));
  }

  static void remove(InvocationContext invocation) {
    BY_ID.remove(invocation.invocationId());
  }

  static @Nullable ServiceCall find(@Nullable InvocationContext invocation) {
    UUID id = invocation == null ? null : invocation.invocationId();
    return id == null ? null : BY_ID.get(id);
  }

  /** How many run. */
  static int size() {
    return BY_ID.size();
  }

  /**
   * Where the library does something for an invocation: below its span; where the thread is when
   * there is none, or when it is below that span already.
   */
  static CallContext contextOf(@Nullable InvocationContext invocation) {
    ServiceCall call = find(invocation);
    return call == null || ServiceCall.current() == call
        ? CallContext.current()
        : call.insideRetrieval();
  }

  /**
   * Where messages are looked at that a service has them looked at on a thread of the library,
   * which is told no invocation: below the service that the very message came from; where the
   * thread is when there is none.
   */
  static CallContext contextOfMessages(@Nullable Object asked) {
    if (asked instanceof List<?> messages && ServiceCall.current() == null) {
      for (ServiceCall call : BY_ID.values()) {
        if (messages.stream().anyMatch(call::isAbout)) {
          return call.inside();
        }
      }
    }
    return CallContext.current();
  }

  /** The thread is about to send the request of a turn. */
  static void next(ServiceCall.Turn turn) {
    NEXT.set(new WeakReference<>(turn));
  }

  /** Takes the turn of a request, for whoever records its call; null when it is no service's. */
  static ServiceCall.@Nullable Turn take(ChatRequest request) {
    WeakReference<ServiceCall.Turn> reference = NEXT.get();
    ServiceCall.Turn turn = reference == null ? null : reference.get();
    if (turn == null || !isSame(ServiceCall.requestOf(turn), request)) {
      return null;
    }
    NEXT.remove();
    return turn.service().take(turn) ? turn : null;
  }

  /** Models complete a request by parameters of their own: its messages stay the same objects. */
  @SuppressWarnings("ReferenceEquality") // the very messages
  private static boolean isSame(ChatRequest issued, ChatRequest sent) {
    if (issued == sent) {
      return true;
    }
    List<ChatMessage> ours = issued.messages();
    List<ChatMessage> theirs = sent.messages();
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      if (ours.get(i) != theirs.get(i)) {
        return false;
      }
    }
    return true;
  }
}
