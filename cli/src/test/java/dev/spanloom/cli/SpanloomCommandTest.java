package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user types them. */
class SpanloomCommandTest {
  @TempDir Path folder;

  private String out = "";
  private String err = "";

  @BeforeEach
  @AfterEach
  void forgetSettings() {
    Mlflow.reset();
  }

  private int run(String... args) {
    CommandRun run = CommandRun.of(args);
    out = run.out();
    err = run.err();
    return run.code();
  }

  private String store() {
    return "sqlite:" + folder.resolve("demo.db");
  }

  @Test
  void theDemoTracesAChatAndARetrieverAndPrintsBoth() {
    assertThat(run("demo", "--store", store())).isZero();

    assertThat(out)
        .contains("stub model at http://127.0.0.1:", "User: What is your favorite color?")
        .contains(
            "startSession  CHAIN  OK", "chatIteration  CHAIN  OK", "Completions  CHAT_MODEL  OK")
        .contains("retrieveDocuments  RETRIEVER  OK", "tokens")
        .contains("Stored in " + store())
        .containsPattern("http://127.0.0.1:5000/traces/tr-[0-9a-f]{32}\n");
    assertThat(err).isEmpty();
  }

  @Test
  void everyLineOfTheDemoFitsInto80ColumnsAndHasNoColours() {
    run("demo", "--store", store());

    assertThat(
            out.lines().filter(line -> !line.contains(folder.toString()) && !line.contains("stub")))
        .allSatisfy(
            line -> {
              assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(80);
              assertThat(line).doesNotContain("\u001b");
            });
  }

  @Test
  void tracesOfTheDemoAreListedNewestFirst() {
    run("demo", "--store", store());

    assertThat(run("traces", "list", "--store", store())).isZero();

    assertThat(out.lines().toList()).hasSize(3);
    assertThat(out.lines().toList().get(0)).startsWith("TRACE").contains("STATE", "NAME");
    assertThat(out.lines().toList().get(1)).contains("OK", "retrieve");
    assertThat(out.lines().toList().get(2)).contains("OK", "startSession");
  }

  @Test
  void pagesAreFollowedByTheirToken() {
    run("demo", "--store", store());
    run("traces", "list", "--store", store(), "--max-results", "1");
    Matcher token = Pattern.compile("--page-token (\\S+)").matcher(out);
    assertThat(token.find()).isTrue();

    assertThat(run("traces", "list", "--store", store(), "--page-token", token.group(1))).isZero();

    assertThat(out).contains("startSession").doesNotContain("retrieve");
  }

  @Test
  void aTraceIsPrintedAsATreeOrInMlflowsJson() {
    run("demo", "--store", store());
    run("traces", "list", "--store", store());
    String id = out.lines().toList().get(1).split(" ", 2)[0];

    assertThat(run("traces", "get", id, "--store", store())).isZero();
    assertThat(out).contains("Trace " + id, "└─ retrieveDocuments  RETRIEVER  OK");

    assertThat(run("traces", "get", id, "--json", "--store", store())).isZero();
    Trace trace = Trace.fromJson(out);
    assertThat(trace.info().traceId()).isEqualTo(id);
    assertThat(trace.data().spans().get(0).documents()).hasSize(2);
  }

  @Test
  void anUnknownTraceIsAFailureThatSaysWhatToDo() {
    run("demo", "--store", store());

    assertThat(run("traces", "get", "tr-nope", "--store", store()))
        .isEqualTo(SpanloomCommand.FAILURE);

    assertThat(err).contains("trace tr-nope does not exist in " + store(), "traces list");
  }

  @Test
  void aStoreThatIsNotThereIsAFailureAndIsNotMade() {
    assertThat(run("traces", "list", "--store", store())).isEqualTo(SpanloomCommand.FAILURE);

    assertThat(err).contains("does not exist", "spanloom demo");
    assertThat(Files.exists(folder.resolve("demo.db"))).isFalse();
  }

  @Test
  void aFileThatIsNoDatabaseIsAFailureThatSaysSo() throws Exception {
    Files.writeString(
        folder.resolve("demo.db"), "this is some text and no database at all ".repeat(100));

    assertThat(run("traces", "list", "--store", store())).isEqualTo(SpanloomCommand.FAILURE);

    assertThat(err).contains("no SQLite database; choose another path");
  }

  @Test
  void wrongWordsAreWrongUsage() {
    assertThat(run("frobnicate")).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err).contains("frobnicate", "--help");
    assertThat(run("traces", "get")).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err).contains("ID");
    assertThat(run("traces", "list", "--max-results", "0")).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err).contains("--limit: 0 (expected: 1 or more");
    assertThat(run("traces", "list", "--store", "mysql://bob:secret@host/x"))
        .isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err)
        .contains("\"mysql://…@host/x\" (expected: sqlite:PATH")
        .doesNotContain("secret");
    assertThat(run("traces", "list", "--store", "postgresql://"))
        .isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run()).isEqualTo(SpanloomCommand.WRONG_USAGE);
  }

  @Test
  void helpAndVersionArePrinted() {
    assertThat(run("help")).isZero();
    assertThat(out).contains("demo", "traces", "version", "Upkeep:", "doctor");
    assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(run("version")).isZero();
    assertThat(out).startsWith("spanloom ");
    assertThat(run("demo", "--help")).isZero();
    assertThat(out).contains("OPENAI_BASE_URL");
  }

  @Test
  void theRehearsalOfTheLauncherServesATraceAndLeavesNothingBehind() throws Exception {
    List<Path> before = rehearsals();

    assertThat(run("rehearse")).isZero();

    assertThat(out).isEmpty();
    assertThat(rehearsals()).isEqualTo(before);
    assertThat(run("help")).isZero();
    assertThat(out).contains("server").doesNotContain("rehearse");
    assertThat(run()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err).contains("expected: one of", "server").doesNotContain("rehearse");
  }

  private static List<Path> rehearsals() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(file -> file.toString().contains("spanloom-rehearsal")).toList();
    }
  }
}
