package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import picocli.CommandLine.Option;

/** The form in which a command prints what it lists. */
public final class FormatOption {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORM",
      description = "One of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
  private Format format = Format.TABLE;

  public Format format() {
    return format;
  }

  /** Starts to print things. */
  public <T> Rows<T> rows(Listing<T> listing, Console console) {
    return listing.rows(format, console);
  }

  /** Prints things that are all there. */
  public <T> void print(Listing<T> listing, Iterable<T> items, Console console) {
    Rows<T> rows = rows(listing, console);
    items.forEach(rows::add);
    rows.end(null);
  }
}
