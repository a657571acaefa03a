package dev.spanloom.destination;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Finds destinations by the scheme of their URI. */
public final class Destinations {
  private Destinations() {}

  /**
   * The URI to use when the program names none: that of a provider on the class path, else the
   * memory.
   */
  public static String defaultUri() {
    return providers().values().stream()
        .flatMap(provider -> provider.defaultUri().stream())
        .findFirst()
        .orElse(InMemoryDestination.URI);
  }

  /**
   * Checks that a URI can be opened, without opening it.
   *
   * @throws IllegalArgumentException when no destination on the class path knows the scheme; the
   *     message names those that are known
   */
  public static void check(String uri) {
    provider(uri);
  }

  /**
   * Opens the destination of a URI.
   *
   * @throws IllegalArgumentException when no destination on the class path knows the scheme; the
   *     message names those that are known
   */
  public static Destination open(String uri) {
    Optional<DestinationProvider> provider = provider(uri);
    return provider.isPresent() ? provider.get().open(uri) : new InMemoryDestination();
  }

  /**
   * The same place in words that mean it in every process of this machine, as {@link
   * DestinationProvider#canonicalUri} has it; the URI itself when nothing on the class path knows
   * it.
   */
  public static String canonicalUri(String uri) {
    try {
      return provider(uri).map(provider -> provider.canonicalUri(uri)).orElse(uri);
    } catch (IllegalArgumentException e) {
      return uri; // said where it is opened
    }
  }

  /**
   * Whether what is written there outlives the process: everywhere but in its memory, and where
   * nothing on the class path knows the scheme.
   */
  public static boolean isDurable(String uri) {
    try {
      return provider(uri).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * A URI for messages and logs: without user and password. Rather too much is hidden than too
   * little.
   */
  public static String withoutLogin(String uri) {
    return uri.replaceFirst("(?s)://(?!/).*@", "://***@")
        .replaceAll("(?i)(pass[a-z]*=)[^&]*", "$1***");
  }

  /** Empty for the memory. */
  private static Optional<DestinationProvider> provider(String uri) {
    int colon = uri.indexOf(':');
    String scheme = (colon < 0 ? uri : uri.substring(0, colon)).toLowerCase(Locale.ROOT);
    if (scheme.equals(InMemoryDestination.SCHEME)) {
      return Optional.empty();
    }
    Map<String, DestinationProvider> known = providers();
    DestinationProvider provider = known.get(scheme);
    if (provider == null || (colon < 0 && !provider.isSchemeEnough())) {
      TreeSet<String> schemes = new TreeSet<>(known.keySet());
      schemes.add(InMemoryDestination.SCHEME);
      throw new IllegalArgumentException(
          "tracking URI: \""
              + withoutLogin(uri)
              + "\" (expected: one of the schemes "
              + schemes
              + "; add the module of another scheme to the class path)");
    }
    return Optional.of(provider);
  }

  private static Map<String, DestinationProvider> providers() {
    Map<String, DestinationProvider> byScheme = new LinkedHashMap<>();
    for (DestinationProvider provider :
        ServiceLoader.load(DestinationProvider.class, DestinationProvider.class.getClassLoader())) {
      byScheme.putIfAbsent(provider.scheme(), provider);
    }
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null && context != DestinationProvider.class.getClassLoader()) {
      for (DestinationProvider provider : ServiceLoader.load(DestinationProvider.class, context)) {
        byScheme.putIfAbsent(provider.scheme(), provider);
      }
    }
    return byScheme;
  }
}
