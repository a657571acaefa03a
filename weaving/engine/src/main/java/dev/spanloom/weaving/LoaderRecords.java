package dev.spanloom.weaving;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What is known of the class loaders, for as long as they live. Thread-safe. */
final class LoaderRecords {
  /** What every woven class calls. Weaving would break a class that cannot see it. */
  private static final String WOVEN_CALLS = Names.WOVEN_CALLS + ".class";

  /** Names of classes are of one loader each; the sets are thread-safe. */
  record LoaderRecord(boolean seesWovenCalls, Set<String> woven, Set<String> failed) {}

  private final ConcurrentMap<Key, LoaderRecord> records = new ConcurrentHashMap<>();
  private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

  LoaderRecord of(ClassLoader loader) {
    for (Reference<?> key = gone.poll(); key != null; key = gone.poll()) {
      records.remove(key);
    }
    LoaderRecord known = records.get(new Key(loader, null));
    if (known != null) {
      return known;
    }
    // Not inside of the map's own lock: asking the loader can load classes, which comes back here.
    LoaderRecord asked =
        new LoaderRecord(
            seesWovenCalls(loader), ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    LoaderRecord faster = records.putIfAbsent(new Key(loader, gone), asked);
    return faster == null ? asked : faster;
  }

  private static boolean seesWovenCalls(ClassLoader loader) {
    try {
      return loader.getResource(WOVEN_CALLS) != null;
    } catch (RuntimeException | LinkageError e) { // a loader that somebody wrote
      return false;
    }
  }

  /** By identity: a loader's own {@code equals} is not to be trusted, nor to be run. */
  private static final class Key extends WeakReference<ClassLoader> {
    private final int hash;

    Key(ClassLoader loader, @Nullable ReferenceQueue<ClassLoader> queue) {
      super(loader, queue);
      hash = System.identityHashCode(loader);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      ClassLoader loader = get();
      return loader != null && other instanceof Key key && key.refersTo(loader);
    }
  }
}
