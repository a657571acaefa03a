package dev.spanloom.cli.option;

import dev.spanloom.embedded.SqliteDestinationProvider;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.postgresql.PostgresTraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Opens stores by their URI: the one place here that knows which engines there are. */
public final class Stores {
  private static final Pattern POSTGRESQL = Pattern.compile("(jdbc:)?postgres(ql)?:.*");
  private static final Pattern LOGIN = Pattern.compile("//[^/]*@");

  private Stores() {}

  /**
   * The place that a URI names, without user and password. Opens nothing.
   *
   * @throws IllegalArgumentException when it names no store
   * @throws dev.spanloom.entities.MlflowException when what stands behind its scheme is wrong
   */
  public static String place(String uri) {
    return isPostgresql(uri) ? PostgresTraceStore.place(uri) : "sqlite:" + file(uri);
  }

  /** Opens a store, and makes it when it is not there. */
  public static TraceStore open(String uri) {
    return isPostgresql(uri) ? PostgresTraceStore.open(uri) : SqliteTraceStore.open(file(uri));
  }

  /** Opens a store that is there: a command that reads makes no new file. */
  static TraceStore openExisting(String uri) {
    if (!isPostgresql(uri) && !Files.exists(file(uri))) {
      throw new StorageException(
          "store "
              + uri
              + " does not exist (expected: a file that a traced program made). Try 'spanloom demo',"
              + " or name another with --store.");
    }
    return open(uri);
  }

  private static boolean isPostgresql(String uri) {
    return POSTGRESQL.matcher(uri).matches();
  }

  private static Path file(String uri) {
    if (uri.startsWith("sqlite:")) {
      return SqliteDestinationProvider.path(uri);
    }
    throw new IllegalArgumentException(
        "store: \""
            + LOGIN.matcher(uri).replaceFirst("//…@")
            + "\" (expected: sqlite:PATH, such as "
            + SqliteDestinationProvider.DEFAULT_URI
            + ", or postgresql://USER@HOST/DATABASE)");
  }
}
