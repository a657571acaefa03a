package dev.spanloom.cli.server;

import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.server.security.TokenFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a token away. */
@Command(
    name = "revoke",
    description = "Take a token away; running servers refuse it within a second.")
final class TokenRevokeCommand extends TokenFileCommand {
  @Parameters(paramLabel = "NAME|ID", description = "The name of a token, or its id.")
  private String token = "";

  @Override
  int run(TokenFile file, Console console) {
    if (!file.revoke(token)) {
      throw new IllegalStateException(
          "there is no token \""
              + token
              + "\" in "
              + file.path()
              + " (expected: one that 'spanloom token list' shows)");
    }
    console.out().println("Revoked " + token + ".");
    return StoreCommand.SUCCESS;
  }
}
