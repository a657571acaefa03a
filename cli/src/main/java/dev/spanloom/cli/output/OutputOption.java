package dev.spanloom.cli.output;

import dev.spanloom.cli.terminal.Console;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The form in which a command prints what it lists, and the columns of it. */
public final class OutputOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec mixee = CommandSpec.create();

  @Mixin private FormatOption form = new FormatOption();

  @Option(
      names = "--fields",
      paramLabel = "A,B",
      split = ",",
      hideParamSyntax = true,
      description = "Only these columns, in this order, by their names in CSV.")
  private List<String> fields = List.of();

  /**
   * Starts to print things.
   *
   * @throws ParameterException for a field that is no column
   */
  public <T> Rows<T> rows(Listing<T> listing, Console console) {
    return form.rows(selected(listing), console);
  }

  /** Prints things that are all there. */
  public <T> void print(Listing<T> listing, Iterable<T> items, Console console) {
    form.print(selected(listing), items, console);
  }

  private <T> Listing<T> selected(Listing<T> listing) {
    if (fields.isEmpty()) {
      return listing;
    }
    List<Column<T>> chosen = new ArrayList<>();
    for (String field : fields) {
      chosen.add(
          listing.allColumns().stream()
              .filter(column -> column.name().equals(field.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          mixee.commandLine(),
                          "--fields: \""
                              + field
                              + "\" (expected: some of "
                              + listing.allColumns().stream().map(Column::name).toList()
                              + ")")));
    }
    return Listing.ofColumns(listing.plural(), chosen);
  }
}
