package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Trace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user types them. */
class SpanloomCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  @AfterEach
  void forgetSettings() {
    Mlflow.reset();
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return SpanloomCommand.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private String store() {
    return "sqlite:" + folder.resolve("demo.db");
  }

  @Test
  void theDemoTracesAChatAndARetrieverAndPrintsBoth() {
    assertThat(run("demo", "--store", store())).isZero();

    assertThat(out.toString())
        .contains("stub model at http://127.0.0.1:", "User: What is your favorite color?")
        .contains(
            "startSession  CHAIN  OK", "chatIteration  CHAIN  OK", "Completions  CHAT_MODEL  OK")
        .contains("retrieveDocuments  RETRIEVER  OK", "tokens")
        .contains("Stored in " + store());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyLineOfTheDemoFitsInto80ColumnsAndHasNoColours() {
    run("demo", "--store", store());

    assertThat(
            out.toString()
                .lines()
                .filter(line -> !line.contains(folder.toString()) && !line.contains("stub")))
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

    assertThat(out.toString().lines().toList()).hasSize(3);
    assertThat(out.toString().lines().toList().get(0))
        .startsWith("TRACE")
        .contains("STATE", "NAME");
    assertThat(out.toString().lines().toList().get(1)).contains("OK", "retrieve");
    assertThat(out.toString().lines().toList().get(2)).contains("OK", "startSession");
  }

  @Test
  void pagesAreFollowedByTheirToken() {
    run("demo", "--store", store());
    run("traces", "list", "--store", store(), "--max-results", "1");
    Matcher token = Pattern.compile("--page-token (\\S+)").matcher(out.toString());
    assertThat(token.find()).isTrue();

    assertThat(run("traces", "list", "--store", store(), "--page-token", token.group(1))).isZero();

    assertThat(out.toString()).contains("startSession").doesNotContain("retrieve");
  }

  @Test
  void aTraceIsPrintedAsATreeOrInMlflowsJson() {
    run("demo", "--store", store());
    run("traces", "list", "--store", store());
    String id = out.toString().lines().toList().get(1).split(" ", 2)[0];

    assertThat(run("traces", "get", id, "--store", store())).isZero();
    assertThat(out.toString()).contains("Trace " + id, "└─ retrieveDocuments  RETRIEVER  OK");

    assertThat(run("traces", "get", id, "--json", "--store", store())).isZero();
    Trace trace = Trace.fromJson(out.toString());
    assertThat(trace.info().traceId()).isEqualTo(id);
    assertThat(trace.data().spans().get(0).documents()).hasSize(2);
  }

  @Test
  void anUnknownTraceIsAFailureThatSaysWhatToDo() {
    run("demo", "--store", store());

    assertThat(run("traces", "get", "tr-nope", "--store", store()))
        .isEqualTo(SpanloomCommand.FAILURE);

    assertThat(err.toString())
        .contains("trace tr-nope does not exist in " + store(), "traces list");
  }

  @Test
  void aStoreThatIsNotThereIsAFailureAndIsNotMade() {
    assertThat(run("traces", "list", "--store", store())).isEqualTo(SpanloomCommand.FAILURE);

    assertThat(err.toString()).contains("does not exist", "spanloom demo");
    assertThat(Files.exists(folder.resolve("demo.db"))).isFalse();
  }

  @Test
  void aFileThatIsNoDatabaseIsAFailureThatSaysSo() throws Exception {
    Files.writeString(
        folder.resolve("demo.db"), "this is some text and no database at all ".repeat(100));

    assertThat(run("traces", "list", "--store", store())).isEqualTo(SpanloomCommand.FAILURE);

    assertThat(err.toString()).contains("no SQLite database; choose another path");
  }

  @Test
  void wrongWordsAreWrongUsage() {
    assertThat(run("frobnicate")).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err.toString()).contains("frobnicate", "--help");
    assertThat(run("traces", "get")).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err.toString()).contains("ID");
    assertThat(run("traces", "list", "--max-results", "0")).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err.toString()).contains("--max-results: 0 (expected: 1 to 50000)");
    assertThat(run("traces", "list", "--store", "postgres://x"))
        .isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(err.toString()).contains("\"postgres://x\" (expected: sqlite:PATH");
    assertThat(run()).isEqualTo(SpanloomCommand.WRONG_USAGE);
  }

  @Test
  void helpAndVersionArePrinted() {
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("demo", "traces", "version");
    assertThat(run("version")).isZero();
    assertThat(out.toString()).startsWith("spanloom ");
    assertThat(run("demo", "--help")).isZero();
    assertThat(out.toString()).contains("OPENAI_BASE_URL");
  }
}
