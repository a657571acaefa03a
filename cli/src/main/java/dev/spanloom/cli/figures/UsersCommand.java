package dev.spanloom.cli.figures;

import dev.spanloom.cli.option.CommandGroup;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.UserTotals;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Users: those who are named by traces. */
@Command(
    name = "users",
    description = "List users, whom traces name in mlflow.trace.user.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = UsersCommand.ListCommand.class)
public final class UsersCommand extends CommandGroup {
  /** Lists users. */
  @Command(
      name = "list",
      description = "List users with their traces, sessions, tokens and cost, the busiest first.")
  static final class ListCommand extends StoreCommand {
    @Mixin private TraceScope scope = new TraceScope();
    @Mixin private OutputOption output = new OutputOption();

    @Override
    protected int run(TraceStore store, Console console) {
      output.print(listing(), store.metrics().users(scope.query(store).build()), console);
      return SUCCESS;
    }

    private static Listing<UserTotals> listing() {
      return Listing.ofColumns(
          "users",
          List.of(
              Column.<UserTotals>of("user", UserTotals::user).cut(),
              Column.number("traces", UserTotals::traces, user -> Texts.count(user.traces())),
              Column.<UserTotals>number(
                      "errors", UserTotals::errors, user -> Texts.count(user.errors()))
                  .redWhen(user -> user.errors() > 0),
              Column.number("sessions", UserTotals::sessions, user -> Texts.count(user.sessions())),
              Column.<UserTotals>shown(
                      "last_time",
                      user -> Texts.isoTime(user.lastTimeUnixMillis()),
                      user -> Texts.time(user.lastTimeUnixMillis()))
                  .titled("LATEST"),
              UsageColumns.tokens(UserTotals::usage),
              UsageColumns.cost(UserTotals::cost)));
    }
  }
}
