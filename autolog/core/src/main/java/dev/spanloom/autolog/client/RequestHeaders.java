package dev.spanloom.autolog.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Adds a header to the parameters of a call, by the public methods that all parameter classes of
 * such libraries have: {@code params.toBuilder().putAdditionalHeader(name, value).build()}.
 */
final class RequestHeaders {
  private static final System.Logger LOG = System.getLogger(RequestHeaders.class.getName());

  private static final ClassValue<Adder> ADDERS =
      new ClassValue<>() {
        @Override
        protected Adder computeValue(Class<?> type) {
          return Adder.of(type);
        }
      };

  private RequestHeaders() {}

  /** Null when such parameters take no header. */
  static @Nullable Object with(Object params, String name, String value) {
    return ADDERS.get(params.getClass()).add(params, name, value);
  }

  /**
   * The way to add a header to one class.
   *
   * @param handle (Object, String, String) to Object; null when there is no way
   */
  private record Adder(@Nullable MethodHandle handle) {
    static Adder of(Class<?> type) {
      try {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        Method toBuilder = type.getMethod("toBuilder");
        Class<?> builder = toBuilder.getReturnType();
        Method put = builder.getMethod("putAdditionalHeader", String.class, String.class);
        MethodHandle withHeader =
            MethodHandles.filterArguments(lookup.unreflect(put), 0, lookup.unreflect(toBuilder));
        MethodHandle built =
            MethodHandles.filterReturnValue(
                withHeader, lookup.unreflect(put.getReturnType().getMethod("build")));
        return new Adder(
            built.asType(
                MethodType.methodType(Object.class, Object.class, String.class, String.class)));
      } catch (ReflectiveOperationException | RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "{0} takes no header", type.getName());
        return new Adder(null);
      }
    }

    @Nullable Object add(Object params, String name, String value) {
      if (handle == null) {
        return null;
      }
      try {
        return handle.invokeExact(params, name, value);
      } catch (Throwable e) {
        LOG.log(System.Logger.Level.DEBUG, "a header could not be added", e);
        return null;
      }
    }
  }
}
