package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of the guide and the examples of the helps do what they are there for. */
class CliGuideTest {
  private static final Path GUIDE = Path.of("../docs/guide/cli.md");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
  private static final Pattern SUBCOMMAND = Pattern.compile("\n  ([a-z]+)  ");

  /** Words of examples that name files, which are to be in a folder of the test. */
  private static final Pattern FILE =
      Pattern.compile(".*\\.jsonl(\\.gz)?|.*\\.json|archived|/archive/traces|mlflow\\.db");

  @TempDir Path folder;

  private String store = "";

  @BeforeEach
  void makeMlflowsDatabase() throws SQLException {
    MlflowFile.make(folder.resolve("mlflow.db"));
  }

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 20);
    CommandRun.of("experiments", "create", "chat", "--store", store);
    CommandRun.of("experiments", "create", "demo", "--store", store);
    CommandRun.of("experiments", "create", "tests", "--store", store);
  }

  @Test
  void theLinesOfTheGuideRun() throws IOException {
    List<String> lines = exampleLines(Files.readString(GUIDE), "spanloom ");

    assertThat(lines).hasSizeGreaterThan(30);
    lines.forEach(this::assertRuns);
  }

  @Test
  void theExamplesOfTheHelpsRun() {
    List<String> lines = new ArrayList<>();
    helps().forEach(help -> lines.addAll(exampleLines(help, "  spanloom ")));

    assertThat(lines).hasSizeGreaterThan(15);
    for (String line : lines) {
      assertRuns(line);
      writeTraces(); // what the line deleted
    }
  }

  @Test
  void everyHelpFitsIntoEightyColumnsAndSaysWhatTheCommandIsFor() {
    assertThat(helps())
        .hasSizeGreaterThan(25)
        .allSatisfy(
            help ->
                assertThat(help.lines())
                    .allSatisfy(
                        line ->
                            assertThat(line.codePointCount(0, line.length()))
                                .isLessThanOrEqualTo(80)));
  }

  private void assertRuns(String line) {
    CommandRun run = run(line);
    assertThat(run.err()).as(line).doesNotContain("spanloom: ");
    assertThat(run.code()).as(line).isZero();
  }

  /** The help of the root and of all commands below it. */
  private static List<String> helps() {
    List<String> helps = new ArrayList<>();
    collectHelps(List.of(), helps);
    return helps;
  }

  private static void collectHelps(List<String> command, List<String> helps) {
    List<String> words = new ArrayList<>(command);
    words.add("--help");
    String help = CommandRun.of(words.toArray(String[]::new)).out();
    helps.add(help);
    if (help.lines().findFirst().orElseThrow().contains("COMMAND")) {
      Matcher subcommand = SUBCOMMAND.matcher(help);
      while (subcommand.find()) {
        if (!subcommand.group(1).equals("help")) {
          List<String> below = new ArrayList<>(command);
          below.add(subcommand.group(1));
          collectHelps(below, helps);
        }
      }
    }
  }

  private static List<String> exampleLines(String text, String start) {
    return text.lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.strip().split(" > \\S+$| {2,}", 2)[0].strip())
        .toList();
  }

  private CommandRun run(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      String text =
          word.group(1) != null
              ? word.group(1)
              : word.group(2) != null ? word.group(2) : word.group(3);
      words.add(
          FILE.matcher(text).matches()
              ? folder.resolve(Path.of(text).getFileName()).toString()
              : text.replace("tr-0123…", StoredTraces.id(1)));
    }
    words.remove(0);
    int options = words.contains("--") ? words.indexOf("--") : words.size();
    words.addAll(options, List.of("--store", store));
    return CommandRun.of(CommandRun.PERSON, "y\n", words.toArray(String[]::new));
  }
}
