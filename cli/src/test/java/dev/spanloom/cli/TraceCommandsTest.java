package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.entities.Trace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom traces get}, {@code tag}, {@code untag}, {@code delete}. */
class TraceCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIRST = StoredTraces.id(1);
  private static final String SECOND = StoredTraces.id(2);

  @TempDir Path folder;

  private String store = "";

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 10);
  }

  private String[] words(String... words) {
    List<String> all = new ArrayList<>(List.of("traces"));
    all.addAll(List.of(words));
    all.addAll(List.of("--store", store));
    return all.toArray(String[]::new);
  }

  private CommandRun run(String... words) {
    return CommandRun.of(words(words));
  }

  private long left() {
    return run("search", "--all", "-o", "jsonl").lines().size();
  }

  @Test
  void severalTracesArePrintedAsTrees() {
    CommandRun run = run("get", FIRST, SECOND);

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("Trace " + FIRST, "Trace " + SECOND, "└─ complete  CHAT_MODEL  OK");
  }

  @Test
  void jsonIsMlflowsForm() {
    Trace trace = Trace.fromJson(run("get", FIRST, "--json").out());

    assertThat(trace.info().traceId()).isEqualTo(FIRST);
    assertThat(trace.data().spans()).hasSize(2);
    assertThat(run("get", FIRST, SECOND, "-o", "jsonl").lines()).hasSize(2);
  }

  @Test
  void spansAreListedAsATableOrACsvFile() {
    CommandRun table = run("get", FIRST, "-o", "table");
    assertThat(table.lines()).hasSize(3);
    assertThat(table.lines().get(2)).contains(StoredTraces.spanId(2), "CHAT_MODEL", "11");

    CommandRun csv = run("get", FIRST, "-o", "csv", "--spans", "1:1");
    assertThat(csv.lines()).hasSize(2);
    assertThat(csv.lines().get(1))
        .startsWith(StoredTraces.spanId(2) + "," + StoredTraces.spanId(1) + ",CHAT_MODEL,OK,40.0,");
  }

  @Test
  void aPartOfTheSpansIsEnoughWhenAskedFor() {
    Trace trace = Trace.fromJson(run("get", FIRST, "--json", "--spans", "0:1").out());

    assertThat(trace.data().spans()).hasSize(1);
    assertThat(run("get", FIRST, "--spans", "some").err())
        .contains("--spans: \"some\" (expected: OFFSET:LIMIT");
  }

  @Test
  void unknownTracesAreNamedAndTheOthersPrinted() {
    CommandRun run = run("get", "tr-nope", FIRST);

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.out()).contains("Trace " + FIRST);
    assertThat(run.err()).contains("trace tr-nope does not exist in " + store, "traces list");
  }

  @Test
  void tagsAreSetAndDeleted() throws Exception {
    assertThat(run("tag", FIRST, "team=search", "note=a=b").code()).isZero();
    assertThat(run("untag", FIRST, "env").code()).isZero();

    JsonNode tags = JSON.readTree(run("get", FIRST, "--json").out()).at("/info/tags");
    assertThat(tags.get("team").asText()).isEqualTo("search");
    assertThat(tags.get("note").asText()).isEqualTo("a=b");
    assertThat(tags.has("env")).isFalse();
  }

  @Test
  void tagsOfUnknownTracesAndUnknownTagsAreFailures() {
    assertThat(run("tag", "tr-nope", "a=b").code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run("untag", FIRST, "nope").code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run("untag", FIRST, "nope").err()).contains("nope");
    assertThat(run("tag", FIRST, "novalue").err())
        .contains("KEY=VALUE: \"novalue\" (expected: KEY=VALUE)");
  }

  @Test
  void deletingWithoutATerminalTakesAYes() {
    CommandRun refused = run("delete", FIRST);
    assertThat(refused.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(refused.err()).contains("Delete 1 trace from " + store + "?", "--yes");
    assertThat(left()).isEqualTo(10);

    CommandRun done = run("delete", FIRST, SECOND, "--yes");
    assertThat(done.code()).isZero();
    assertThat(done.out()).isEqualTo("Deleted 2 traces.\n");
    assertThat(left()).isEqualTo(8);
  }

  @Test
  void aPersonIsAskedAndCanSayNo() {
    CommandRun no = CommandRun.of(CommandRun.PERSON, "n\n", words("delete", FIRST));
    assertThat(no.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(no.err()).contains("Delete 1 trace", "[y/N]", "Nothing was deleted.");
    assertThat(left()).isEqualTo(10);

    CommandRun yes = CommandRun.of(CommandRun.PERSON, "y\n", words("delete", FIRST));
    assertThat(yes.code()).isZero();
    assertThat(left()).isEqualTo(9);
  }

  @Test
  void tracesOfAFilterAreCountedOrDeleted() {
    CommandRun counted = run("delete", "--filter", "tag.env = 'prod'", "--dry-run");
    assertThat(counted.out()).isEqualTo("5 traces would be deleted.\n");
    assertThat(left()).isEqualTo(10);

    CommandRun deleted = run("delete", "--filter", "tag.env = 'prod'", "--yes");
    assertThat(deleted.out()).isEqualTo("Deleted 5 traces.\n");
    assertThat(left()).isEqualTo(5);

    CommandRun nothing = run("delete", "--filter", "tag.env = 'prod'", "--yes");
    assertThat(nothing.out()).isEqualTo("Deleted 0 traces.\n");
    assertThat(nothing.code()).isZero();
    assertThat(left()).isEqualTo(5);
  }

  @Test
  void tracesOfAnAgeAreDeleted() {
    run("delete", "--older-than", "2025-06-15T15:00:00Z", "--yes");

    assertThat(left()).isEqualTo(6);
    assertThat(run("delete", "--older-than", "soon", "--yes").err())
        .contains("--older-than: \"soon\" (expected: how long ago, such as 30d");
  }

  @Test
  void tracesOfAnExperimentAreDeleted() {
    assertThat(run("delete", "--experiment", "other", "--yes").out())
        .isEqualTo("Deleted 3 traces.\n");
  }

  @Test
  void deletingNothingInParticularIsWrongUsage() {
    assertThat(run("delete", "--yes").code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run("delete", FIRST, "--older-than", "1d", "--yes").err())
        .contains("ids and a filter");
    assertThat(left()).isEqualTo(10);
  }

  @Test
  void unknownIdsAreNamedAndTheOthersDeleted() {
    CommandRun run = run("delete", "tr-nope", FIRST, "--yes");

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).contains("tr-nope");
    assertThat(left()).isEqualTo(9);
  }

  @Test
  void archivedTracesAreReadAsBeforeAndRestored() {
    Path archive = folder.resolve("archive");
    String before = run("get", FIRST, "--json").out();

    CommandRun archived = run("archive", "--experiment", "Default", "--to", archive.toString());
    assertThat(archived.code()).isZero();
    assertThat(archived.out()).startsWith("Archived 7 traces, ").contains(archive.toString());
    assertThat(run("get", FIRST, "--json").out()).isEqualTo(before);

    assertThat(run("restore").out()).startsWith("Restored 7 traces, ");
    assertThat(run("get", FIRST, "--json").out()).isEqualTo(before);
    assertThat(run("archive", "--to", archive.toString()).code())
        .isEqualTo(SpanloomCommand.WRONG_USAGE);
  }
}
