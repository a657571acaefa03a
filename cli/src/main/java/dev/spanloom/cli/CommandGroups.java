package dev.spanloom.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The commands in the help of the root, by what they are for. */
final class CommandGroups implements IHelpSectionRenderer {
  private static final Map<String, List<String>> GROUPS = groups();

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Begin", List.of("demo", "help", "version"));
    groups.put("Traces", List.of("traces", "sessions", "users", "experiments"));
    groups.put("Assessments", List.of("feedback", "expectation"));
    groups.put("Figures", List.of("stats", "values"));
    groups.put("Server", List.of("server", "token"));
    groups.put("Upkeep", List.of("doctor", "gc", "spool"));
    return groups;
  }

  /** Lets the help of the root have groups. */
  static void install(CommandLine root) {
    Map<String, IHelpSectionRenderer> sections = root.getHelpSectionMap();
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandGroups());
  }

  @Override
  public String render(Help help) {
    Map<String, CommandLine> commands = help.commandSpec().subcommands();
    StringBuilder text = new StringBuilder();
    GROUPS.forEach(
        (title, names) -> {
          text.append(String.format("%n%s:%n", title));
          Help.TextTable table =
              Help.TextTable.forColumns(
                  help.colorScheme(),
                  new Help.Column(15, 2, Help.Column.Overflow.SPAN),
                  new Help.Column(63, 2, Help.Column.Overflow.WRAP));
          for (String name : names) {
            CommandLine command = commands.get(name);
            if (command != null) {
              table.addRowValues(name, firstSentence(command));
            }
          }
          text.append(table);
        });
    return text.toString();
  }

  private static String firstSentence(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    String[] text = usage.header().length == 0 ? usage.description() : usage.header();
    return text.length == 0 ? "" : text[0].split("(?<=\\.)\\s", 2)[0];
  }
}
