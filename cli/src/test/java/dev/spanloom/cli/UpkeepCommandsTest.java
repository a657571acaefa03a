package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.entities.price.PriceBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom gc} and {@code spanloom doctor}. */
class UpkeepCommandsTest {
  @TempDir Path folder;

  private String store = "";

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 10);
  }

  private String[] words(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--store", store));
    return all.toArray(String[]::new);
  }

  private CommandRun run(String... words) {
    return CommandRun.of(words(words));
  }

  private List<String> left() {
    return run("traces", "search", "--all", "--fields", "trace_id", "-o", "csv").lines().stream()
        .skip(1)
        .toList();
  }

  @Test
  void gcDeletesTheOldestBeyondANumber() {
    CommandRun run = run("gc", "--max-traces", "3", "--yes");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Deleted 7 traces with 14 spans, ").contains("Gave back ");
    assertThat(left()).containsExactly(StoredTraces.id(1), StoredTraces.id(2), StoredTraces.id(3));
  }

  @Test
  void gcDeletesByAgeWithinAFilterAndKeepsWhatIsAssessed() {
    run("feedback", "add", StoredTraces.id(10), "correct", "true");

    CommandRun run =
        run("gc", "--older-than", "1d", "--filter", "tag.env = 'prod'", "--keep-assessed", "-y");

    assertThat(run.out()).startsWith("Deleted 4 traces").contains("Kept 1 trace with assessments");
    assertThat(left()).hasSize(6).contains(StoredTraces.id(10));
  }

  @Test
  void gcDeletesUntilThePayloadsAreSmallEnough() {
    assertThat(run("gc", "--max-bytes", "0", "--yes").out()).startsWith("Deleted 10 traces");
    assertThat(left()).isEmpty();
  }

  @Test
  void aDryRunOfGcOnlyCounts() {
    assertThat(run("gc", "--max-traces", "3", "--dry-run").out())
        .isEqualTo("Would delete: 7 traces.\n");
    assertThat(run("gc", "--older-than", "1d", "--keep-assessed", "--dry-run").out())
        .isEqualTo("Would delete: up to 10 traces.\n");
    assertThat(run("gc", "--max-bytes", "10GB", "--dry-run").out())
        .isEqualTo("Would delete: 0 traces.\n");
    assertThat(left()).hasSize(10);
  }

  @Test
  void gcWithoutATerminalTakesAYes() {
    CommandRun refused = run("gc", "--max-traces", "3");
    assertThat(refused.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(refused.err()).contains("Delete 7 traces from " + store + "?", "--yes");

    assertThat(CommandRun.of(CommandRun.PERSON, "no\n", words("gc", "--max-traces", "3")).code())
        .isEqualTo(SpanloomCommand.FAILURE);
    assertThat(left()).hasSize(10);
  }

  @Test
  void gcWithoutALimitOnlyGivesSpaceBack() {
    CommandRun run = run("gc");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("Gave back ");
    assertThat(left()).hasSize(10);
    assertThat(run("gc", "--keep-assessed").err()).contains("no limit (expected: some of");
  }

  @Test
  void gcBeyondNothingDeletesNothing() {
    assertThat(run("gc", "--max-traces", "100").out()).contains("No trace is beyond the limits.");
  }

  @Test
  void limitsThatCannotBeReadAreWrongUsage() {
    assertThat(run("gc", "--max-bytes", "10QB").err())
        .contains("--max-bytes: \"10QB\" (expected: a size such as 500MB");
    assertThat(run("gc", "--max-traces", "-1").code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run("gc", "--older-than", "x").code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
  }

  @Test
  void theDoctorTellsSizesAndVersions() {
    CommandRun run = run("doctor");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(store, "schema version", "Text index", "No problems.")
        .containsPattern("Traces +10\n")
        .containsPattern("Spans +20, ");
  }

  @Test
  void theDoctorLooksForDamageWhenAsked() throws Exception {
    assertThat(run("doctor", "--check").out()).contains("Checked: no damage.");

    JsonNode facts = new ObjectMapper().readTree(run("doctor", "--check", "--json").out());
    assertThat(facts.get("traces").asInt()).isEqualTo(10);
    assertThat(facts.get("checked").asBoolean()).isTrue();
    assertThat(facts.get("problems")).isEmpty();
  }

  @AfterEach
  void forgetPrices() {
    System.clearProperty(PriceBook.SETTING);
  }

  private Path usePrices(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("prices.json"), text);
    System.setProperty(PriceBook.SETTING, file.toString());
    return file;
  }

  @Test
  void theDoctorSaysWhichPricesAreUsed() throws Exception {
    assertThat(run("doctor").out())
        .containsPattern("Prices +built in, \\d+ prices, looked up on \\d{4}-\\d\\d-\\d\\d\n");

    Path file =
        usePrices(
            "[{\"model\": \"m\", \"validFrom\": \"2026-01-01\", \"input\": 1, \"output\": 2}]");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-02-03T04:05:06Z")));
    CommandRun run = run("doctor");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains(file + ", 1 price, changed on 2026-02-03; then built in");
    JsonNode prices = new ObjectMapper().readTree(run("doctor", "--json").out()).get("prices");
    assertThat(prices.get("file").asText()).isEqualTo(file.toString());
    assertThat(prices.get("date").asText()).isEqualTo("2026-02-03");
    assertThat(prices.get("count").asInt()).isEqualTo(1);
  }

  @Test
  void aBadFileOfPricesIsAProblem() throws Exception {
    Path file = usePrices("[\n  {\"model\": \"m\", \"validFrom\": \"soon\"}\n]");

    CommandRun run = run("doctor");

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.out())
        .contains(
            "Problem: prices: \"" + file + "\", line 2: entry 1 (m): validFrom: \"soon\" (expected")
        .contains("correct the file", "Prices", "built in, ");
    JsonNode facts = new ObjectMapper().readTree(run("doctor", "--json").out());
    assertThat(facts.get("problems")).hasSize(1);
    assertThat(facts.get("prices").get("file").isNull()).isTrue();

    Files.delete(file);
    assertThat(run("doctor").out()).contains(file.toString(), "expected: a readable JSON file");
  }

  @Test
  void aDamagedArchiveIsAProblem() throws Exception {
    Path archive = folder.resolve("archive");
    run("traces", "archive", "--older-than", "1d", "--to", archive.toString());
    try (var files = java.nio.file.Files.list(archive)) {
      for (Path file : files.toList()) {
        java.nio.file.Files.delete(file);
      }
    }

    CommandRun run = run("doctor", "--check");

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.out()).contains("Problem: ", archive.toString());
  }
}
