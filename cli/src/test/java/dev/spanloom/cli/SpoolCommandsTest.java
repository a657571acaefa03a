package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program leaves whose store cannot be opened, in the hands of {@code spanloom spool}. */
class SpoolCommandsTest {
  private static final String DIR = "spanloom.spool.dir";

  @TempDir Path folder;
  private Path store = Path.of("");

  @BeforeEach
  void useSpoolsOfOurOwn() throws IOException {
    System.setProperty(DIR, folder.resolve("spools").toString());
    store = Files.createFile(folder.resolve("data")).resolve("traces.db"); // in a file: not there
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + store);
  }

  @AfterEach
  void forgetThem() {
    Mlflow.reset();
    System.clearProperty(DIR);
  }

  private static void trace(int count) {
    for (int i = 0; i < count; i++) {
      try (LiveSpan span = Mlflow.startSpan("question")) {
        span.setInputs("private matter");
      }
    }
  }

  private void leave(int count) {
    trace(count);
    assertThat(Mlflow.flush(Duration.ofSeconds(5))).isFalse();
    Mlflow.reset();
  }

  private static CommandRun spool(String... words) {
    return CommandRun.of(
        java.util.stream.Stream.concat(java.util.stream.Stream.of("spool"), List.of(words).stream())
            .toArray(String[]::new));
  }

  private static Map<String, Object> onlyRow() {
    CommandRun run = spool("list", "-o", "jsonl");
    assertThat(run.code()).isZero();
    assertThat(run.lines()).hasSize(1);
    return JsonReader.readObject(run.lines().get(0));
  }

  private static long traces(Path file) {
    try (TraceStore open = SqliteTraceStore.open(file)) {
      return open.health().stats().traces();
    }
  }

  @Test
  void aFolderWithoutSpoolsIsSaidToBeEmpty() {
    assertThat(spool("list").code()).isZero();
    assertThat(spool("list", "-o", "json").out()).contains("\"spools\": []");
    assertThat(spool("ship").out()).contains("No spool of a dead program");
  }

  @Test
  void whatAProgramLeftIsListed() {
    leave(7);
    Map<String, Object> row = onlyRow();
    assertThat(row)
        .containsEntry("owner", "dead")
        .containsEntry("destination", "sqlite:" + store)
        .containsEntry("waiting_spans", 7L)
        .containsEntry("open_spans", 0L)
        .containsEntry("gaps", 0L)
        .containsEntry("process_id", ProcessHandle.current().pid());
    assertThat(row.get("oldest_waiting_time")).asString().startsWith("20");
    assertThat(spool("list").out()).contains("DESTINATION", "dead");
  }

  @Test
  void theSpoolOfALivingProgramIsLeftToIt() {
    trace(3);
    LiveSpan open = Mlflow.startSpanNoContext("open");
    Map<String, Object> row = onlyRow();
    assertThat(row).containsEntry("owner", "lives").containsEntry("open_spans", 1L);
    assertThat(spool("ship").code()).isZero();
    CommandRun named = spool("ship", String.valueOf(row.get("spool")));
    assertThat(named.code()).isEqualTo(1);
    assertThat(named.err()).contains("belongs to a living program");
    open.end();
  }

  @Test
  void recordsAreShownWithoutTheirContent() {
    leave(2);
    CommandRun run = spool("inspect", String.valueOf(onlyRow().get("spool")), "-o", "jsonl");
    assertThat(run.code()).isZero();
    assertThat(run.lines())
        .extracting(line -> String.valueOf(JsonReader.readObject(line).get("kind")))
        .containsSubsequence("span_start", "span", "trace_info", "span_start", "span");
    assertThat(run.out()).contains("\"question\"").doesNotContain("private matter");
    CommandRun waiting =
        spool("inspect", String.valueOf(onlyRow().get("path")), "--waiting", "-o", "csv");
    assertThat(waiting.lines()).hasSizeGreaterThan(4).allMatch(line -> !line.endsWith("true"));
  }

  @Test
  void whatIsShippedIsInItsStoreAndGoneFromTheDisk() throws IOException {
    leave(5);
    Files.delete(folder.resolve("data"));
    Files.createDirectory(folder.resolve("data")); // now the store can be made
    CommandRun run = spool("ship");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("5 spans");
    assertThat(traces(store)).isEqualTo(5);
    assertThat(folder.resolve("spools")).isEmptyDirectory();
  }

  @Test
  void itCanBeShippedElsewhere() {
    leave(5);
    Path other = folder.resolve("other.db");
    CommandRun run = spool("ship", "--to", "sqlite:" + other);
    assertThat(run.code()).isZero();
    assertThat(traces(other)).isEqualTo(5);
    assertThat(folder.resolve("spools")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "otlp+", "otlp+grpc"})
  void itCanBeShippedOverTheNetwork(String scheme) {
    leave(5);
    try (TraceStore other = new InMemoryTraceStore();
        SpanloomServer server = SpanloomServer.start(other, ServerOptions.defaults().withPort(0))) {
      String uri =
          scheme.equals("otlp+grpc")
              ? "otlp+grpc://127.0.0.1:" + server.uri().getPort()
              : scheme + server.uri();
      CommandRun run = spool("ship", "--to", uri);
      assertThat(run.err()).isEmpty();
      assertThat(run.code()).isZero();
      assertThat(other.health().stats().spans()).isEqualTo(5);
      assertThat(folder.resolve("spools")).isEmptyDirectory();
    }
  }

  @Test
  void whatIsMeantForDatabricksIsKnown() {
    leave(1);
    CommandRun run = spool("ship", "--attempts", "1", "--to", "databricks://no-such-profile");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("no-such-profile");
  }

  @Test
  void whatCannotBeShippedIsStillThere() {
    leave(5);
    CommandRun run = spool("ship", "--attempts", "1");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("the rest is still there");
    assertThat(onlyRow()).containsEntry("waiting_spans", 5L);
  }

  @Test
  void wrongWordsAreWrongUsage() {
    assertThat(spool().code()).isEqualTo(2);
    assertThat(spool("inspect", "nowhere").code()).isEqualTo(2);
    assertThat(spool("inspect", "nowhere").err()).contains("one that list shows");
    assertThat(spool("ship", "--to", "gopher:x").code()).isEqualTo(2);
    assertThat(spool("ship", "--attempts", "0").code()).isEqualTo(2);
    assertThat(spool("list", "--dir", folder.resolve("data").toString()).code()).isEqualTo(2);
  }
}
