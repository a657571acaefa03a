package dev.spanloom;

import dev.spanloom.internal.woven.WeavingActivation;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the weaving that is on the class path. */
final class Weaving {
  private Weaving() {}

  static boolean activate() {
    if (System.getProperty(WeavingActivation.IN_FORCE_PROPERTY) != null) {
      return true;
    }
    try {
      Iterator<WeavingActivation> found =
          ServiceLoader.load(WeavingActivation.class, Weaving.class.getClassLoader()).iterator();
      if (!found.hasNext()) {
        warn(
            "the module spanloom-weaving is not on the class path. Add it, or weave at build time with"
                + " spanloom-maven-plugin, or start the JVM with -javaagent:spanloom-agent.jar",
            null);
        return false;
      }
      found.next().activate();
      return true;
    } catch (IllegalStateException e) {
      warn(String.valueOf(e.getMessage()), null);
    } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
      warn(e.toString(), e);
    }
    return false;
  }

  private static void warn(String reason, @Nullable Throwable cause) {
    Tracing.LOG.log(System.Logger.Level.WARNING, "Weaving is not in force: " + reason, cause);
  }
}
