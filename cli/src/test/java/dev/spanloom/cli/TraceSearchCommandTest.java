package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom traces search} and {@code list}. */
class TraceSearchCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private String store = "";

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 30);
  }

  private CommandRun search(String... words) {
    return CommandRun.of(withStore("search", words));
  }

  private String[] withStore(String command, String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("traces", command, "--store", store));
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  private static List<String> ids(CommandRun run) {
    return run.lines().stream()
        .filter(line -> line.startsWith("tr-"))
        .map(line -> line.split("[ ,]", 2)[0])
        .toList();
  }

  @Test
  void theLatestTwentyTracesOfAllExperimentsAreTheDefault() {
    CommandRun run = search();

    assertThat(run.code()).isZero();
    assertThat(ids(run)).hasSize(20).startsWith(StoredTraces.id(1), StoredTraces.id(2));
    assertThat(run.lines().get(0)).startsWith("TRACE").contains("TIME", "STATE", "DURATION");
    assertThat(run.out()).contains("More with --page-token ");
  }

  @Test
  void aFilterLimitsWhatIsFound() {
    assertThat(ids(search("status = 'ERROR' AND tag.env = 'prod'")))
        .containsExactly(StoredTraces.id(10), StoredTraces.id(20), StoredTraces.id(30));
    assertThat(ids(search("span(type = 'CHAIN' AND duration_ms >= 2900)")))
        .containsExactly(StoredTraces.id(29), StoredTraces.id(30));
  }

  @Test
  void anExperimentIsNamedByNameOrIdAndSeveralAreAllowed() {
    assertThat(ids(search("--experiment", StoredTraces.OTHER, "--all"))).hasSize(10);
    assertThat(ids(search("--experiment", "0", "--all"))).hasSize(20);
    assertThat(ids(search("--experiment", "Default", "--experiment", "other", "--all")))
        .hasSize(30);
  }

  @Test
  void anUnknownExperimentIsAFailureThatNamesThoseThereAre() {
    CommandRun run = search("--experiment", "nope");

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).contains("experiment \"nope\" does not exist", "[Default, other]");
  }

  @Test
  void anOrderIsFollowed() {
    assertThat(ids(search("--order-by", "execution_time_ms DESC", "--limit", "2")))
        .containsExactly(StoredTraces.id(30), StoredTraces.id(29));
    assertThat(ids(search("--order-by", "tag.env", "--order-by", "timestamp_ms", "--limit", "2")))
        .containsExactly(StoredTraces.id(30), StoredTraces.id(28));
  }

  @Test
  void pagesFollowEachOtherByTheirTokens() {
    CommandRun first = search("--limit", "12");
    Matcher token = Pattern.compile("--page-token (\\S+)").matcher(first.out());
    assertThat(token.find()).isTrue();

    CommandRun second = search("--limit", "18", "--page-token", token.group(1));

    assertThat(ids(second)).hasSize(18).startsWith(StoredTraces.id(13));
    assertThat(second.out()).doesNotContain("--page-token");
  }

  @Test
  void jsonIsOneDocumentWithTheTokenOfTheNextPage() throws Exception {
    JsonNode page = JSON.readTree(search("--limit", "2", "-o", "json").out());

    assertThat(page.get("traces")).hasSize(2);
    assertThat(page.at("/traces/0/trace_id").asText()).isEqualTo(StoredTraces.id(1));
    assertThat(page.at("/traces/0/tags/env").asText()).isEqualTo("test");
    assertThat(page.get("next_page_token").asText()).isNotEmpty();

    JsonNode none = JSON.readTree(search("name = 'nobody'", "-o", "json").out());
    assertThat(none.get("traces")).isEmpty();
    assertThat(none.get("next_page_token").isNull()).isTrue();
  }

  @Test
  void jsonLinesHaveATraceEachAndSayElsewhereThatThereIsMore() throws Exception {
    CommandRun run = search("--limit", "3", "-o", "jsonl");

    assertThat(run.lines()).hasSize(3);
    assertThat(JSON.readTree(run.lines().get(2)).get("trace_id").asText())
        .isEqualTo(StoredTraces.id(3));
    assertThat(run.err()).contains("--page-token");
  }

  @Test
  void csvHasALineOfNamesAndQuotesWhatNeedsIt() {
    CommandRun run = search("--limit", "1", "-o", "csv");

    assertThat(run.lines().get(0))
        .startsWith("trace_id,request_time,state,execution_duration_ms,name,experiment_id");
    assertThat(run.lines().get(1))
        .startsWith(StoredTraces.id(1) + ",2025-06-15T15:05:40Z,OK,100,answer-1,0,")
        .contains("session-1,user-1,11,")
        .contains(",\"{\"\"question\"\": \"\"What is 1?\"\"}\",");
  }

  @Test
  void fieldsChooseValuesOfTheTraceAndOfItsSpans() throws Exception {
    String fields = "trace_id,tags.number,span.outputs,complete.type,data.spans.*.name";

    CommandRun lines = search("--limit", "1", "--fields", fields, "-o", "jsonl");
    assertThat(JSON.readTree(lines.out()))
        .isEqualTo(
            JSON.readTree(
                "{\"trace_id\": \""
                    + StoredTraces.id(1)
                    + "\", \"tags.number\": \"1\","
                    + " \"span.outputs\": \"It is \\\"1\\\", of course.\","
                    + " \"complete.type\": \"CHAT_MODEL\","
                    + " \"data.spans.*.name\": [\"answer-1\", \"complete\"]}"));

    CommandRun table = search("--limit", "1", "--fields", "state,tags.env");
    assertThat(table.lines().get(0)).isEqualTo("state tags.env");
    assertThat(table.lines().get(1)).isEqualTo("OK    test");
  }

  @Test
  void aFieldThatIsNoneIsWrongUsageThatSaysWhatThereIs() {
    CommandRun run = search("--fields", "trace_id,colour");

    assertThat(run.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run.err()).contains("--fields: ", "colour", "state");
  }

  @Test
  void aWrongFilterIsShownWithAMarkBelowThePlace() {
    CommandRun run = search("status = OK");

    assertThat(run.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList().get(0))
        .startsWith("spanloom: FILTER, column 10: ")
        .contains("OK");
    assertThat(run.err()).contains("\n  status = OK\n           ^\n");
  }

  @Test
  void aWrongOrderIsWrongUsage() {
    CommandRun run = search("--order-by", "colour DESC");

    assertThat(run.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run.err()).contains("--order-by, column 1: unknown field \"colour\"");
    assertThat(search("--order-by", "name", "--order-by", "name DESC").err())
        .contains("--order-by: a field twice");
  }

  @Test
  void limitsThatCannotBeMeantAreWrongUsage() {
    assertThat(search("--limit", "0").err()).contains("--limit: 0 (expected: 1 or more");
    assertThat(search("--limit", "5", "--all").err()).contains("--limit 5 and --all");
    assertThat(search("--limit", "many").err())
        .contains("--limit: \"many\" (expected: a whole number)");
    assertThat(search("--limit", "0").code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
  }

  @Test
  void aTokenOfSomethingElseIsAFailure() {
    CommandRun run = search("--page-token", "rubbish");

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).contains("rubbish");
  }

  @Test
  void aTableFitsTheTerminal() {
    for (int columns : List.of(80, 100, 200)) {
      CommandRun run =
          CommandRun.of(
              new Terminal(columns, false, true, true),
              "",
              withStore(
                  "search", "--all", "--fields", "trace_id,name,span.outputs,request_preview"));
      assertThat(run.lines())
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
    }
  }

  @Test
  void failuresAreRedWhereColoursAreWanted() {
    CommandRun run =
        CommandRun.of(
            new Terminal(80, true, true, true), "", withStore("search", "status = 'ERROR'"));

    assertThat(run.out()).contains("\u001b[31mERROR");
    assertThat(search("status = 'ERROR'").out()).doesNotContain("\u001b");
  }

  @Test
  void listIsOfAllExperimentsThatAreNotDeletedUnlessOneIsNamed() {
    assertThat(ids(CommandRun.of(withStore("list", "--all")))).hasSize(30);
    assertThat(ids(CommandRun.of(withStore("list", "--experiment", "other")))).hasSize(10);
    CommandRun.of("experiments", "delete", "other", "--store", store);
    assertThat(ids(CommandRun.of(withStore("list", "--all")))).hasSize(20);
    assertThat(ids(CommandRun.of(withStore("list", "--experiment", "other")))).hasSize(10);
  }
}
