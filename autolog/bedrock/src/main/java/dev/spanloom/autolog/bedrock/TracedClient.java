package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.client.ContextFuture;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;

/** A client of Bedrock as the program uses it: each call begins its span here. Thread-safe. */
final class TracedClient implements InvocationHandler {
  private final Object client;
  private final AutologOptions options;

  private TracedClient(Object client, AutologOptions options) {
    this.client = client;
    this.options = options;
  }

  /** Wraps a client, unless it is wrapped already. */
  static <T> T wrap(Class<T> type, T client, AutologOptions options) {
    if (!options.enabled() || isWrapped(client)) {
      return client;
    }
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new TracedClient(client, options)));
  }

  private static boolean isWrapped(Object client) {
    return Proxy.isProxyClass(client.getClass())
        && Proxy.getInvocationHandler(client) instanceof TracedClient;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (method.isDefault() && isInherited(method)) {
      // makes a request, or a paginator, and calls another method of the client with it
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    BedrockOperation operation =
        arguments != null && arguments.length > 0 && arguments[0] instanceof SdkPojo
            ? BedrockOperation.named(awsName(method.getName()))
            : null;
    return operation == null || arguments == null
        ? invokeClient(method, arguments)
        : call(operation, method, arguments);
  }

  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("equals") && arguments != null) {
      return proxy == arguments[0];
    }
    return method.getName().equals("hashCode")
        ? System.identityHashCode(proxy)
        : invokeClient(method, arguments);
  }

  /** Whether the client leaves a default method as its interface has it. */
  private boolean isInherited(Method method) {
    try {
      return client
          .getClass()
          .getMethod(method.getName(), method.getParameterTypes())
          .getDeclaringClass()
          .isInterface();
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private static String awsName(String method) {
    return Character.toUpperCase(method.charAt(0)) + method.substring(1);
  }

  private @Nullable Object call(BedrockOperation operation, Method method, Object[] arguments)
      throws Throwable {
    BedrockCall call = BedrockCall.start(operation, CallContext.current(), options);
    call.request((SdkPojo) arguments[0]);
    Object[] followed = arguments.clone();
    if (followed.length > 1) {
      followed[1] = FollowedEvents.of(followed[1], call);
    }
    Object result;
    try {
      result = TracingInterceptor.handOver(call, () -> sneaking(method, followed));
    } catch (Thrown e) {
      call.failed(e.cause);
      throw e.cause;
    }
    if (result instanceof SdkResponse response) {
      call.answered(response, response.sdkHttpResponse());
    } else if (result instanceof CompletableFuture<?> future) {
      return follow(future, call);
    }
    return result;
  }

  private static CompletableFuture<?> follow(CompletableFuture<?> future, BedrockCall call) {
    var unused =
        future.whenComplete(
            (value, error) -> {
              if (error != null) {
                call.failed(unwrapped(error));
              } else if (value instanceof SdkResponse response) {
                call.answered(response, response.sdkHttpResponse());
              } else {
                call.streamEnded();
              }
            });
    return ContextFuture.of(future, call.context());
  }

  private static Throwable unwrapped(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  /** What the client threw, on its way through a lambda. */
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Throwable cause;

    Thrown(Throwable cause) {
      super(null, null, false, false);
      this.cause = cause;
    }
  }

  private @Nullable Object sneaking(Method method, Object[] arguments) {
    try {
      return invokeClient(method, arguments);
    } catch (Throwable e) {
      throw new Thrown(e);
    }
  }

  private @Nullable Object invokeClient(Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(client, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
