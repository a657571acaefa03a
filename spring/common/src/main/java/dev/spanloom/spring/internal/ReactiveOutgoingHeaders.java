package dev.spanloom.spring.internal;

import dev.spanloom.internal.woven.MethodCalls;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Puts the ids of the current span on requests of {@code WebClient}. Headers that are there stay;
 * nothing is added outside of a span.
 */
public final class ReactiveOutgoingHeaders {
  private static final String TRACEPARENT = "traceparent";

  private ReactiveOutgoingHeaders() {}

  /** For the requests of a client. Thread-safe. */
  public static ExchangeFilterFunction filter() {
    return (request, next) ->
        Mono.deferContextual(view -> next.exchange(withHeaders(request, headers(view))));
  }

  /** Of the thread that subscribes; where it has no context, of the one that Reactor carries. */
  private static Map<String, String> headers(ContextView view) {
    if (CurrentContext.get() == null
        && view.getOrDefault(CurrentContext.KEY, null) instanceof Context carried) {
      try (var scope = carried.makeCurrent()) {
        return MethodCalls.outgoingHeaders();
      }
    }
    return MethodCalls.outgoingHeaders();
  }

  private static ClientRequest withHeaders(ClientRequest request, Map<String, String> headers) {
    return headers.isEmpty() || request.headers().getFirst(TRACEPARENT) != null
        ? request
        : ClientRequest.from(request).headers(all -> headers.forEach(all::set)).build();
  }
}
