package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom traces import} of what MLflow left. */
class MlflowImportTest {
  @TempDir Path folder;

  private CommandRun run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "traces";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--store";
    all[words.length + 2] = "sqlite:" + folder.resolve("traces.db");
    return CommandRun.of(all);
  }

  private Path database() throws SQLException {
    return MlflowFile.make(
        folder.resolve("mlflow.db"),
        "INSERT INTO experiments VALUES (7, 'chat', 'active'), (8, 'old', 'deleted')",
        "INSERT INTO trace_info VALUES ('tr-1', 7, 1700000000000, 12, 'OK'),"
            + " ('tr-2', 8, 1700000000000, 12, 'OK')",
        "INSERT INTO trace_tags VALUES ('env', 'prod', 'tr-1')");
  }

  @Test
  void aDatabaseOfMlflowIsTakenWithItsExperimentsAndWhatIsNotIsTold() throws Exception {
    CommandRun run = run("import", "--from", database().toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("Took 1 trace, 0 spans, 0 assessments.\nDid not take 2 things:\n")
        .contains(
            "trace tr-1: no spans are in the database", "experiment 8 (old): deleted in MLflow");
    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run("list", "--experiment", "chat", "--fields", "trace_id,tags.env", "-o", "csv"))
        .extracting(CommandRun::out)
        .isEqualTo("trace_id,tags.env\ntr-1,prod\n");
  }

  @Test
  void filesOfMlflowsTracesAreTaken() throws Exception {
    List<String> scenarios = List.of("s01_basic_span", "s07_nested_three", "s11_assessments");
    Path files = Files.createDirectory(folder.resolve("mlflow"));
    for (String scenario : scenarios) {
      String path = "/golden/python/" + scenario + "/trace.json";
      try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(path), path)) {
        Files.copy(in, files.resolve(scenario + ".json"));
      }
    }

    CommandRun run = run("import", files.toString(), "--experiment", "golden");

    assertThat(run.out()).startsWith("Took 3 traces, ");
    assertThat(run.code()).isZero();
    assertThat(run("list", "--experiment", "golden", "-o", "jsonl").lines()).hasSize(3);
  }

  @Test
  void whatIsNoDatabaseOfMlflowIsAFailureThatSaysSo() throws Exception {
    String none = folder.resolve("nothing.db").toString();
    assertThat(run("import", "--from", none).code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run("import", "--from", none).err()).contains(none);

    StoredTraces.write(folder.resolve("spanloom.db"), 1);
    assertThat(run("import", "--from", folder.resolve("spanloom.db").toString()).err())
        .contains("this one is a store of Spanloom");
  }

  @Test
  void aDatabaseGoesIntoOneExperimentWhenThatIsAskedFor() throws Exception {
    CommandRun run = run("import", "--from", database().toString(), "--experiment", "other");

    assertThat(run.out()).startsWith("Took ");
    assertThat(run("list", "--experiment", "other", "-o", "jsonl").lines()).isNotEmpty();
  }
}
