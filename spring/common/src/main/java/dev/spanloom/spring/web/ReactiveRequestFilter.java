package dev.spanloom.spring.web;

import dev.spanloom.Mlflow;
import dev.spanloom.TracingContext;
import dev.spanloom.spring.internal.CurrentContext;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Lets what handles a request continue the caller's trace; opens a span of its own where that is
 * wanted. The context is current while the handler is subscribed to, and in Reactor's context for
 * where that is carried to threads. Thread-safe.
 */
final class ReactiveRequestFilter implements WebFilter, Ordered {
  /** As Spring WebFlux names it, in all its versions. */
  private static final String ROUTE =
      "org.springframework.web.reactive.HandlerMapping.bestMatchingPattern";

  private static final int INTERNAL_SERVER_ERROR = 500;
  private static final int OK = 200;

  private final boolean opensSpans;

  ReactiveRequestFilter(boolean opensSpans) {
    this.opensSpans = opensSpans;
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 10;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    Map<String, String> headers =
        IncomingHeaders.of(name -> exchange.getRequest().getHeaders().getFirst(name));
    return headers.isEmpty() && !opensSpans
        ? chain.filter(exchange)
        : new Handled(exchange, chain, headers, opensSpans);
  }

  /** The handling of one request, in its context. */
  private static final class Handled extends Mono<Void> {
    private final ServerWebExchange exchange;
    private final WebFilterChain chain;
    private final Map<String, String> headers;
    private final boolean opensSpan;

    private Handled(
        ServerWebExchange exchange,
        WebFilterChain chain,
        Map<String, String> headers,
        boolean opensSpan) {
      this.exchange = exchange;
      this.chain = chain;
      this.headers = headers;
      this.opensSpan = opensSpan;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Void> subscriber) {
      try (var continued = Mlflow.continueTrace(headers)) {
        ServerHttpRequest request = exchange.getRequest();
        RequestSpan span =
            opensSpan
                ? RequestSpan.open(
                    request.getMethod().name(),
                    request.getURI().getRawPath(),
                    request.getURI().getRawQuery())
                : null;
        try (TracingContext.Opened current = span == null ? () -> {} : span.makeCurrent()) {
          Context context = Context.current();
          handling(span)
              .contextWrite(reactor -> reactor.put(CurrentContext.KEY, context))
              .subscribe(subscriber);
        }
      }
    }

    private Mono<Void> handling(@Nullable RequestSpan span) {
      Mono<Void> handling = Mono.defer(() -> chain.filter(exchange));
      return span == null
          ? handling
          : handling
              .doOnError(error -> failed(span, error))
              .doFinally(signal -> ended(span, signal));
    }

    /** The answer to an error is made outside of the filters, by what kind of error it is. */
    private void failed(RequestSpan span, Throwable error) {
      int status =
          error instanceof ErrorResponse response
              ? response.getStatusCode().value()
              : INTERNAL_SERVER_ERROR;
      if (status >= INTERNAL_SERVER_ERROR) {
        span.failed(error);
      }
      span.end(route(), status);
    }

    private void ended(RequestSpan span, SignalType signal) {
      if (signal == SignalType.CANCEL) {
        span.cancelled();
        span.end(route(), null);
        return;
      }
      HttpStatusCode status = exchange.getResponse().getStatusCode();
      span.end(route(), status == null ? OK : status.value());
    }

    private @Nullable String route() {
      Object route = exchange.getAttribute(ROUTE);
      return route == null ? null : route.toString();
    }
  }
}
