package dev.spanloom.cli.server;

import dev.spanloom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** Tokens of a server's clients. */
@Command(
    name = "token",
    description = "Make, list and revoke the tokens of a server's clients.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TokenCreateCommand.class, TokenListCommand.class, TokenRevokeCommand.class})
public final class TokenCommand extends CommandGroup {}
