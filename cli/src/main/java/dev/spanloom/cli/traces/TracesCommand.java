package dev.spanloom.cli.traces;

import dev.spanloom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** What can be done with traces. */
@Command(
    name = "traces",
    description = "Find, read, tag, move and delete traces.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SearchCommand.class,
      ListCommand.class,
      GetCommand.class,
      TagCommand.class,
      UntagCommand.class,
      DeleteCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      ArchiveCommand.class,
      RestoreCommand.class
    })
public final class TracesCommand extends CommandGroup {}
