package dev.spanloom.cli.server;

import dev.spanloom.cli.option.Stores;
import dev.spanloom.embedded.SqliteDestinationProvider;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceStore;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The store of a server, and the file of tokens beside it. */
final class StorePlace {
  private static final String TOKENS = ".tokens.json";
  private static final String SQLITE = "sqlite:";

  /** The words that name them. */
  @SuppressWarnings("UnusedVariable") // Settings looks at them
  static final class Words {
    @Option(
        names = "--store",
        paramLabel = "URI",
        description =
            "sqlite:PATH or postgresql://USER@HOST/DATABASE; sqlite:spanloom.db unless given.")
    private @Nullable String store;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description = "Where the tokens are; beside the store's file unless given.")
    private @Nullable String tokenFile;
  }

  private final String uri;
  private final String place;
  private final Path tokenFile;

  private StorePlace(String uri, String place, Path tokenFile) {
    this.uri = uri;
    this.place = place;
    this.tokenFile = tokenFile;
  }

  /**
   * The places that settings name. Opens nothing.
   *
   * @throws ParameterException when they name no store
   */
  static StorePlace of(Settings settings, CommandSpec spec) {
    String uri = settings.text("store").orElse(SqliteDestinationProvider.DEFAULT_URI);
    try {
      String place = Stores.place(uri);
      return new StorePlace(
          uri, place, settings.text("token-file").map(Path::of).orElseGet(() -> beside(place)));
    } catch (IllegalArgumentException | MlflowException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static Path beside(String place) {
    return Path.of(
        place.toLowerCase(Locale.ROOT).startsWith(SQLITE)
            ? place.substring(SQLITE.length()) + TOKENS
            : "spanloom" + TOKENS);
  }

  TraceStore open() {
    return Stores.open(uri);
  }

  /** Without user and password. */
  String place() {
    return place;
  }

  Path tokenFile() {
    return tokenFile;
  }
}
