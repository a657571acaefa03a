package dev.spanloom.spring.web;

import dev.spanloom.Mlflow;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets what handles a request continue the caller's trace; opens a span of its own where that is
 * wanted. An asynchronous request keeps that span until it is complete. Thread-safe.
 */
final class ServletRequestFilter extends OncePerRequestFilter implements Ordered {
  private static final String SPAN = ServletRequestFilter.class.getName() + ".span";

  /** As Spring MVC names it, in all its versions. */
  private static final String ROUTE =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final boolean opensSpans;

  ServletRequestFilter(boolean opensSpans) {
    this.opensSpans = opensSpans;
  }

  /** Inside Micrometer's observation of the request, around everything else. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE + 10;
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Map<String, String> headers = IncomingHeaders.of(request::getHeader);
    if (!opensSpans) {
      if (headers.isEmpty()) {
        chain.doFilter(request, response);
      } else {
        try (var continued = Mlflow.continueTrace(headers)) {
          chain.doFilter(request, response);
        }
      }
      return;
    }
    try (var continued = Mlflow.continueTrace(headers)) {
      inSpan(request, response, chain);
    }
  }

  private static void inSpan(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    RequestSpan span = spanOf(request);
    try (var current = span.makeCurrent()) {
      chain.doFilter(request, response);
    } catch (ServletException | IOException | RuntimeException | Error e) {
      // what leaves the filters unhandled, the container answers with this status
      span.failed(e instanceof ServletException && e.getCause() != null ? e.getCause() : e);
      span.end(route(request), HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      throw e;
    }
    if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new EndOfAsync(span, request), request, response);
    } else {
      span.end(route(request), response.getStatus());
    }
  }

  private static RequestSpan spanOf(HttpServletRequest request) {
    if (request.getAttribute(SPAN) instanceof RequestSpan dispatchedAgain) {
      return dispatchedAgain;
    }
    RequestSpan span =
        RequestSpan.open(request.getMethod(), request.getRequestURI(), request.getQueryString());
    request.setAttribute(SPAN, span);
    return span;
  }

  private static @Nullable String route(HttpServletRequest request) {
    Object route = request.getAttribute(ROUTE);
    return route == null ? null : route.toString();
  }

  /** Ends the span when the request is complete, on whichever thread. */
  private record EndOfAsync(RequestSpan span, HttpServletRequest request) implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {
      Integer status =
          event.getSuppliedResponse() instanceof HttpServletResponse response
              ? response.getStatus()
              : null;
      span.end(route(request), status);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      // Spring's own listener answers
    }

    @Override
    public void onError(AsyncEvent event) {
      if (event.getThrowable() != null) {
        span.failed(event.getThrowable());
      }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
      event
          .getAsyncContext()
          .addListener(this, event.getSuppliedRequest(), event.getSuppliedResponse());
    }
  }
}
