package dev.spanloom.cli;

import dev.spanloom.embedded.SqliteDestinationProvider;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The store that a command works on. */
final class StoreOption {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec mixee = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "The store, such as sqlite:spanloom.db. Else MLFLOW_TRACKING_URI, else sqlite:spanloom.db.")
  private @Nullable String store;

  String uri() {
    if (store != null) {
      return store;
    }
    return Optional.ofNullable(System.getProperty("mlflow.tracking.uri"))
        .or(() -> Optional.ofNullable(System.getenv("MLFLOW_TRACKING_URI")))
        .filter(uri -> !uri.isBlank())
        .orElse(SqliteDestinationProvider.DEFAULT_URI);
  }

  /** The file of the store; anything else is wrong usage. */
  Path file() {
    String uri = uri();
    try {
      if (uri.startsWith("sqlite:")) {
        return SqliteDestinationProvider.path(uri);
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new CommandLine.ParameterException(
        mixee.commandLine(),
        "store: \""
            + uri
            + "\" (expected: sqlite:PATH, such as "
            + SqliteDestinationProvider.DEFAULT_URI
            + ")");
  }

  /** Opens a store that is there already: a command that reads makes no new file. */
  SqliteTraceStore openExisting() {
    Path file = file();
    if (!Files.exists(file)) {
      throw new StorageException(
          "store "
              + uri()
              + " does not exist (expected: a file that a traced program made). Try 'spanloom demo',"
              + " or name another with --store.");
    }
    return SqliteTraceStore.open(file);
  }
}
