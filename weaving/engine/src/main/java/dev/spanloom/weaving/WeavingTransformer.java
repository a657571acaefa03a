package dev.spanloom.weaving;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;

/**
 * Weaves classes while the JVM loads them. It never throws, loads no class of the application, and
 * leaves alone what it cannot weave. Thread-safe.
 *
 * <p>Nearly every class ends at {@link #isSkipped} or {@link Weaver#isCandidate}. That way is taken
 * while the JDK is linking its own lambdas too: no lambda, string concatenation or pattern switch
 * before a class is known to be a candidate.
 */
final class WeavingTransformer implements ClassFileTransformer {
  private static final @Nullable ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  private final Weaver weaver = new Weaver();
  private final LoaderRecords loaders = new LoaderRecords();
  private final WeavingOptions options;
  private final WeavingStats stats;
  private final WeavingLog log;

  WeavingTransformer(WeavingOptions options, WeavingStats stats, WeavingLog log) {
    this.options = options;
    this.stats = stats;
    this.log = log;
    // Loads what every class passes through: loaded later, it would have to pass through itself.
    var unused = Names.isOfSdk("") || ClientBuilders.has("") || Weaver.isCandidate(new byte[0]);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String internalName,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (loader == null || internalName == null || isSkipped(loader, internalName)) {
      return null;
    }
    try {
      if (ClientBuilders.has(internalName)) {
        return hook(loader, internalName, classFile);
      }
      return Weaver.isCandidate(classFile) ? weave(loader, internalName, classFile) : null;
    } catch (Throwable e) { // what would break the program is worse than a class without spans
      failed(loader, internalName, e);
      return null;
    }
  }

  /** Whether a class is of the JDK, of Byte Buddy or of ourselves. */
  static boolean isSkipped(@Nullable ClassLoader loader, String internalName) {
    return loader == null
        || loader == PLATFORM
        || internalName.startsWith("java/")
        || internalName.startsWith("jdk/")
        || internalName.startsWith("sun/")
        || internalName.startsWith("com/sun/")
        || internalName.startsWith("net/bytebuddy/")
        || internalName.startsWith("dev/spanloom/agent/")
        || Names.isOfSdk(internalName);
  }

  /** Whether the options and the class loader allow to weave a class. */
  boolean allows(ClassLoader loader, String internalName) {
    String name = internalName.replace('/', '.');
    // whoever includes the classes of the program does not mean to leave out the libraries'
    boolean wanted =
        ClientBuilders.has(internalName) ? !options.leavesOut(name) : options.covers(name);
    if (!wanted) {
      return false;
    }
    boolean sees = loaders.of(loader).seesWovenCalls();
    if (!sees) {
      log.debug(
          "Classes of a "
              + loader.getClass().getName()
              + " stay unwoven: it does not find the Spanloom SDK of this version");
    }
    return sees;
  }

  private byte @Nullable [] hook(ClassLoader loader, String internalName, byte[] classFile) {
    byte[] hooked = allows(loader, internalName) ? ClientBuilders.hook(classFile) : classFile;
    if (hooked == classFile) {
      return null;
    }
    written(loader, internalName, hooked);
    return hooked;
  }

  private byte @Nullable [] weave(ClassLoader loader, String internalName, byte[] classFile) {
    if (!allows(loader, internalName)) {
      return null;
    }
    WovenClass result = weaver.weave(classFile, new LoaderClassSource(loader));
    LoaderRecords.LoaderRecord record = loaders.of(loader);
    if (!result.problems().isEmpty() && record.failed().add(internalName)) {
      stats.addFailed();
    }
    for (WeavingProblem problem : result.problems()) {
      log.warn("Not woven: " + problem, null);
    }
    byte[] woven = result.classFile();
    if (woven != null) {
      written(loader, internalName, woven);
    }
    return woven;
  }

  private void written(ClassLoader loader, String internalName, byte[] woven) {
    if (loaders.of(loader).woven().add(internalName)) {
      stats.addWoven(1);
    }
    Path folder = options.debugFolder();
    if (folder != null) {
      dump(folder, internalName, woven);
    }
  }

  private void failed(ClassLoader loader, String internalName, Throwable e) {
    try {
      if (loaders.of(loader).failed().add(internalName)) {
        stats.addFailed();
      }
      log.warn("Not woven: " + internalName.replace('/', '.') + ": " + e, e);
    } catch (RuntimeException | Error again) { // memory or stack are at their end
      stats.addFailed();
    }
  }

  /** The JVM did not take a class that was woven: it runs as it was. */
  void refused(Class<?> type, Throwable reason) {
    String name = type.getName();
    ClassLoader loader = type.getClassLoader();
    if (loader != null) {
      LoaderRecords.LoaderRecord record = loaders.of(loader);
      if (record.woven().remove(name.replace('.', '/'))) {
        stats.addWoven(-1);
      }
      if (record.failed().add(name.replace('.', '/'))) {
        stats.addFailed();
      }
    }
    log.warn("Not woven: " + name + ": the JVM does not take the woven class: " + reason, reason);
  }

  private void dump(Path folder, String internalName, byte[] classFile) {
    try {
      Path file = folder.resolve(internalName + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, classFile);
      log.debug("Wove " + file + "; " + stats);
    } catch (IOException | RuntimeException e) {
      log.warn("Woven classes cannot be written to debug=" + folder + ": " + e, null);
    }
  }
}
