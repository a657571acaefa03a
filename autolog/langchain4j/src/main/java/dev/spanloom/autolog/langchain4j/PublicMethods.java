package dev.spanloom.autolog.langchain4j;

import java.lang.reflect.InvocationTargetException;
import org.jspecify.annotations.Nullable;

/** Public methods of the library that not all of its versions and modules have. */
final class PublicMethods {
  private PublicMethods() {}

  /** What a getter gives; null when there is none, or when it fails. */
  static @Nullable Object call(Object object, String name) {
    try {
      return object.getClass().getMethod(name).invoke(object);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      return null;
    }
  }
}
