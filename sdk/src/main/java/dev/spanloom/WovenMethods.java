package dev.spanloom;

import dev.spanloom.internal.woven.MethodSpec;
import java.util.Arrays;

/**
 * The traced methods of one woven class that have been called. Found by the constant that stands in
 * their code: the same text object at every call, and a class has few of them. Thread-safe.
 */
final class WovenMethods {
  private final Class<?> owner;
  private volatile Entry[] entries = {};

  WovenMethods(Class<?> owner) {
    this.owner = owner;
  }

  private record Entry(String spec, TracedMethod method) {}

  TracedMethod find(String spec) {
    for (Entry entry : entries) {
      if (isSame(entry.spec, spec)) {
        return entry.method;
      }
    }
    return add(spec);
  }

  @SuppressWarnings("ReferenceEquality") // a constant of the class file is one object
  private static boolean isSame(String one, String other) {
    return one == other;
  }

  private synchronized TracedMethod add(String spec) {
    for (Entry entry : entries) {
      if (entry.spec.equals(spec)) {
        return entry.method;
      }
    }
    Entry[] more = Arrays.copyOf(entries, entries.length + 1);
    TracedMethod method = new TracedMethod(MethodSpec.decode(spec), owner);
    more[entries.length] = new Entry(spec, method);
    entries = more;
    return method;
  }
}
