package dev.spanloom.cli.option;

import dev.spanloom.embedded.SqliteDestinationProvider;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The store that a command works on. */
public final class StoreOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "URI",
      description =
          "sqlite:PATH or postgresql://USER@HOST/DATABASE; else MLFLOW_TRACKING_URI, else"
              + " sqlite:spanloom.db.")
  private @Nullable String store;

  public String uri() {
    if (store != null) {
      return store;
    }
    return Optional.ofNullable(System.getProperty("mlflow.tracking.uri"))
        .or(() -> Optional.ofNullable(System.getenv("MLFLOW_TRACKING_URI")))
        .filter(uri -> !uri.isBlank())
        .orElse(SqliteDestinationProvider.DEFAULT_URI);
  }

  /**
   * The place of the store, without user and password. Opens nothing.
   *
   * @throws ParameterException when the URI names no store: that is wrong usage
   */
  public String place() {
    try {
      return Stores.place(uri());
    } catch (IllegalArgumentException | MlflowException e) {
      throw new ParameterException(
          mixee.commandLine(), e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  /** Opens a store that is there already: a command that reads makes no new file. */
  public TraceStore openExisting() {
    place();
    return Stores.openExisting(uri());
  }

  /** Opens a store, and makes it when it is not there. */
  public TraceStore open() {
    place();
    return Stores.open(uri());
  }
}
