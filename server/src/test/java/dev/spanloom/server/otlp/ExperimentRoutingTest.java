package dev.spanloom.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which experiment a request's spans belong to, also when its experiment was asked for before. */
class ExperimentRoutingTest {
  private final TraceStore store = new InMemoryTraceStore();
  private final ExperimentRouting routing = new ExperimentRouting(store.experiments(), Map.of());

  private String experimentOf(String id) {
    return routing
        .rule(RequestHeaders.of(HttpMethod.POST, "/v1/traces", ExperimentRouting.EXPERIMENT_ID, id))
        .experimentId(null);
  }

  @Test
  void anIdThatWasNotThereIsAskedForAgain() {
    assertThatThrownBy(() -> experimentOf("1"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("there is no experiment \"1\"");

    Experiment created = store.experiments().create("later", null, Map.of());

    assertThat(created.experimentId()).isEqualTo("1");
    assertThat(experimentOf("1")).isEqualTo("1");
  }

  @Test
  void anIdThatWasFoundStaysTheSameWhateverIsDoneToItsExperiment() {
    String id = store.experiments().create("first", null, Map.of()).experimentId();
    assertThat(experimentOf(id)).isEqualTo(id);

    store.experiments().rename(id, "second");
    store.experiments().delete(id);

    assertThat(experimentOf(id)).isEqualTo(id);
  }
}
