package dev.spanloom.cli.spool;

import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.internal.export.LeftSpool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists spools. */
@Command(
    name = "list",
    description = {
      "List the spools of programs, living and dead, a row for each destination.",
      "Of a dead program the open spans are shipped too, ended as errors."
    })
final class SpoolListCommand extends SpoolCommand {
  @Mixin private OutputOption output = new OutputOption();

  /**
   * A row.
   *
   * @param owner {@code lives}, {@code dead} or, where a later version wrote it, {@code newer}
   */
  private record Row(LeftSpool left, String owner, LeftSpool.Summary summary) {}

  @Override
  public Integer call() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (LeftSpool left : all()) {
      boolean newer = left.spool().isOfLaterVersion();
      String owner = newer ? "newer" : left.spool().isHeld() ? "lives" : "dead";
      rows.add(new Row(left, owner, newer ? new LeftSpool.Summary(0, 0, null, 0) : left.summary()));
    }
    output.print(listing(), rows, console());
    return SUCCESS;
  }

  private static Listing<Row> listing() {
    return Listing.ofColumns(
        "spools",
        List.of(
            Column.<Row>of("spool", row -> name(row.left)),
            Column.<Row>of("owner", Row::owner).redWhen(row -> row.owner.equals("dead")),
            Column.<Row>of("destination", row -> row.left.uri()).cut(),
            Column.<Row>number(
                    "waiting_spans",
                    row -> row.summary.waitingSpans(),
                    row -> Texts.count(row.summary.waitingSpans()))
                .titled("WAITING"),
            Column.<Row>number(
                    "open_spans",
                    row -> row.summary.openSpans(),
                    row -> Texts.count(row.summary.openSpans()))
                .titled("OPEN"),
            Column.<Row>shown(
                    "oldest_waiting_time",
                    row -> isoTime(row.summary.oldestWaitingUnixMillis()),
                    row -> dateAndTime(row.summary.oldestWaitingUnixMillis()))
                .titled("OLDEST"),
            Column.<Row>number(
                    "size_bytes",
                    row -> row.left.spool().sizeBytes(),
                    row -> Texts.bytes(row.left.spool().sizeBytes()))
                .titled("SIZE")),
        List.of(
            Column.<Row>of("path", row -> row.left.spool().path().toAbsolutePath().toString()),
            Column.<Row>number(
                "process_id",
                row -> row.left.spool().processId(),
                row -> Long.toString(row.left.spool().processId())),
            Column.<Row>number(
                "format_version",
                row -> (long) row.left.spool().version(),
                row -> Integer.toString(row.left.spool().version())),
            Column.<Row>number(
                "gaps",
                row -> (long) row.summary.gaps(),
                row -> Integer.toString(row.summary.gaps()))));
  }

  private static @Nullable String isoTime(@Nullable Long unixMillis) {
    return unixMillis == null ? null : Texts.isoTime(unixMillis);
  }

  private static String dateAndTime(@Nullable Long unixMillis) {
    return unixMillis == null ? "" : Texts.dateAndTime(unixMillis);
  }
}
