package dev.spanloom.cli.option;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many things are printed, and from where on. */
public final class PageOptions {
  private static final int DEFAULT_LIMIT = 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  @Option(
      names = {"--limit", "--max-results"},
      paramLabel = "N",
      description = "At most so many; " + DEFAULT_LIMIT + " unless given.")
  private @Nullable Long limit;

  @Option(names = "--all", description = "However many there are.")
  private boolean all;

  @Option(
      names = "--page-token",
      paramLabel = "TOKEN",
      description = "Go on behind the page that ended with this token.")
  private @Nullable String token;

  /**
   * Looks at the values.
   *
   * @throws ParameterException for a limit that is not positive, or beside {@code --all}
   */
  public void check() {
    if (limit != null && limit < 1) {
      throw wrong("--limit: " + limit + " (expected: 1 or more, or --all)");
    }
    if (limit != null && all) {
      throw wrong("--limit " + limit + " and --all (expected: one of them)");
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(mixee.commandLine(), message);
  }

  public long limit() {
    return all ? Long.MAX_VALUE : limit == null ? DEFAULT_LIMIT : limit;
  }

  /** Null for the beginning. */
  public @Nullable String token() {
    return token;
  }
}
