package dev.spanloom.autolog.client;

import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.http.HttpCall;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A service, or the client that has them, as the program uses it. Every way to a call comes through
 * here: overloads, nested services, {@code withOptions}, {@code withRawResponse}, {@code async}.
 */
public final class ServiceProxy implements InvocationHandler {
  private static final Object[] NOTHING = {};

  private final Object target;
  private final ClientApi api;
  private final RunningCalls running;
  private final Runnable close;
  private final Map<Method, Known> methods = new ConcurrentHashMap<>();
  private volatile @Nullable Known last;

  /** What is done with the calls of a method. */
  private enum Kind {
    /** Its own body calls others of the same service: they are the calls. */
    SHORTCUT,
    SERVICE,
    CLOSE,
    CALL,
    ASYNC_CALL
  }

  /** What is known of a method, with the service that it gets, wrapped, once that was asked for. */
  private record Known(Method method, Kind kind, @Nullable Object service) {}

  private ServiceProxy(Object target, ClientApi api, RunningCalls running, Runnable close) {
    this.target = target;
    this.api = api;
    this.running = running;
    this.close = close;
  }

  /**
   * Wraps a client.
   *
   * @param type the interface of the client
   * @param target a client whose HTTP client looks into {@code running}
   * @param close closes the client that the program made
   */
  public static <T> T wrap(
      Class<T> type, T target, ClientApi api, RunningCalls running, Runnable close) {
    return type.cast(proxy(type, target, api, running, close));
  }

  private static Object proxy(
      Class<?> type, Object target, ClientApi api, RunningCalls running, Runnable close) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        new ServiceProxy(target, api, running, close));
  }

  /** Whether a client or service is one that was wrapped here. */
  public static boolean isWrapped(Object service) {
    return Proxy.isProxyClass(service.getClass())
        && Proxy.getInvocationHandler(service) instanceof ServiceProxy;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    Known known = known(method);
    return switch (known.kind) {
      case SHORTCUT -> InvocationHandler.invokeDefault(proxy, method, arguments);
      case SERVICE -> known.service != null ? known.service : service(method, arguments);
      case CLOSE -> {
        close.run();
        yield null;
      }
      case CALL -> call(proxy, method, arguments);
      case ASYNC_CALL -> asyncCall(method, arguments);
    };
  }

  /** Most programs call one method of a service again and again, which needs no look at a table. */
  @SuppressWarnings("ReferenceEquality") // a proxy has one object for each method
  private Known known(Method method) {
    Known known = last;
    if (known == null || known.method != method) {
      known = methods.get(method);
      if (known == null) {
        known = new Known(method, kindOf(method), null);
        methods.put(method, known);
      }
      last = known;
    }
    return known;
  }

  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("equals") && arguments != null) {
      return proxy == arguments[0];
    }
    return method.getName().equals("hashCode")
        ? System.identityHashCode(proxy)
        : invokeTarget(method, arguments);
  }

  private Kind kindOf(Method method) {
    if (api.isService(method.getReturnType())) {
      return Kind.SERVICE;
    }
    if (isInherited(method) && !isShortForm(method)) {
      return Kind.SHORTCUT;
    }
    if (method.getName().equals("close") && method.getParameterCount() == 0) {
      return Kind.CLOSE;
    }
    // a stream that comes asynchronously has a type of the library's own
    return CompletableFuture.class.isAssignableFrom(method.getReturnType())
            || method.getReturnType().getSimpleName().startsWith("Async")
        ? Kind.ASYNC_CALL
        : Kind.CALL;
  }

  /**
   * Whether a default method is there to call another of its name with one argument more, and only
   * that: it is the call then, which takes the way through this proxy once.
   */
  private boolean isShortForm(Method method) {
    Class<?>[] types = method.getParameterTypes();
    for (Method other : method.getDeclaringClass().getMethods()) {
      if (other.getName().equals(method.getName())
          && other.getReturnType() == method.getReturnType()
          && other.getParameterCount() == types.length + 1
          && Arrays.equals(Arrays.copyOf(other.getParameterTypes(), types.length), types)
          && !isInherited(other)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the target leaves a default method as its interface has it. */
  private boolean isInherited(Method method) {
    if (!method.isDefault()) {
      return false;
    }
    try {
      return target
          .getClass()
          .getMethod(method.getName(), method.getParameterTypes())
          .getDeclaringClass()
          .isInterface();
    } catch (NoSuchMethodException e) {
      return false;
    }
  }

  private Object service(Method method, Object @Nullable [] arguments) throws Throwable {
    Object found = invokeTarget(method, arguments);
    if (found == null) {
      throw new NullPointerException(method + " returned null");
    }
    Object wrapped = proxy(method.getReturnType(), found, api, running, close);
    boolean isGetter = arguments == null || arguments.length == 0;
    if (!isGetter) {
      return wrapped;
    }
    Known known =
        methods.merge(
            method,
            new Known(method, Kind.SERVICE, wrapped),
            (before, now) -> before.service == null ? now : before);
    last = known;
    return known.service == null ? wrapped : known.service;
  }

  private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    HttpCall call = api.begin(CallContext.ofClient());
    RunningCalls.Entered before = running.enter(call);
    try {
      Object result = invokeTarget(method, arguments);
      return api.handOver(result, proxy, target, arguments == null ? NOTHING : arguments);
    } catch (Throwable e) {
      call.failed(e);
      throw e;
    } finally {
      RunningCalls.leave(before);
    }
  }

  private @Nullable Object asyncCall(Method method, Object @Nullable [] arguments)
      throws Throwable {
    HttpCall call = api.begin(CallContext.ofClient());
    String id = running.register(call);
    Object[] marked = mark(arguments, id);
    RunningCalls.Entered before = running.enter(call);
    Object result;
    try {
      result = invokeTarget(method, marked == null ? arguments : marked);
    } catch (Throwable e) {
      running.forget(id);
      call.failed(e);
      throw e;
    } finally {
      RunningCalls.leave(before);
    }
    return follow(result, call, id);
  }

  /** The arguments, with the header; null when none of them takes it. */
  private static Object @Nullable [] mark(Object @Nullable [] arguments, String id) {
    if (arguments == null || arguments.length == 0 || arguments[0] == null) {
      return null;
    }
    Object marked = RequestHeaders.with(arguments[0], RunningCalls.HEADER, id);
    if (marked == null) {
      return null;
    }
    Object[] all = arguments.clone();
    all[0] = marked;
    return all;
  }

  private @Nullable Object follow(@Nullable Object result, HttpCall call, String id) {
    if (result instanceof CompletableFuture<?> future) {
      var unused =
          future.whenComplete(
              (value, error) -> {
                running.forget(id);
                if (error != null) {
                  call.failed(unwrapped(error));
                }
              });
      return ContextFuture.of(future, call.context());
    }
    Object followed =
        result == null
            ? null
            : api.followStream(
                result,
                call,
                error -> {
                  running.forget(id);
                  if (error != null) {
                    call.failed(unwrapped(error));
                  }
                });
    if (followed == null) {
      running.forget(id);
      return result;
    }
    return followed;
  }

  private static Throwable unwrapped(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  private @Nullable Object invokeTarget(Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
