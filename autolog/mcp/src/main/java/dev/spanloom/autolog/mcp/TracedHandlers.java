package dev.spanloom.autolog.mcp;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import io.modelcontextprotocol.spec.McpSchema.Request;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Handlers of a server as spans below those of its clients. */
final class TracedHandlers {
  private static final System.Logger LOG = System.getLogger(TracedHandlers.class.getName());

  private TracedHandlers() {}

  /** A handler; {@code E} is what it may call back. */
  static <E, Q extends Request, R> BiFunction<E, Q, R> blocking(
      String method, BiFunction<E, Q, R> handler, AutologOptions options) {
    return handler instanceof Blocking ? handler : new Blocking<>(method, handler, options);
  }

  /** A handler whose result comes later. */
  static <E, Q extends Request, R> BiFunction<E, Q, Mono<R>> later(
      String method, BiFunction<E, Q, Mono<R>> handler, AutologOptions options) {
    return handler instanceof Later ? handler : new Later<>(method, handler, options);
  }

  /** The span of a request; null when it cannot be made. */
  private static @Nullable McpCall begin(String method, Request request, AutologOptions options) {
    try {
      Map<?, ?> params = McpJson.of(request) instanceof Map<?, ?> map ? map : Map.of();
      Map<String, Object> meta = request.meta();
      try (var scope = Mlflow.continueTrace(meta == null ? Map.of() : meta)) {
        return McpCall.start(method, "server", params, CallContext.current(), options);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a request is not recorded", e);
      return null;
    }
  }

  private static void completed(McpCall call, @Nullable Object result) {
    try {
      call.completed(McpJson.of(result));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a result is not recorded", e);
    }
  }

  private record Blocking<E, Q extends Request, R>(
      String method, BiFunction<E, Q, R> handler, AutologOptions options)
      implements BiFunction<E, Q, R> {
    @Override
    public R apply(E exchange, Q request) {
      McpCall call = begin(method, request, options);
      if (call == null) {
        return handler.apply(exchange, request);
      }
      R result;
      try (var scope = call.span().makeCurrent()) {
        result = handler.apply(exchange, request);
      } catch (Throwable e) {
        call.failed(e);
        throw e;
      }
      completed(call, result);
      return result;
    }
  }

  private record Later<E, Q extends Request, R>(
      String method, BiFunction<E, Q, Mono<R>> handler, AutologOptions options)
      implements BiFunction<E, Q, Mono<R>> {
    @Override
    public Mono<R> apply(E exchange, Q request) {
      McpCall call = begin(method, request, options);
      if (call == null) {
        return handler.apply(exchange, request);
      }
      Mono<R> result;
      try (var scope = call.span().makeCurrent()) {
        // what the handler does when it is subscribed to knows the span too, on whichever thread
        result = handler.apply(exchange, request).contextWrite(McpTracing.currentContext());
      } catch (Throwable e) {
        call.failed(e);
        throw e;
      }
      Mono<R> handled = result;
      return Mono.<R>from(
              subscriber -> {
                try (var scope = call.span().makeCurrent()) {
                  handled.subscribe(subscriber);
                }
              })
          .doOnSuccess(value -> completed(call, value))
          .doOnError(call::failed)
          .doOnCancel(call::cancelled);
    }
  }
}
