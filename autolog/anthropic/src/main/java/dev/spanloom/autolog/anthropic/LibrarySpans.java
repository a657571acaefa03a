package dev.spanloom.autolog.anthropic;

import com.anthropic.core.ClientOptions;
import java.lang.reflect.InvocationTargetException;

/**
 * The spans of OpenTelemetry that the library's versions 3 write by themselves, by default and
 * without content. Where ours are spans of the same OpenTelemetry, each call would be there twice.
 */
final class LibrarySpans {
  private static final System.Logger LOG = System.getLogger(LibrarySpans.class.getName());

  private LibrarySpans() {}

  /** Leaves the rest of those options as it is: headers for the next process are sent still. */
  static void switchOff(ClientOptions.Builder builder, ClientOptions given) {
    try {
      Object options = ClientOptions.class.getMethod("openTelemetry").invoke(given);
      Object changing = options.getClass().getMethod("toBuilder").invoke(options);
      changing.getClass().getMethod("traces", boolean.class).invoke(changing, false);
      Object changed = changing.getClass().getMethod("build").invoke(changing);
      ClientOptions.Builder.class
          .getMethod("openTelemetry", options.getClass())
          .invoke(builder, changed);
    } catch (NoSuchMethodException e) {
      // versions 2 write none
    } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Calls of Anthropic are in a trace twice, as our spans and the library''s own: switch"
              + " those off by openTelemetry(false) ({0})",
          e.toString());
    }
  }
}
