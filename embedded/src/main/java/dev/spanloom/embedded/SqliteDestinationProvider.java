package dev.spanloom.embedded;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens {@code sqlite:PATH}, the default being {@code sqlite:spanloom.db} in the working directory.
 */
public final class SqliteDestinationProvider implements DestinationProvider {
  /** What is used when the program names nothing. */
  public static final String DEFAULT_URI = "sqlite:spanloom.db";

  private static final String SCHEME = "sqlite";

  @Override
  public String scheme() {
    return SCHEME;
  }

  @Override
  public Optional<String> defaultUri() {
    return Optional.of(DEFAULT_URI);
  }

  @Override
  public String canonicalUri(String uri) {
    return SCHEME + ":" + path(uri).toAbsolutePath().normalize();
  }

  @Override
  public Destination open(String uri) {
    return new StoreDestination(SqliteTraceStore.open(path(uri)));
  }

  /**
   * The file of a URI: {@code sqlite:traces.db} and {@code sqlite:///traces.db} are in the working
   * directory, as MLflow has it; {@code sqlite:/var/traces.db} and {@code sqlite:////var/traces.db}
   * are not.
   *
   * @throws IllegalArgumentException when there is no usable path in it
   */
  public static Path path(String uri) {
    String path = uri.substring(uri.indexOf(':') + 1);
    if (path.startsWith("///")) {
      path = path.substring(3);
    }
    try {
      if (!path.isBlank() && !path.startsWith("//")) {
        return Path.of(path);
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new IllegalArgumentException(
        "store: \"" + uri + "\" (expected: sqlite:PATH, such as " + DEFAULT_URI + ")");
  }
}
