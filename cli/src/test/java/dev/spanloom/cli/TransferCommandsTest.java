package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.cli.terminal.Terminal;
import dev.spanloom.entities.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom traces export} and {@code import}. */
class TransferCommandsTest {
  @TempDir Path folder;

  private String store = "";
  private String copy = "";

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 10);
    copy = "sqlite:" + folder.resolve("copy.db");
  }

  private static CommandRun traces(String store, String input, String... words) {
    List<String> all = new ArrayList<>(List.of("traces"));
    all.addAll(List.of(words));
    all.addAll(List.of("--store", store));
    return CommandRun.of(Terminal.NONE, input, all.toArray(String[]::new));
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static String all(String store) {
    return traces(store, "", "search", "--all", "-o", "jsonl").out();
  }

  @Test
  void anExportAndAnImportLoseNothing() {
    CommandRun.of("feedback", "add", StoredTraces.id(1), "correct", "true", "--store", store);

    CommandRun export = traces(store, "", "export", "--to", file("traces.jsonl.gz"));
    assertThat(export.err()).isEmpty();
    assertThat(export.out()).isEqualTo("Exported 10 traces to " + file("traces.jsonl.gz") + ".\n");

    CommandRun imported = traces(copy, "", "import", file("traces.jsonl.gz"));
    assertThat(imported.out()).isEqualTo("Took 10 traces, 20 spans, 1 assessment.\n");
    assertThat(imported.code()).isZero();
    for (int number = 1; number <= 10; number++) {
      String id = StoredTraces.id(number);
      assertThat(traces(copy, "", "get", id, "--json").out())
          .isEqualTo(traces(store, "", "get", id, "--json").out());
    }
    assertThat(CommandRun.of("experiments", "list", "--store", copy).out())
        .contains(StoredTraces.OTHER);
  }

  @Test
  void standardOutputAndInputCanBeJoined() {
    CommandRun export = traces(store, "", "export");
    assertThat(export.lines()).hasSize(10);

    assertThat(traces(copy, export.out(), "import", "-").out()).startsWith("Took 10 traces");
    assertThat(all(copy)).isEqualTo(all(store));
  }

  @Test
  void importingTwiceDoublesNothing() {
    traces(store, "", "export", "--to", file("traces.jsonl"));
    traces(copy, "", "import", file("traces.jsonl"));
    String once = all(copy);

    assertThat(traces(copy, "", "import", file("traces.jsonl")).code()).isZero();

    assertThat(all(copy)).isEqualTo(once);
  }

  @Test
  void formatsAreChosenByName() {
    CommandRun mlflow = traces(store, "", "export", "--format", "mlflow", "--experiment", "other");
    assertThat(mlflow.lines()).hasSize(3);
    assertThat(Trace.fromJson(mlflow.lines().get(0)).data().spans()).hasSize(2);

    CommandRun otlp = traces(store, "", "export", "--format", "otlp", "--filter", "name LIKE '%1'");
    assertThat(otlp.lines()).hasSize(5).allMatch(line -> line.contains("\"resourceSpans\""));
    assertThat(traces(copy, otlp.out(), "import", "-").out())
        .isEqualTo("Took 5 traces, 10 spans, 0 assessments.\n");

    CommandRun binary =
        traces(store, "", "export", "--format", "otlp-protobuf", "--to", file("spans.pb"));
    assertThat(binary.code()).isZero();
    CommandRun wrong = traces(store, "", "export", "--format", "xml");
    assertThat(wrong.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(wrong.err())
        .contains("--format: \"xml\" (expected: one of spanloom, mlflow, otlp, otlp-protobuf)");
  }

  @Test
  void allTracesCanBePutIntoOneExperiment() throws Exception {
    traces(store, "", "export", "--to", file("traces.jsonl"));

    traces(copy, "", "import", file("traces.jsonl"), "--experiment", "copied");

    assertThat(traces(copy, "", "list", "--experiment", "copied", "-o", "jsonl").lines())
        .hasSize(10);
  }

  @Test
  void whatCannotBeReadIsToldAndTheRestTaken() throws Exception {
    List<String> lines = new ArrayList<>(traces(store, "", "export").lines());
    lines.add(3, "{\"spanloom\": 1, \"info\": {\"trace_id\": ");
    Path folderOfFiles = Files.createDirectory(folder.resolve("files"));
    Files.write(folderOfFiles.resolve("broken.jsonl"), lines);

    CommandRun run = traces(copy, "", "import", folderOfFiles.toString());

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.out())
        .startsWith("Took 10 traces, 20 spans, 0 assessments.\nDid not take 1 thing:\n  ")
        .contains("broken.jsonl");
    JsonNode report =
        new ObjectMapper()
            .readTree(traces(copy, "", "import", folderOfFiles.toString(), "--json").out());
    assertThat(report.get("traces").asInt()).isEqualTo(10);
    assertThat(report.get("skipped_count").asInt()).isEqualTo(1);
    assertThat(report.at("/skipped/0/where").asText()).contains("broken.jsonl");
  }

  @Test
  void filesThatAreNotThereAreFailuresThatNameThem() {
    CommandRun run = traces(copy, "", "import", file("nope.jsonl"));
    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).contains("nope.jsonl");

    CommandRun nowhere = traces(store, "", "export", "--to", file("no/such/folder.jsonl"));
    assertThat(nowhere.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(nowhere.err()).contains("folder.jsonl");
  }

  @Test
  void anImportFromNowhereIsWrongUsage() {
    CommandRun run = traces(copy, "", "import");

    assertThat(run.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run.err()).contains("from where? (expected: files, folders or -; or --from");
    assertThat(Files.exists(folder.resolve("copy.db"))).isFalse();
  }

  @Test
  void anExportOfNothingIsAnEmptyFile() throws Exception {
    traces(store, "", "export", "--filter", "name = 'nobody'", "--to", file("none.jsonl"));

    assertThat(Files.size(folder.resolve("none.jsonl"))).isZero();
  }
}
