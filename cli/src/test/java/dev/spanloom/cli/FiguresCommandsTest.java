package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom stats}, {@code sessions}, {@code users}, {@code values}. */
class FiguresCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private String store = "";

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 30);
  }

  private CommandRun run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--store", store));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private JsonNode json(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("-o", "json"));
    CommandRun run = run(all.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return JSON.readTree(run.out());
  }

  @Test
  void statsCountTracesErrorsLatencyAndTokens() throws Exception {
    JsonNode all = json("stats").at("/figures/0");

    assertThat(all.get("traces").asInt()).isEqualTo(30);
    assertThat(all.get("errors").asInt()).isEqualTo(6);
    assertThat(all.get("tokens").asInt()).isEqualTo(11 * 465);
    assertThat(all.get("p50_ms").asDouble()).isBetween(1450.0, 1650.0);
    assertThat(all.get("p99_ms").asDouble()).isBetween(2900.0, 3100.0);
    assertThat(all.get("cost").isNull()).isTrue();
  }

  @Test
  void statsAreGroupedWithTheLargestGroupFirst() throws Exception {
    JsonNode byStatus = json("stats", "--by", "status").get("figures");
    assertThat(byStatus).hasSize(2);
    assertThat(byStatus.get(0).get("status").asText()).isEqualTo("OK");
    assertThat(byStatus.get(0).get("traces").asInt()).isEqualTo(24);
    assertThat(byStatus.get(1).get("errors").asInt()).isEqualTo(6);

    JsonNode byTag = json("stats", "--by", "tag.env", "--experiment", "other").get("figures");
    assertThat(byTag).hasSize(2);
    assertThat(byTag.get(0).get("traces").asInt()).isEqualTo(5);
  }

  @Test
  void statsBySpanFactsAreOfSpans() throws Exception {
    JsonNode byType = json("stats", "--by", "type").get("figures");
    assertThat(byType).hasSize(2);
    assertThat(byType.get(0).get("spans").asInt()).isEqualTo(30);

    JsonNode byModel = json("stats", "--by", "model").get("figures");
    assertThat(byModel).hasSize(2);
    assertThat(byModel.get(0).get("spans").asInt()).isEqualTo(15);
    assertThat(byModel.get(0).get("p50_ms").asDouble()).isBetween(39.0, 41.0);
  }

  @Test
  void statsGoInStepsOfTime() throws Exception {
    JsonNode steps = json("stats", "--every", "15m", "--since", "2025-06-01").get("figures");

    int traces = 0;
    for (JsonNode step : steps) {
      traces += step.get("traces").asInt();
    }
    assertThat(traces).isEqualTo(30);
    assertThat(steps.get(0).get("time").asText()).isEqualTo("2025-06-15T14:30:00Z");
    assertThat(steps.get(1).get("time").asText()).isEqualTo("2025-06-15T14:45:00Z");
  }

  @Test
  void statsOfAFilterAreOnlyOfItsTraces() throws Exception {
    assertThat(json("stats", "--filter", "tag.env = 'prod'").at("/figures/0/traces").asInt())
        .isEqualTo(15);
    assertThat(run("stats", "--filter", "name = 'nobody'").out()).isEqualTo("No figures.\n");
  }

  @Test
  void statsAsATableFitTheTerminal() {
    CommandRun run = run("stats", "--by", "name,tag.env", "--every", "1h", "--since", "2025-06-01");

    assertThat(run.lines().get(0)).contains("TIME", "NAME", "TAG.ENV", "P50", "P95", "TOKENS");
    assertThat(run.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
  }

  @Test
  void whatStatsCannotGroupByIsWrongUsage() {
    CommandRun run = run("stats", "--by", "weather");

    assertThat(run.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run.err()).contains("--by: \"weather\" (expected: one of name, status");
    assertThat(run("stats", "--every", "1y").err()).contains("--every: \"1y\"");
    assertThat(run("stats", "--every", "1ms").err()).contains("--every: 1ms (expected: 1s");
  }

  @Test
  void sessionsComeInPagesTheLatestFirst() throws Exception {
    JsonNode page = json("sessions", "list", "--limit", "3");
    assertThat(page.get("sessions")).hasSize(3);
    assertThat(page.at("/sessions/0/session_id").asText()).isEqualTo("session-1");
    assertThat(page.at("/sessions/0/turns").asInt()).isEqualTo(8);

    JsonNode rest = json("sessions", "list", "--page-token", page.get("next_page_token").asText());
    assertThat(rest.get("sessions")).hasSize(1);
    assertThat(rest.get("next_page_token").isNull()).isTrue();
  }

  @Test
  void usersHaveTotals() throws Exception {
    JsonNode users = json("users", "list").get("users");

    assertThat(users).hasSize(2);
    assertThat(users.get(0).get("traces").asInt()).isEqualTo(15);
    assertThat(users.get(0).get("sessions").asInt()).isEqualTo(2);
  }

  @Test
  void valuesAreListedWithTheirTraces() throws Exception {
    assertThat(json("values", "tag.env").get("values")).hasSize(2);
    assertThat(json("values", "tag.env", "--prefix", "PR").at("/values/0/value").asText())
        .isEqualTo("prod");
    assertThat(json("values", "span.model").at("/values/0/traces").asInt()).isEqualTo(15);
    assertThat(json("values", "tag.number", "--limit", "7").get("values")).hasSize(7);
  }

  @Test
  void keysOfAFamilyAreListed() throws Exception {
    List<String> keys = new ArrayList<>();
    json("values", "tag").get("values").forEach(key -> keys.add(key.get("value").asText()));

    assertThat(keys).contains("env", "number");
  }

  @Test
  void whatHasNoValuesIsSaid() {
    CommandRun unknown = run("values", "colour");
    assertThat(unknown.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(unknown.err()).contains("FIELD, column 1: unknown field \"colour\"");
    assertThat(run("values", "timestamp_ms").code()).isEqualTo(SpanloomCommand.FAILURE);
  }
}
