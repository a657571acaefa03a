package dev.spanloom.internal.hosting;

import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of this process. Mostly there is one or none; tests and restarts have several for a
 * while, of which the one that came last is in force. Thread-safe.
 */
public final class Hosts {
  private static final CopyOnWriteArrayList<Host> PRESENT = new CopyOnWriteArrayList<>();

  private Hosts() {}

  /** From now on this one is in force; what the SDK has read by then stays until its reset. */
  public static void enter(Host host) {
    PRESENT.remove(host);
    PRESENT.add(host);
  }

  /** It is gone; the one that came before it is in force again. */
  public static void leave(Host host) {
    PRESENT.remove(host);
  }

  /** The one in force; null when there is none. */
  public static @Nullable Host current() {
    Object[] present = PRESENT.toArray();
    return present.length == 0 ? null : (Host) present[present.length - 1];
  }

  /** What the host in force says of a setting; null where it says nothing. */
  public static @Nullable String setting(String name) {
    Host host = current();
    return host == null ? null : host.setting(name);
  }
}
