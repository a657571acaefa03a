package dev.spanloom.spring.internal;

import dev.spanloom.internal.woven.MethodCalls;
import org.springframework.http.client.ClientHttpRequestInitializer;

/**
 * Puts the ids of the current span on requests of {@code RestClient} and {@code RestTemplate}. An
 * initializer and no interceptor: those make Spring hold the whole body in memory. Headers that are
 * there stay; nothing is added outside of a span.
 */
public final class OutgoingHeaders {
  private static final String TRACEPARENT = "traceparent";

  private OutgoingHeaders() {}

  /** For the requests of a client. Thread-safe. */
  public static ClientHttpRequestInitializer initializer() {
    return request -> {
      if (request.getHeaders().getFirst(TRACEPARENT) == null) {
        MethodCalls.outgoingHeaders().forEach(request.getHeaders()::set);
      }
    };
  }
}
