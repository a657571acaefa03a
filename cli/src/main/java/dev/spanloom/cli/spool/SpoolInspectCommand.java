package dev.spanloom.cli.spool;

import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.output.Rows;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.internal.export.LeftSpool;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is in a spool, without its content. */
@Command(
    name = "inspect",
    description = {
      "Show the records of a spool, in the order in which they were written.",
      "Ids, names and sizes; what spans took and gave is not shown."
    })
final class SpoolInspectCommand extends SpoolCommand {
  @Parameters(paramLabel = "SPOOL", description = "One that list shows, or the path of one.")
  private String spool = "";

  @Option(names = "--waiting", description = "Only what has not arrived.")
  private boolean waiting;

  @Mixin private OutputOption output = new OutputOption();

  @Override
  public Integer call() throws IOException {
    LeftSpool left = named(spool).get(0);
    if (left.spool().isOfLaterVersion()) {
      console()
          .err()
          .println(
              "spanloom: this spool was written by a later version of Spanloom (format "
                  + left.spool().version()
                  + ")");
      return FAILURE;
    }
    Rows<LeftSpool.Entry> rows = output.rows(listing(), console());
    int gaps =
        left.forEach(
            entry -> {
              if (!waiting || !entry.arrived()) {
                rows.add(entry);
              }
            });
    rows.end(null);
    if (gaps > 0) {
      console()
          .err()
          .println(
              Texts.count(gaps, "gap")
                  + " passed over: damaged, or being written when the program died");
    }
    return SUCCESS;
  }

  private static Listing<LeftSpool.Entry> listing() {
    return Listing.ofColumns(
        "records",
        List.of(
            Column.<LeftSpool.Entry>shown(
                "time",
                entry -> Texts.isoTime(entry.timeUnixMillis()),
                entry -> Texts.dateAndTime(entry.timeUnixMillis())),
            Column.<LeftSpool.Entry>of(
                "kind", entry -> entry.kind().name().toLowerCase(Locale.ROOT)),
            Column.<LeftSpool.Entry>of("trace_id", LeftSpool.Entry::traceId),
            Column.<LeftSpool.Entry>of("span_id", LeftSpool.Entry::spanId),
            Column.<LeftSpool.Entry>of("name", LeftSpool.Entry::name).cut(),
            Column.<LeftSpool.Entry>number(
                "bytes", entry -> (long) entry.bytes(), entry -> Texts.bytes(entry.bytes())),
            Column.<LeftSpool.Entry>shown(
                "arrived", LeftSpool.Entry::arrived, entry -> entry.arrived() ? "yes" : "no")));
  }
}
