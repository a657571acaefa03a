package dev.spanloom.weaving;

import dev.spanloom.internal.woven.WeavingActivation;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * Puts weaving into force in this JVM, once: whether an agent or the program itself comes first is
 * marked for all class loaders. Thread-safe.
 */
public final class WeavingInstallation {
  private static final WeavingStats STATS = new WeavingStats();
  private static final WeavingLog LOG = new WeavingLog();

  private WeavingInstallation() {}

  /**
   * Weaves the classes that are loaded from now on. Does nothing when weaving is in force.
   *
   * @param way how weaving came into this JVM, one word
   * @param loadedToo weaves the classes too that are loaded already
   * @return whether this call did it
   */
  public static boolean install(
      Instrumentation jvm, WeavingOptions options, String way, boolean loadedToo) {
    if (System.getProperties().putIfAbsent(WeavingActivation.IN_FORCE_PROPERTY, way) != null) {
      return false;
    }
    WeavingTransformer transformer = new WeavingTransformer(options, STATS, LOG);
    try {
      jvm.addTransformer(transformer, true);
      if (loadedToo) {
        new LoadedClasses(jvm, transformer, LOG).weave();
        LOG.debug("Weaving is in force by " + way + "; " + STATS);
      }
      return true;
    } catch (RuntimeException | Error e) {
      jvm.removeTransformer(transformer);
      System.getProperties().remove(WeavingActivation.IN_FORCE_PROPERTY);
      throw e;
    }
  }

  /** What was woven so far by this engine. */
  public static WeavingStats stats() {
    return STATS;
  }

  /** Says something once, as a WARNING of the logger {@code dev.spanloom.weaving}. */
  public static void warn(String text, @Nullable Throwable cause) {
    LOG.warn(text, cause);
  }
}
