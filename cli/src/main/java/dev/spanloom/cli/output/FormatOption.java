package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The form in which a command prints what it lists. */
public final class FormatOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
  private Format format = Format.TABLE;

  public Format format() {
    return format;
  }

  /** Starts to print things. */
  public <T> Rows<T> rows(Listing<T> listing) {
    return listing.rows(format, Console.of(mixee));
  }

  /** Prints things that are all there. */
  public <T> void print(Listing<T> listing, Iterable<T> items) {
    Rows<T> rows = rows(listing);
    items.forEach(rows::add);
    rows.end(null);
  }
}
