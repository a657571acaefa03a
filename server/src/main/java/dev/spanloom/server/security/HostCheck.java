package dev.spanloom.server.security;

import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names by which a server may be called. A page of somebody else may let its own name point to this
 * machine (DNS rebinding); then the Host header has that name. Immutable.
 */
final class HostCheck {
  private static final String ANY = "*";
  private static final Pattern PORT = Pattern.compile(":\\d*$");
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1");

  private final Set<String> names = new TreeSet<>();

  /**
   * Makes it.
   *
   * @param bound the address that the server was told to listen on
   * @param allowed more names; {@code *} for any, {@code *.example.org} for all below
   */
  HostCheck(String bound, Set<String> allowed) {
    names.add(bare(bound));
    allowed.forEach(name -> names.add(bare(name)));
  }

  /**
   * Whether a Host header is good.
   *
   * @param local the address that the client's connection has reached: an attacker has names, but
   *     no say in addresses
   */
  boolean allows(String host, InetSocketAddress local) {
    String name = bare(host);
    if (name.isEmpty()) {
      return false;
    }
    return LOOPBACK.matcher(name).matches()
        || names.contains(ANY)
        || names.contains(name)
        || names.stream()
            .anyMatch(known -> known.startsWith("*.") && name.endsWith(known.substring(1)))
        || (local.getAddress() != null && name.equals(bare(local.getAddress().getHostAddress())));
  }

  /** In lower case, without port, brackets, scope, and the dot at the end. */
  private static String bare(String host) {
    String name = host.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("[")) {
      int end = name.indexOf(']');
      name = end < 0 ? "" : name.substring(1, end);
    } else if (name.indexOf(':') == name.lastIndexOf(':')) {
      name = PORT.matcher(name).replaceFirst("");
    }
    int scope = name.indexOf('%');
    name = scope < 0 ? name : name.substring(0, scope);
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  /** Whether a name is that of this machine, whatever the server listens on. */
  static boolean isLoopback(String host) {
    return LOOPBACK.matcher(bare(host)).matches();
  }
}
