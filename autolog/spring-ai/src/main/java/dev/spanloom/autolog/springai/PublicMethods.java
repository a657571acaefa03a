package dev.spanloom.autolog.springai;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Public methods that not all versions and modules of the library have. */
final class PublicMethods {
  private PublicMethods() {}

  /** What a getter gives, out of its Optional; null when there is none, or when it fails. */
  static @Nullable Object call(Object object, String name) {
    try {
      Object value = object.getClass().getMethod(name).invoke(object);
      if (value instanceof Optional<?> optional) {
        return optional.orElse(null);
      }
      return value instanceof OptionalLong number
          ? (number.isPresent() ? (Object) number.getAsLong() : null)
          : value;
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }
}
