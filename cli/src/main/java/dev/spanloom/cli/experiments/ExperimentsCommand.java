package dev.spanloom.cli.experiments;

import dev.spanloom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** What can be done with experiments. */
@Command(
    name = "experiments",
    description = "List, make, tag, rename, delete and restore experiments.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListCommand.class,
      GetCommand.class,
      CreateCommand.class,
      TagCommand.class,
      UntagCommand.class,
      RenameCommand.class,
      DeleteCommand.class,
      RestoreCommand.class
    })
public final class ExperimentsCommand extends CommandGroup {}
