package dev.spanloom.autolog.client;

import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.http.HttpCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a client library looks like. Thread-safe. */
public interface ClientApi {
  /** Whether a type is one of its services: an interface whose methods are calls. */
  boolean isService(Class<?> type);

  /** A call that the program makes now. */
  HttpCall begin(CallContext context);

  /**
   * Follows an asynchronous stream.
   *
   * @param result what a service's method returned
   * @param call where it belongs
   * @param ended is told that the stream is over, with its error or null
   * @return what the program gets instead; null when the result is no such stream
   */
  @Nullable Object followStream(Object result, HttpCall call, Consumer<@Nullable Throwable> ended);

  /**
   * What the program gets for a result. An object of the library that makes calls of its own, such
   * as one that runs tools, is given the service as the program has it, so that they are seen.
   *
   * @param result what a service's method returned
   * @param service the service as the program has it
   * @param target the library's own
   * @param arguments of the method
   */
  default @Nullable Object handOver(
      @Nullable Object result, Object service, Object target, Object[] arguments) {
    return result;
  }
}
