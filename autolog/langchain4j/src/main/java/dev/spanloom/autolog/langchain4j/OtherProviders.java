package dev.spanloom.autolog.langchain4j;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Other providers of what this module provides too: the library takes the first one only. */
final class OtherProviders {
  private OtherProviders() {}

  /** The first that is not ours; null for none. */
  static <T> @Nullable T first(Class<T> type, T ours) {
    try {
      Iterator<ServiceLoader.Provider<T>> all = ServiceLoader.load(type).stream().iterator();
      while (all.hasNext()) {
        ServiceLoader.Provider<T> provider = all.next();
        if (provider.type() != ours.getClass()) {
          return provider.get();
        }
      }
    } catch (ServiceConfigurationError e) {
      // without us, the library would not have got further either
      throw e;
    }
    return null;
  }
}
