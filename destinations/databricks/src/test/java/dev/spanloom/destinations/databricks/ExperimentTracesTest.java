package dev.spanloom.destinations.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.destinations.databricks.StoreCredentials.Kind;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Traces in the experiments of a workspace. */
class ExperimentTracesTest extends DatabricksCase {
  private static String file(String traceId) {
    return "/files/0/" + traceId + "/traces.json";
  }

  @ParameterizedTest
  @EnumSource
  void aTraceIsStartedAndItsSpansAreUploadedAsTheStoreOfTheCloudTakesThem(Kind kind) {
    workspace.kind = kind;
    Mlflow.setTrackingUri("databricks");
    String id = traceOfTwo("answer");
    flushed();

    assertThat(workspace.lines())
        .filteredOn(line -> line.contains("/mlflow/"))
        .containsExactly(
            "POST /api/3.0/mlflow/traces",
            "GET /api/2.0/mlflow/traces/" + id + "/credentials-for-data-upload");
    String file = file(id);
    assertThat(cloud.lines())
        .containsExactlyElementsOf(
            kind == Kind.AZURE_ADLS_GEN2_SAS_URI
                ? List.of("PUT " + file, "PATCH " + file, "PATCH " + file)
                : List.of("PUT " + file));
    assertThat(cloud.requests())
        .allSatisfy(request -> assertThat(request.header("Authorization")).isNull());
    assertThat(cloud.files()).containsOnlyKeys(file);
    assertThat(workspace.infos.get(id).tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);

    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.data().spans()).extracting(Span::name).containsExactly("answer", "llm");
    assertThat(trace.info().tags()).containsEntry("env", "prod");
  }

  @Test
  void whatComesAfterTheEndIsAddedToTheFile() {
    Mlflow.setTrackingUri("databricks");
    LiveSpan root = Mlflow.startSpan("root");
    LiveSpan late = Mlflow.startSpanNoContext("late", "TOOL", root);
    root.close();
    flushed();
    late.close();
    flushed();
    assertThat(Mlflow.getTrace(root.traceId()).orElseThrow().data().spans())
        .extracting(Span::name)
        .containsExactly("root", "late");
  }

  @Test
  void experimentsAreFoundAndMadeByTheirPathInTheWorkspace() {
    Mlflow.setTrackingUri("databricks://");
    Mlflow.setExperiment("/Users/ann@example.com/agent");
    String id = traceOfTwo("answer");
    flushed();
    String experiment = workspace.infos.get(id).experimentId();
    assertThat(workspace.experiments).containsEntry(experiment, "/Users/ann@example.com/agent");
    assertThatThrownBy(() -> Mlflow.setExperiment("agent"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("Got an invalid experiment name 'agent'");
  }

  @Test
  void searchesTagsAssessmentsAndDeletionsGoToTheWorkspace() {
    Mlflow.setTrackingUri("databricks");
    String id = traceOfTwo("answer");
    String other = traceOfTwo("other");
    flushed();

    assertThat(Mlflow.searchTraces("tag.env = 'prod'").traces())
        .hasSize(2)
        .allSatisfy(trace -> assertThat(trace.data().spans()).hasSize(2));
    Mlflow.setTraceTag(id, "seen", "yes");
    assertThat(workspace.infos.get(id).tags()).containsEntry("seen", "yes");
    Mlflow.deleteTraceTag(id, "seen");
    assertThat(workspace.infos.get(id).tags()).doesNotContainKey("seen");
    Assessment feedback = Mlflow.logFeedback(id, "good", true);
    Destination destination = destination("databricks");
    assertThat(destination.getAssessment(id, feedback.assessmentId()).name()).isEqualTo("good");
    destination.deleteAssessment(id, feedback.assessmentId());
    assertThatThrownBy(() -> destination.getAssessment(id, feedback.assessmentId()))
        .isInstanceOf(MlflowException.class);
    assertThat(Mlflow.client().deleteTraces(List.of(other))).isEqualTo(1);
    assertThat(Mlflow.getTrace(other)).isEmpty();
  }

  @Test
  void aSearchGoesThePathThatTheWorkspaceKnowsFromPageToPage() {
    workspace.newerSearch = false;
    Mlflow.setTrackingUri("databricks");
    for (int i = 0; i < 3; i++) {
      traceOfTwo("t" + i);
    }
    flushed();
    Destination destination = destination("databricks");
    TraceSearch search =
        TraceSearch.builder().experimentId("0").includeSpans(false).maxResults(2).build();
    var first = destination.searchTraces(search);
    var second =
        destination.searchTraces(search.toBuilder().pageToken(first.nextPageToken()).build());
    assertThat(first.traces()).hasSize(2);
    assertThat(second.traces()).hasSize(1);
    assertThat(second.nextPageToken()).isNull();
  }

  @Test
  void aTraceWithoutItsFileHasNoSpans() {
    Mlflow.setTrackingUri("databricks");
    String id = traceOfTwo("answer");
    flushed();
    workspace.instead =
        WorkspacePeer.answering(
            "credentials-for-data-download", Peer.Answer.missing("data of the trace"));
    assertThat(Mlflow.getTrace(id).orElseThrow().data().spans()).isEmpty();
    workspace.instead = request -> null;
    cloud.instead = request -> Peer.Answer.text(404, "<Error><Code>NoSuchKey</Code></Error>");
    assertThat(Mlflow.getTrace(id).orElseThrow().data().spans()).isEmpty();
  }

  @Test
  void aFileThatIsNoJsonIsToldAsSuchAndWrittenAnewByWhatComesLater() {
    Mlflow.setTrackingUri("databricks");
    LiveSpan root = Mlflow.startSpan("root");
    LiveSpan late = Mlflow.startSpanNoContext("late", "TOOL", root);
    root.close();
    flushed();
    cloud.put(file(root.traceId()), "{\"spans\": [");
    assertThatThrownBy(() -> Mlflow.getTrace(root.traceId()))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("the spans of trace " + root.traceId() + " cannot be read")
        .satisfies(
            e -> assertThat(((MlflowException) e).errorCode()).isEqualTo(ErrorCode.INVALID_STATE));
    late.close();
    flushed();
    assertThat(Mlflow.getTrace(root.traceId()).orElseThrow().data().spans())
        .extracting(Span::name)
        .containsExactly("late");
  }

  @Test
  void aTraceOfModelServingIsReadFromItsInferenceTable() {
    setting("mlflow.tracing.sql.warehouse.id", "w-1");
    String id = "0123456789abcdef0123456789abcdef";
    workspace.infos.put(
        id,
        TraceInfo.builder(id)
            .state(TraceState.OK)
            .metadata("mlflow.sourceTable", "main.serving.payload")
            .metadata("mlflow.databricksRequestId", "r 1")
            .build());
    Span span = Span.builder("tr-" + id, "1".repeat(16)).name("served").build();
    workspace.instead =
        WorkspacePeer.answering(
            "get-online-trace-details",
            Peer.Answer.json(
                Map.of("trace_data", JsonWriter.write(Map.of("spans", List.of(span.toMap()))))));
    assertThat(destination("databricks").getTrace(id).orElseThrow().data().spans())
        .extracting(Span::name)
        .containsExactly("served");
    Peer.Request asked = workspace.requests().get(workspace.requests().size() - 1);
    assertThat(asked.first("trace_id")).isEqualTo(id);
    assertThat(asked.first("source_inference_table")).isEqualTo("main.serving.payload");
    assertThat(asked.first("source_databricks_request_id")).isEqualTo("r 1");
    assertThat(asked.first("sql_warehouse_id")).isEqualTo("w-1");
  }
}
