package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.cli.terminal.Terminal;
import dev.spanloom.testpostgresql.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a store in PostgreSQL. */
class PostgresStoreTest {
  @TempDir Path folder;

  private final String store = PostgresServer.shared().newDatabase();

  @BeforeEach
  @AfterEach
  void forgetSettings() {
    Mlflow.reset();
  }

  @Test
  void commandsWorkOnADatabaseAsOnAFile() {
    String file = StoredTraces.write(folder.resolve("traces.db"), 30);
    CommandRun export = CommandRun.of("traces", "export", "--store", file);
    assertThat(
            CommandRun.of(Terminal.NONE, export.out(), "traces", "import", "-", "--store", store)
                .out())
        .isEqualTo("Took 30 traces, 60 spans, 0 assessments.\n");

    for (String filter : new String[] {"tag.env = 'prod'", "trace.text LIKE '%What is 7%'"}) {
      String[] search = {"traces", "search", filter, "--all", "-o", "jsonl", "--store", ""};
      search[7] = file;
      String expected = CommandRun.of(search).out();
      search[7] = store;
      assertThat(expected).isNotEmpty();
      assertThat(CommandRun.of(search).out()).isEqualTo(expected);
    }
    assertThat(CommandRun.of("stats", "--by", "model", "-o", "csv", "--store", store).lines())
        .hasSize(3);
    CommandRun doctor = CommandRun.of("doctor", "--check", "--store", store);
    assertThat(doctor.out()).contains("PostgreSQL", "no damage").doesNotContain("s3cret");
    CommandRun gc = CommandRun.of("gc", "--max-traces", "10", "--yes", "--store", store);
    assertThat(gc.out()).contains("Deleted 20 traces with 40 spans", "Gave back ");
  }

  @Test
  void theDemoTracesIntoADatabaseAndShowsNoPassword() {
    CommandRun demo = CommandRun.of("demo", "--store", store);

    assertThat(demo.code()).isZero();
    assertThat(demo.out()).contains("Stored in postgresql://127.0.0.1:").doesNotContain("s3cret");
  }

  @Test
  void aServerThatIsNotThereIsAFailureThatNamesThePlace() {
    CommandRun run =
        CommandRun.of("traces", "list", "--store", "postgresql://bob:secret@127.0.0.1:1/traces");

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).contains("127.0.0.1:1").doesNotContain("secret");
  }
}
