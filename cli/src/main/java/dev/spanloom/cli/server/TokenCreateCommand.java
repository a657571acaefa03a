package dev.spanloom.cli.server;

import dev.spanloom.cli.option.Durations;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.server.security.Role;
import dev.spanloom.server.security.TokenFile;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a token and prints it, this once. */
@Command(
    name = "create",
    description = {
      "Make a token and print it; it is shown this once.",
      "From the first one on, a server of this store wants a token from everybody."
    })
final class TokenCreateCommand extends TokenFileCommand {
  @Parameters(paramLabel = "NAME", description = "What it is for; no other token has this name.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      split = ",",
      required = true,
      hideParamSyntax = true,
      description =
          "What it is good for: ingest (send traces), read, assess (assessments, tags),"
              + " admin (everything); several with commas.")
  private List<String> roles = List.of();

  @Option(
      names = "--expires",
      paramLabel = "AGE",
      converter = Durations.class,
      description = "How long it is good, such as 90d; for ever unless given.")
  private @Nullable Duration expires;

  @Override
  int run(TokenFile file, Console console) {
    Set<Role> all = EnumSet.noneOf(Role.class);
    try {
      roles.forEach(role -> all.add(Role.of(role)));
    } catch (IllegalArgumentException e) {
      throw wrongUsage("--" + e.getMessage());
    }
    long end = expires == null ? 0 : Instant.now().plus(expires).toEpochMilli();
    TokenFile.Created made = file.create(name, all, end);
    console.out().println(made.secret());
    console.err().println("Kept, but for the secret, in " + file.path() + ".");
    return StoreCommand.SUCCESS;
  }
}
