package dev.spanloom.destination;

import java.util.Optional;

/** Opens destinations of one URI scheme. Found by {@link java.util.ServiceLoader}. */
public interface DestinationProvider {
  /** The scheme, without the colon, such as {@code sqlite}. */
  String scheme();

  /** Whether the scheme alone, without a colon, names a place, as {@code databricks} does. */
  default boolean isSchemeEnough() {
    return false;
  }

  /**
   * The URI used when the program names none; the provider of one must be on the class path for
   * that reason.
   */
  default Optional<String> defaultUri() {
    return Optional.empty();
  }

  /**
   * The same place in words that mean it whatever the working directory of a process is: what waits
   * for it in the spool of one process is shipped by another that names it so. The URI itself
   * unless a provider knows better.
   */
  default String canonicalUri(String uri) {
    return uri;
  }

  /**
   * Opens a destination.
   *
   * @param uri the whole URI, beginning with the scheme
   * @throws RuntimeException with a message that shows the URI, what is wrong and what to do
   */
  Destination open(String uri);
}
