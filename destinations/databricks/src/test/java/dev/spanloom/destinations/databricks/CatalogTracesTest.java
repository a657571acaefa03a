package dev.spanloom.destinations.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces in the tables of a Unity Catalog. */
class CatalogTracesTest extends DatabricksCase {
  @BeforeEach
  void goToTheCatalog() {
    setting("mlflow.tracing.destination", "main.traces");
    Mlflow.reset();
    Mlflow.setTrackingUri("databricks");
  }

  private static String hex(String traceId) {
    return traceId.substring(traceId.lastIndexOf('/') + 1);
  }

  private List<Span> rows(String traceId) {
    return workspace.rows.getOrDefault(WorkspacePeer.TABLE + "/" + hex(traceId), List.of());
  }

  @Test
  void spansGoIntoTheTableAndWhatIsSaidOfTheTraceFollowsWithoutAFile() {
    setting("spanloom.export.interval-millis", 60_000); // until the flush
    String id = traceOfTwo("answer");
    assertThat(id).matches("trace:/main\\.traces/[0-9a-f]{32}");
    assertThat(Mlflow.getLastActiveTraceId()).contains(id);
    flushed();

    assertThat(workspace.lines())
        .filteredOn(line -> line.contains("/api/"))
        .containsExactly(
            "POST /api/2.0/otel/v1/traces",
            "POST /api/4.0/mlflow/traces/main.traces/" + hex(id) + "/info");
    assertThat(cloud.requests()).isEmpty();
    assertThat(rows(id)).extracting(Span::name).containsExactly("llm", "answer");
    assertThat(rows(id))
        .allSatisfy(
            span -> assertThat(span.attributes()).containsEntry(SpanAttributeKey.REQUEST_ID, id));
    TraceInfo stored = workspace.infos.get("main.traces/" + hex(id));
    assertThat(stored.traceId()).isEqualTo(hex(id));
    assertThat(stored.traceLocation())
        .isEqualTo(new TraceLocation.UnityCatalogSchema("main", "traces", null, null));
    assertThat(stored.traceMetadata()).containsEntry(TraceMetadataKey.SCHEMA_VERSION, "4");
    assertThat(stored.tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);
    assertThat(stored.tags()).containsEntry("env", "prod");
  }

  @Test
  void aTraceIsReadUnderTheIdThatTheProgramHas() {
    String id = traceOfTwo("answer");
    flushed();
    Trace trace = Mlflow.getTrace(id).orElseThrow();
    assertThat(trace.info().traceId()).isEqualTo(id);
    assertThat(trace.data().spans()).extracting(Span::name).containsExactly("answer", "llm");
    assertThat(trace.data().spans()).extracting(Span::traceId).containsOnly(id);
    assertThat(Mlflow.searchTraces().traces())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.info().traceId()).isEqualTo(id);
              assertThat(found.data().spans()).hasSize(2);
            });
    assertThat(Mlflow.getTrace("trace:/main.traces/" + "0".repeat(32))).isEmpty();
  }

  @Test
  void aRunningTraceHasThatIdToo() {
    try (LiveSpan root = Mlflow.startSpan("root")) {
      Trace trace = Mlflow.getTrace(root.traceId()).orElseThrow();
      assertThat(trace.info().traceId())
          .isEqualTo(root.traceId())
          .startsWith("trace:/main.traces/");
      assertThat(trace.data().spans()).extracting(Span::traceId).containsOnly(root.traceId());
    }
  }

  @Test
  void whatWaitsInTheSpoolKeepsItsId() {
    workspace.tokens.clear();
    String id = traceOfTwo("answer");
    await("refused", () -> Mlflow.exportStats().writesFailed() > 0);
    workspace.tokens.add("token-1");
    flushed();
    assertThat(rows(id)).hasSize(2);
    assertThat(workspace.infos).containsKey("main.traces/" + hex(id));
  }

  @Test
  void aFailureThatIsRecordedAfterTheEndCompletesWhatTheWorkspaceKnows() {
    LiveSpan root = Mlflow.startSpan("root");
    root.setInputs("in").close();
    flushed();
    root.setStatus(SpanStatus.error("it failed"));
    flushed();
    TraceInfo stored = workspace.infos.get("main.traces/" + hex(root.traceId()));
    assertThat(stored.state()).isEqualTo(TraceState.ERROR);
    assertThat(stored.requestPreview()).contains("in");
  }

  @Test
  void tagsAndAssessmentsHaveTheBareIdOnTheWire() {
    workspace.neededWarehouse = "w-1";
    setting("mlflow.tracing.sql.warehouse.id", "w-1");
    String id = traceOfTwo("answer");
    flushed();
    Mlflow.setTraceTag(id, "a b/c", "yes");
    assertThat(Mlflow.getTrace(id).orElseThrow().info().tags()).containsEntry("a b/c", "yes");
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.deleteTraceTag(id, "other"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("tag other does not exist");

    Assessment feedback = Mlflow.logFeedback(id, "good", true);
    assertThat(feedback.traceId()).isEqualTo(id);
    Peer.Request sent =
        workspace.requests().stream()
            .filter(one -> one.toString().endsWith("/" + hex(id) + "/assessments"))
            .findFirst()
            .orElseThrow();
    assertThat(sent.object()).containsEntry("trace_id", hex(id)).containsKey("trace_location");
    assertThat(sent.first("sql_warehouse_id")).isEqualTo("w-1");
    Feedback known = (Feedback) destination.getAssessment(id, feedback.assessmentId());
    assertThat(known.traceId()).isEqualTo(id);
    destination.updateAssessment(known.toBuilder().rationale("because").build());
    assertThat(workspace.requests().get(workspace.requests().size() - 1).first("update_mask"))
        .isEqualTo("assessment_name,feedback,rationale");
    destination.deleteAssessment(id, known.assessmentId());
    assertThatThrownBy(() -> destination.getAssessment(id, known.assessmentId()))
        .isInstanceOf(MlflowException.class);
  }

  @Test
  void aMissingWarehouseIsToldWithTheSettingThatNamesIt() {
    workspace.neededWarehouse = "w-1";
    String id = traceOfTwo("answer");
    flushed();
    assertThatThrownBy(() -> Mlflow.getTrace(id))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("MLFLOW_TRACING_SQL_WAREHOUSE_ID")
        .satisfies(
            e -> assertThat(((MlflowException) e).errorCode()).isEqualTo(ErrorCode.BAD_REQUEST));
    assertThatThrownBy(() -> Mlflow.searchTraces())
        .hasMessageContaining("MLFLOW_TRACING_SQL_WAREHOUSE_ID");
  }

  @Test
  void aSchemaThatIsNotSetUpKeepsTheSpansWaitingUntilItIs() {
    workspace.tables.clear();
    String id = traceOfTwo("answer");
    await("refused", () -> Mlflow.exportStats().writesFailed() > 0);
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
    workspace.tables.add(WorkspacePeer.TABLE);
    flushed();
    assertThat(rows(id)).hasSize(2);
  }

  @Test
  void theTableOfALocationIsThatWhichItNames() {
    workspace.tables.add("main.traces.ours");
    Mlflow.setDestination(new TraceLocation.UnityCatalogSchema("main", "traces", "ours", null));
    String id = traceOfTwo("answer");
    flushed();
    assertThat(workspace.rows).containsOnlyKeys("main.traces.ours/" + hex(id));
  }

  @Test
  void spansOfAPrefixWithoutATableAreRefused() {
    String id = "trace:/main.traces.pre/" + "1".repeat(32);
    Span span = Span.builder(id, "1".repeat(16)).name("s").build();
    Destination destination = destination("databricks");
    TraceBatch batch = new TraceBatch(List.of(), List.of(EncodedSpan.of(span)), "main.traces.pre");
    assertThatThrownBy(() -> destination.write(batch))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("whose table of spans is unknown");
  }

  @Test
  void aCatalogIsSearchedWhereTheWorkspaceCanAndNotTogetherWithExperiments() {
    Destination destination = destination("databricks");
    TraceSearch both = TraceSearch.builder().experimentIds(List.of("0", "main.traces")).build();
    assertThatThrownBy(() -> destination.searchTraces(both))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("expected: experiments only, or Unity Catalog only");
    workspace.newerSearch = false;
    TraceSearch catalog = TraceSearch.builder().experimentId("main.traces").build();
    assertThatThrownBy(() -> destination.searchTraces(catalog))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("cannot search in Unity Catalog");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b.c.d", "a.", ".b", "a..b"})
  void aLocationOfAnotherFormIsRefused(String name) {
    assertThatThrownBy(
            () ->
                destination("databricks")
                    .searchTraces(TraceSearch.builder().experimentId(name).build()))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("\"" + name + "\" (expected: <experiment id>, <catalog>.<schema>");
  }

  @Test
  void tracesOfACatalogAreNotDeletedByMlflow() {
    Destination destination = destination("databricks");
    TraceDeletion deletion =
        TraceDeletion.ofIds("0", List.of("trace:/main.traces/" + "1".repeat(32)));
    assertThatThrownBy(() -> destination.deleteTraces(deletion))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("by SQL");
  }

  @Test
  void aSchemaAsDestinationMakesDatabricksTheTrackingUri() {
    Mlflow.setTrackingUri("memory:");
    Mlflow.setDestination(new TraceLocation.UnityCatalogSchema("main", "traces", null, null));
    assertThat(Mlflow.getTrackingUri()).isEqualTo("databricks");
    Mlflow.setTrackingUri("databricks://prod");
    Mlflow.setDestination(new TraceLocation.UnityCatalogSchema("main", "traces", null, null));
    assertThat(Mlflow.getTrackingUri()).isEqualTo("databricks://prod");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theTotalsOfATraceThatAnEarlierProcessBeganAreThoseOfAllItsSpans(boolean readable) {
    String id = "trace:/main.traces/" + "2".repeat(32);
    Destination destination = destination("databricks");
    destination.write(new TraceBatch(List.of(), List.of(spanWithTokens(id, 1)), "main.traces"));
    workspace.infos.put("main.traces/" + hex(id), TraceInfo.builder(hex(id)).build());
    workspace.neededWarehouse = readable ? null : "w-1";
    TraceInfo last =
        TraceInfo.builder(id)
            .traceLocation(new TraceLocation.UnityCatalogSchema("main", "traces", null, null))
            .requestTimeUnixMillis(1_000)
            .state(TraceState.OK)
            .metadata(TraceMetadataKey.SCHEMA_VERSION, "4")
            .build();
    destination.write(new TraceBatch(List.of(last), List.of(spanWithTokens(id, 2)), "main.traces"));
    TraceInfo stored = workspace.infos.get("main.traces/" + hex(id));
    assertThat(stored.state()).isEqualTo(TraceState.OK);
    if (readable) {
      assertThat(stored.tokenUsage().orElseThrow().totalTokens()).isEqualTo(60);
    } else {
      assertThat(stored.tokenUsage()).isEmpty();
    }
  }

  private static EncodedSpan spanWithTokens(String traceId, int number) {
    return EncodedSpan.of(
        Span.builder(traceId, "000000000000000" + number)
            .name("s" + number)
            .startTimeUnixNanos(1_000_000_000)
            .endTimeUnixNanos(2_000_000_000)
            .attribute(
                SpanAttributeKey.CHAT_USAGE,
                AttributeValue.of(
                    Map.of("input_tokens", 10, "output_tokens", 20, "total_tokens", 30)))
            .build());
  }
}
