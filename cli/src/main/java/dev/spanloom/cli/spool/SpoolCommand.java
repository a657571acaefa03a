package dev.spanloom.cli.spool;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.internal.export.LeftSpool;
import dev.spanloom.internal.settings.Settings;
import dev.spanloom.internal.spool.SpoolSettings;
import dev.spanloom.internal.spool.StoredSpool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that works on the spools of a folder. */
abstract class SpoolCommand implements Callable<Integer> {
  static final int SUCCESS = StoreCommand.SUCCESS;
  static final int FAILURE = StoreCommand.FAILURE;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description =
          "Where the spools are; else spanloom.spool.dir or SPANLOOM_SPOOL_DIR, else the user's.")
  private @Nullable Path dir;

  @Spec private CommandSpec spec = CommandSpec.create();

  final Path root() {
    return dir == null ? SpoolSettings.root(Settings.ofProcess()) : dir;
  }

  /** All spools, a row for each destination of each. */
  final List<LeftSpool> all() throws IOException {
    if (dir != null && !Files.isDirectory(dir)) {
      throw wrongUsage("--dir: \"" + dir + "\" (expected: a folder)");
    }
    return LeftSpool.of(StoredSpool.all(root()));
  }

  /** Those of a folder, by its name or its path. */
  final List<LeftSpool> named(String name) throws IOException {
    List<LeftSpool> found =
        all().stream()
            .filter(
                left ->
                    name.equals(name(left))
                        || left.spool()
                            .path()
                            .toAbsolutePath()
                            .equals(Path.of(name).toAbsolutePath().normalize()))
            .toList();
    if (found.isEmpty()) {
      throw wrongUsage(
          "spool: \"" + name + "\" is not in " + root() + " (expected: one that list shows)");
    }
    return found;
  }

  static String name(LeftSpool left) {
    return String.valueOf(left.spool().path().getFileName());
  }

  final Console console() {
    return Console.of(spec);
  }

  /** Words that cannot be meant so. */
  final ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
