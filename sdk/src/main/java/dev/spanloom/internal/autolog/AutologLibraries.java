package dev.spanloom.internal.autolog;

import dev.spanloom.integration.AutologLibrary;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The integrations on the class path. Never throws. Thread-safe. */
public final class AutologLibraries {
  private static final System.Logger LOG = System.getLogger("dev.spanloom.autolog");
  private static volatile @Nullable List<AutologLibrary> known;

  private AutologLibraries() {}

  /** Those whose library is on the class path too. */
  public static List<AutologLibrary> present() {
    List<AutologLibrary> found = known;
    if (found == null) {
      found = find();
      known = found;
    }
    return found;
  }

  /** Has all of them forget what the program set. */
  public static void reset() {
    present().forEach(AutologLibrary::reset);
  }

  private static List<AutologLibrary> find() {
    List<AutologLibrary> found = new ArrayList<>();
    Iterator<AutologLibrary> all =
        ServiceLoader.load(AutologLibrary.class, AutologLibraries.class.getClassLoader())
            .iterator();
    while (true) {
      try {
        if (!all.hasNext()) {
          return List.copyOf(found);
        }
        AutologLibrary library = all.next();
        if (library.isPresent()) {
          found.add(library);
        }
      } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
        LOG.log(System.Logger.Level.WARNING, "An integration cannot be loaded: " + e, e);
      }
    }
  }

  /** See {@link dev.spanloom.internal.woven.WovenCalls#built}. */
  public static @Nullable Object traced(@Nullable Object client) {
    if (client == null) {
      return null;
    }
    Object traced = client;
    for (AutologLibrary library : present()) {
      try {
        if (!library.isDisabled()) {
          traced = library.traced(traced);
        }
      } catch (RuntimeException | LinkageError e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "A client of " + library.name() + " is not traced: " + e + "; use " + library.byHand(),
            e);
      }
    }
    return traced;
  }
}
