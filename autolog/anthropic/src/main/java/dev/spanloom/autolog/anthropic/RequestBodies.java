package dev.spanloom.autolog.anthropic;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a request for its body: {@code HttpRequest.body()} returns a body or null in the library's
 * versions 2, and an {@code Optional} in its versions 3.
 */
final class RequestBodies {
  private static final System.Logger LOG = System.getLogger(RequestBodies.class.getName());
  private static final @Nullable MethodHandle BODY = handle();

  private RequestBodies() {}

  private static @Nullable MethodHandle handle() {
    try {
      return MethodHandles.publicLookup()
          .unreflect(HttpRequest.class.getMethod("body"))
          .asType(MethodType.methodType(Object.class, HttpRequest.class));
    } catch (ReflectiveOperationException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "What is asked of Anthropic is not recorded: this version of the library does not tell"
              + " ({0})",
          e.toString());
      return null;
    }
  }

  /** Null when it has none. */
  static @Nullable HttpRequestBody of(HttpRequest request) {
    if (BODY == null) {
      return null;
    }
    Object body;
    try {
      body = BODY.invokeExact(request);
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.DEBUG, "a request does not tell its body", e);
      return null;
    }
    Object value = body instanceof Optional<?> optional ? optional.orElse(null) : body;
    return value instanceof HttpRequestBody known ? known : null;
  }
}
