package dev.spanloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.destinations.contract.StoredTracesContract;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The SDK with the store in this process. */
class EmbeddedStoreTest extends StoredTracesContract {
  @Override
  protected String start() {
    return "sqlite:" + folder.resolve("traces.db");
  }

  @Test
  void theDefaultIsAFileInTheWorkingDirectory() {
    assertThat(new SqliteDestinationProvider().defaultUri()).contains("sqlite:spanloom.db");
    assertThat(SqliteDestinationProvider.path("sqlite:spanloom.db"))
        .isEqualTo(Path.of("spanloom.db"));
    assertThat(SqliteDestinationProvider.path("sqlite:///a/b.db")).isEqualTo(Path.of("a/b.db"));
    assertThat(SqliteDestinationProvider.path("sqlite:////a/b.db")).isEqualTo(Path.of("/a/b.db"));
    assertThatThrownBy(() -> SqliteDestinationProvider.path("sqlite:"))
        .hasMessageContaining("\"sqlite:\" (expected: sqlite:PATH");
  }

  @Test
  void aTraceIsThereRightAfterItsEndAndAfterARestart() {
    String id = trace("one");
    assertThat(Mlflow.getTrace(id)).isPresent();

    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("traces.db"));

    Trace again = Mlflow.getTrace(id).orElseThrow();
    assertThat(again.info().state()).isEqualTo(TraceState.OK);
    assertThat(again.data().spans().get(0).outputs()).isEqualTo("out");
  }

  @Test
  void aStoreThatCannotBeOpenedDoesNotDisturbTheProgram() {
    Mlflow.reset();
    Mlflow.setTrackingUri("sqlite:" + folder.resolve("missing-folder/traces.db"));

    String id = trace("unharmed");

    assertThat(id).startsWith("tr-");
    assertThat(Mlflow.flush()).isFalse();
    assertThat(Mlflow.exportStats().writesFailed()).isPositive();
    assertThatThrownBy(() -> Mlflow.setExperiment("x"))
        .hasMessageContaining("missing-folder does not exist");
  }
}
