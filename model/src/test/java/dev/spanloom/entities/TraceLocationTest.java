package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.internal.json.JsonReader;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceLocationTest {
  static Stream<TraceLocation> locations() {
    return Stream.of(
        TraceLocation.experiment("7"),
        TraceLocation.defaultExperiment(),
        TraceLocation.unspecified(),
        new TraceLocation.InferenceTable("cat.sch.table"),
        new TraceLocation.UnityCatalogSchema("cat", "sch", "spans", null),
        new TraceLocation.UnityCatalogTablePrefix("cat", "sch", "pre", null, "logs"));
  }

  @ParameterizedTest
  @MethodSource("locations")
  void aLocationReadsAsItWasWritten(TraceLocation location) {
    assertThat(TraceLocation.fromMap(location.toMap())).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type': 'MLFLOW_EXPERIMENT', 'inference_table': {'full_table_name': 'x'}}",
        "{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '1'},"
            + " 'inference_table': {'full_table_name': 'x'}}",
        "{'type': 'MLFLOW_EXPERIMENT'}",
        "{'type': 'MLFLOW_EXPERIMENT', 'mlflow_experiment': 5}",
        "{'type': 'UC_SCHEMA', 'uc_schema': {'catalog_name': 'c'}}",
        "{'mlflow_experiment': {'experiment_id': '1'}}",
        "{'type': 'MOON'}",
        "{'type': 5}"
      })
  void typeAndPayloadMustBelongTogether(String json) {
    Map<String, Object> map = Golden.asMap(JsonReader.read(json.replace('\'', '"')));

    assertThatThrownBy(() -> TraceLocation.fromMap(map)).isInstanceOf(MlflowException.class);
  }

  @Test
  void tablesOfASchemaHaveFullNames() {
    var schema = new TraceLocation.UnityCatalogSchema("cat", "sch", "spans", "logs");

    assertThat(schema.fullOtelSpansTableName()).isEqualTo("cat.sch.spans");
    assertThat(schema.fullOtelLogsTableName()).isEqualTo("cat.sch.logs");
  }

  @Test
  void aLocationIsNamedInOneWordAsSearchesAndIdsHaveIt() {
    assertThat(locations().map(TraceLocation::locationId))
        .containsExactly("7", "0", null, null, "cat.sch", "cat.sch.pre");
    String hex = "0af7651916cd43dd8448eb211c80319c";
    assertThat(locations().map(location -> TraceIds.at(location, hex)))
        .containsExactly(
            "tr-" + hex,
            "tr-" + hex,
            "tr-" + hex,
            "tr-" + hex,
            "trace:/cat.sch/" + hex,
            "trace:/cat.sch.pre/" + hex);
  }

  @Test
  void unknownTablesHaveNoName() {
    var schema = new TraceLocation.UnityCatalogSchema("cat", "sch", null, null);

    assertThat(schema.fullOtelSpansTableName()).isNull();
    assertThat(schema.fullOtelLogsTableName()).isNull();
  }

  @Test
  void onlyAnExperimentHasAnExperimentId() {
    assertThat(TraceLocation.experiment("7").experimentId()).isEqualTo("7");
    assertThat(TraceLocation.unspecified().experimentId()).isNull();
  }

  @Test
  void aTraceOfASchemaHasABareIdOnTheWireAndTheWholeIdInFiles() {
    String hex = "0af7651916cd43dd8448eb211c80319c";
    TraceInfo info =
        TraceInfo.builder(TraceIds.v4("cat.sch", hex))
            .traceLocation(new TraceLocation.UnityCatalogSchema("cat", "sch", null, null))
            .build();

    assertThat(info.toWireMap()).containsEntry("trace_id", hex);
    assertThat(info.toMap()).containsEntry("trace_id", "trace:/cat.sch/" + hex);
  }
}
