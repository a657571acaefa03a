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
}
