package dev.spanloom.cli.option;

import dev.spanloom.embedded.SqliteDestinationProvider;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens stores by their URI: the one place here that knows which engines there are. */
final class Stores {
  private Stores() {}

  /**
   * Looks at a URI without opening anything.
   *
   * @throws IllegalArgumentException when it names no store
   */
  static void check(String uri) {
    file(uri);
  }

  /** Opens a store, and makes it when it is not there. */
  static TraceStore open(String uri) {
    return SqliteTraceStore.open(file(uri));
  }

  /** Opens a store that is there: a command that reads makes no new file. */
  static TraceStore openExisting(String uri) {
    if (!Files.exists(file(uri))) {
      throw new StorageException(
          "store "
              + uri
              + " does not exist (expected: a file that a traced program made). Try 'spanloom demo',"
              + " or name another with --store.");
    }
    return open(uri);
  }

  private static Path file(String uri) {
    if (uri.startsWith("sqlite:")) {
      return SqliteDestinationProvider.path(uri);
    }
    throw new IllegalArgumentException(
        "store: \""
            + uri
            + "\" (expected: sqlite:PATH, such as "
            + SqliteDestinationProvider.DEFAULT_URI
            + ")");
  }
}
