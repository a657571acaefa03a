package dev.spanloom.weaving;

import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Weaves the classes that the JVM has loaded already. */
final class LoadedClasses {
  private static final int BATCH = 100;

  private final Instrumentation jvm;
  private final WeavingTransformer transformer;
  private final WeavingLog log;

  LoadedClasses(Instrumentation jvm, WeavingTransformer transformer, WeavingLog log) {
    this.jvm = jvm;
    this.transformer = transformer;
    this.log = log;
  }

  void weave() {
    List<Class<?>> batch = new ArrayList<>();
    for (Class<?> type : jvm.getAllLoadedClasses()) {
      if (isCandidate(type)) {
        batch.add(type);
        if (batch.size() == BATCH) {
          weave(batch);
          batch.clear();
        }
      }
    }
    weave(batch);
  }

  /** By the class file, since what is loaded cannot be asked for its bytes. */
  private boolean isCandidate(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    String internalName = type.getName().replace('.', '/');
    try {
      if (loader == null
          || WeavingTransformer.isSkipped(loader, internalName)
          || type.isHidden()
          || !jvm.isModifiableClass(type)
          || !transformer.allows(loader, internalName)) {
        return false;
      }
      if (ClientBuilders.has(internalName)) {
        return true;
      }
      Optional<byte[]> classFile = new LoaderClassSource(loader).find(internalName);
      // A class that was made in memory has no file; the transformer sees what the JVM has of it.
      return classFile.isEmpty() || Weaver.isCandidate(classFile.get());
    } catch (RuntimeException | LinkageError e) {
      log.warn("Not woven: " + type.getName() + ": " + e, e);
      return false;
    }
  }

  private void weave(List<Class<?>> batch) {
    if (batch.isEmpty() || isRetransformed(batch.toArray(Class<?>[]::new))) {
      return;
    }
    for (Class<?> type : batch) {
      isRetransformed(type);
    }
  }

  /** One class that the JVM refuses fails all that come with it; one that comes alone is logged. */
  private boolean isRetransformed(Class<?>... types) {
    try {
      jvm.retransformClasses(types);
      return true;
    } catch (UnmodifiableClassException
        | RuntimeException
        | LinkageError
        | InternalError
        | StackOverflowError e) {
      if (types.length == 1) {
        transformer.refused(types[0], e);
      }
      return false;
    }
  }
}
