package dev.spanloom.cli.spool;

import dev.spanloom.cli.option.CommandGroup;
import picocli.CommandLine.Command;

/** What can be done with spools. */
@Command(
    name = "spool",
    description = {
      "List, look into and ship what programs left in their spools.",
      "A program ships its spool itself, and those of programs that died, when it traces to the same"
          + " place again; these commands are for those that do not come back."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SpoolListCommand.class, SpoolInspectCommand.class, SpoolShipCommand.class})
public final class SpoolCommands extends CommandGroup {}
