package dev.spanloom.cli.server;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.OutputOption;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.server.security.Token;
import dev.spanloom.server.security.TokenFile;
import java.util.List;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists tokens. */
@Command(name = "list", description = "List the tokens, without their secrets.")
final class TokenListCommand extends TokenFileCommand {
  private static final Listing<Token> LISTING =
      Listing.ofColumns(
          "tokens",
          List.of(
              Column.of("id", Token::id),
              Column.<Token>of("name", Token::name).cut(),
              Column.<Token>shown(
                  "roles", Token::roleNames, token -> String.join(", ", token.roleNames())),
              time("created", Token::createdUnixMillis),
              time("last_used", Token::lastUsedUnixMillis),
              time("expires", Token::expiresUnixMillis)
                  .redWhen(token -> token.isExpired(System.currentTimeMillis()))));

  @Mixin private OutputOption output = new OutputOption();

  /** A time that may be none, which is 0. */
  private static Column<Token> time(String name, ToLongFunction<Token> millis) {
    return Column.shown(
        name,
        token -> millis.applyAsLong(token) == 0 ? null : Texts.isoTime(millis.applyAsLong(token)),
        token ->
            millis.applyAsLong(token) == 0
                ? "never"
                : Texts.dateAndTime(millis.applyAsLong(token)));
  }

  @Override
  int run(TokenFile file, Console console) {
    output.print(LISTING, file.tokens(), console);
    return StoreCommand.SUCCESS;
  }
}
