package dev.spanloom.cli.figures;

import dev.spanloom.cli.option.CommandGroup;
import dev.spanloom.cli.option.PageOptions;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.output.Rows;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sessions: traces that belong to one conversation. */
@Command(
    name = "sessions",
    description = "List sessions, which are traces with the same mlflow.trace.session.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = SessionsCommand.ListCommand.class)
public final class SessionsCommand extends CommandGroup {
  /** Lists sessions. */
  @Command(
      name = "list",
      description = "List sessions with their turns, tokens and cost, the latest first.")
  static final class ListCommand extends StoreCommand {
    private static final int PAGE = 1000;

    @Mixin private TraceScope scope = new TraceScope();
    @Mixin private PageOptions page = new PageOptions();
    @Mixin private OutputOption output = new OutputOption();

    @Override
    protected void checkWords() {
      page.check();
    }

    @Override
    protected int run(TraceStore store, Console console) {
      Rows<SessionTotals> rows = output.rows(listing(), console);
      long left = page.limit();
      @Nullable String token = page.token();
      do {
        int size = (int) Math.min(left, PAGE);
        SessionPage found =
            store.metrics().sessions(scope.query(store).maxResults(size).pageToken(token).build());
        found.sessions().forEach(rows::add);
        console.checkOut();
        left -= size;
        token = found.nextPageToken();
      } while (token != null && left > 0);
      rows.end(token);
      return SUCCESS;
    }

    private static Listing<SessionTotals> listing() {
      return Listing.ofColumns(
          "sessions",
          List.of(
              Column.<SessionTotals>of("session_id", SessionTotals::sessionId)
                  .titled("SESSION")
                  .cut(),
              Column.number("turns", SessionTotals::turns, session -> Texts.count(session.turns())),
              Column.<SessionTotals>number(
                      "errors", SessionTotals::errors, session -> Texts.count(session.errors()))
                  .redWhen(session -> session.errors() > 0),
              Column.<SessionTotals>shown(
                      "last_time",
                      session -> Texts.isoTime(session.lastTimeUnixMillis()),
                      session -> Texts.time(session.lastTimeUnixMillis()))
                  .titled("LATEST"),
              Column.<SessionTotals>number(
                      "duration_ms",
                      SessionTotals::durationMillis,
                      session -> Texts.millis(session.durationMillis()))
                  .titled("DURATION"),
              UsageColumns.tokens(SessionTotals::usage),
              UsageColumns.cost(SessionTotals::cost),
              Column.<SessionTotals>of("user", SessionTotals::user).cut()),
          List.of(
              Column.shown(
                  "first_time",
                  session -> Texts.isoTime(session.firstTimeUnixMillis()),
                  session -> Texts.dateAndTime(session.firstTimeUnixMillis()))));
    }
  }
}
