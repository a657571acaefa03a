package dev.spanloom.storage.sqlite.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.OtherAssessment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import dev.spanloom.storage.transfer.ImportReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlflowDatabaseTest {
  private static final List<String> SCENARIOS =
      List.of(
          "s01_basic_span",
          "s04_retriever",
          "s06_exception_in_span",
          "s07_nested_three",
          "s08_attribute_types",
          "s11_assessments");
  private static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";

  private final TraceStore store = new InMemoryTraceStore();
  private Path folder;
  private Path file;

  @BeforeEach
  void chooseFile(@TempDir Path temporary) {
    folder = temporary;
    file = temporary.resolve("mlflow.db");
  }

  private static Trace golden(String scenario) {
    String path = "/golden/python/" + scenario + "/trace.json";
    try (InputStream in =
        Objects.requireNonNull(MlflowDatabaseTest.class.getResourceAsStream(path), path)) {
      return Trace.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ImportReport read() {
    return read(store);
  }

  private ImportReport read(TraceStore into) {
    try (MlflowDatabase database = MlflowDatabase.open(file)) {
      return database.importInto(into, null, (done, total) -> {});
    }
  }

  private static Span.Builder span(int number) {
    return Span.builder(TRACE, String.format("%016x", number))
        .parentId(number == 1 ? null : String.format("%016x", 1))
        .name("span" + number)
        .startTimeUnixNanos(1_700_000_000_000_000_000L + number)
        .endTimeUnixNanos(1_700_000_001_000_000_000L);
  }

  private static TraceInfo.Builder info() {
    return TraceInfo.builder(TRACE)
        .requestTimeUnixMillis(1_700_000_000_000L)
        .executionDurationMillis(1000L)
        .state(TraceState.OK);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tracesAreTakenAsMlflowGivesThem(boolean later) throws SQLException {
    int spans = 0;
    int assessments = 0;
    try (MlflowFile mlflow = later ? MlflowFile.later(file) : MlflowFile.version36(file)) {
      mlflow.experiment(1, "golden", "active");
      for (String scenario : SCENARIOS) {
        Trace trace = golden(scenario);
        mlflow.trace(trace, 1);
        spans += trace.data().spans().size();
        assessments += trace.info().assessments().size();
      }
    }
    try (TraceStore sqlite = SqliteTraceStore.open(folder.resolve("spanloom.db"))) {
      for (TraceStore target : List.of(store, sqlite)) {
        assertThat(read(target))
            .isEqualTo(new ImportReport(SCENARIOS.size(), spans, assessments, 2, 0, List.of()));
        for (String scenario : SCENARIOS) {
          Trace golden = golden(scenario);
          Trace read = target.reader().trace(golden.info().traceId()).orElseThrow();
          assertThat(comparable(read)).as(scenario).isEqualTo(comparable(golden));
        }
      }
    }
  }

  /** Without sizes, which count otherwise, and the cost, which MLflow 3.6 did not know. */
  private static List<Object> comparable(Trace trace) {
    Map<String, String> metadata = new LinkedHashMap<>(trace.info().traceMetadata());
    metadata.remove(TraceMetadataKey.SIZE_STATS);
    metadata.remove(TraceMetadataKey.SIZE_BYTES);
    metadata.remove(TraceMetadataKey.COST);
    Map<String, Object> info = trace.info().toMap();
    info.put("trace_metadata", metadata);
    info.put(
        "assessments",
        trace.info().assessments().stream()
            .sorted(Comparator.comparing(Assessment::assessmentId))
            .map(Assessment::toMap)
            .toList());
    return List.of(info, Set.copyOf(trace.data().spans()));
  }

  @Test
  void experimentsAreTakenByNameWithTheirTagsAndDeletedOnesReported() throws SQLException {
    try (MlflowFile mlflow = MlflowFile.later(file)) {
      mlflow.experiment(7, "shop", "active");
      mlflow.experiment(8, "old", "deleted");
      mlflow.experiment(9, "shop", "active");
      mlflow.experiment(10, " ", "active");
      mlflow.sql("UPDATE experiments SET workspace = 'team' WHERE experiment_id = 9");
      mlflow.sql("INSERT INTO experiment_tags VALUES ('owner', 'ann', 7)");
      mlflow.info(info().build(), 8);
      mlflow.info(info().traceId("tr-7").build(), 7);
      mlflow.info(info().traceId("tr-77").build(), 77);
    }

    ImportReport report = read();

    assertThat(store.experiments().list())
        .extracting(Experiment::name)
        .containsExactly("Default", "shop", "team/shop");
    Experiment shop = store.experiments().getByName("shop").orElseThrow();
    assertThat(shop.tags()).isEqualTo(Map.of("owner", "ann"));
    assertThat(store.reader().info("tr-7").orElseThrow().experimentId())
        .isEqualTo(shop.experimentId());
    assertThat(report.traces()).isEqualTo(1);
    assertThat(report.skipped())
        .extracting(Object::toString)
        .filteredOn(text -> text.startsWith("experiment"))
        .satisfiesExactly(
            text ->
                assertThat(text).isEqualTo("experiment 8 (old): deleted in MLflow, with 1 traces"),
            text -> assertThat(text).startsWith("experiment 10 ( ): experiment name: \" \""),
            text ->
                assertThat(text)
                    .isEqualTo("experiment 77: not in the table of experiments, with 1 traces"));
  }

  @Test
  void allGoesToTheExperimentThatIsAskedFor() throws SQLException {
    try (MlflowFile mlflow = MlflowFile.version36(file)) {
      mlflow.experiment(7, "shop", "active");
      mlflow.sql("INSERT INTO experiment_tags VALUES ('owner', 'ann', 7)");
      mlflow.trace(new Trace(info().build(), List.of(span(1).build())), 7);
    }
    try (MlflowDatabase database = MlflowDatabase.open(file)) {
      database.importInto(store, "old server", (done, total) -> {});
    }

    Experiment target = store.experiments().getByName("old server").orElseThrow();
    assertThat(target.tags()).isEmpty();
    assertThat(store.experiments().getByName("shop")).isEmpty();
    assertThat(store.reader().info(TRACE).orElseThrow().experimentId())
        .isEqualTo(target.experimentId());
  }

  @Test
  void manyTracesAreReadInPages() throws SQLException {
    try (MlflowFile mlflow = MlflowFile.version36(file)) {
      mlflow.sql("BEGIN");
      for (int i = 0; i < 450; i++) {
        // several at the same time, as at the border of a page
        TraceInfo.Builder info = info().traceId("tr-" + i).requestTimeUnixMillis(1000 + i / 250);
        mlflow.info(info.tag(TraceTagKey.SPANS_LOCATION, "TRACKING_STORE").build(), 0);
      }
      mlflow.sql("COMMIT");
    }
    long[] told = new long[2];
    try (MlflowDatabase database = MlflowDatabase.open(file)) {
      assertThat(database.traceCount()).isEqualTo(450);
      ImportReport report =
          database.importInto(
              store,
              null,
              (done, total) -> {
                told[0] = done;
                told[1] = total;
              });
      assertThat(report).isEqualTo(new ImportReport(450, 0, 0, 1, 0, List.of()));
    }
    assertThat(told).containsExactly(450, 450);
  }

  @Test
  void aLinkedRunBecomesTheSourceRunWhereNoneIsSaidAndOthersStayLinked() throws SQLException {
    String link = "INSERT INTO entity_associations VALUES (?, 'trace', ?, 'run', ?, ?)";
    try (MlflowFile mlflow = MlflowFile.version36(file)) {
      mlflow.trace(new Trace(info().build(), List.of(span(1).build())), 0);
      mlflow.sql(link, "1", TRACE, "run-2", 20);
      mlflow.sql(link, "2", TRACE, "run-1", 10);
      mlflow.info(info().traceId("tr-2").metadata(TraceMetadataKey.SOURCE_RUN, "said").build(), 0);
      mlflow.tag("tr-2", TraceTagKey.SPANS_LOCATION, "TRACKING_STORE");
      mlflow.sql(link, "3", "tr-2", "run-3", 10);
    }

    ImportReport report = read();

    assertThat(sourceRun(TRACE)).isEqualTo("run-1");
    assertThat(sourceRun("tr-2")).isEqualTo("said");
    assertThat(report.skipped()).isEmpty();
    assertThat(ofRun("run-1")).containsExactly(TRACE);
    assertThat(ofRun("run-2")).containsExactly(TRACE);
    assertThat(ofRun("run-3")).containsExactly("tr-2");
  }

  private List<String> ofRun(String runId) {
    return store
        .search()
        .search(
            TraceQuery.builder(
                    store.experiments().list().stream()
                        .map(Experiment::experimentId)
                        .toArray(String[]::new))
                .filter(FilterParser.parse("run_id = '" + runId + "'"))
                .build())
        .infos()
        .stream()
        .map(TraceInfo::traceId)
        .toList();
  }

  private String sourceRun(String traceId) {
    return store
        .reader()
        .info(traceId)
        .orElseThrow()
        .traceMetadata()
        .get(TraceMetadataKey.SOURCE_RUN);
  }

  @Test
  void assessmentsOfKindsThatCameLaterAreKeptAndDamagedOnesReported() throws SQLException {
    String row =
        "INSERT INTO assessments (assessment_id, trace_id, name, assessment_type, value,"
            + " created_timestamp, last_updated_timestamp, source_type, run_id, valid) VALUES (?, ?,"
            + " ?, ?, ?, 5, 6, ?, 'run-1', ?)";
    try (MlflowFile mlflow = MlflowFile.later(file)) {
      mlflow.trace(new Trace(info().build(), List.of(span(1).build())), 0);
      mlflow.sql(row, "a-1", TRACE, "slow", "issue", "{\"issue_id\": \"i-1\"}", "HUMAN", 1);
      mlflow.sql(row, "a-2", TRACE, "wrong", "issue", "true", "HUMAN", 0);
      mlflow.sql(row, "a-3", TRACE, "f", "feedback", "null", "HUMAN", 1);
      mlflow.sql(row, "a-4", TRACE, "f", "feedback", "1", "ALIEN", 1);
      mlflow.sql(row, "a-5", TRACE, "e", "expectation", "null", "HUMAN", 1);
    }

    ImportReport report = read();

    List<Assessment> assessments = store.reader().info(TRACE).orElseThrow().assessments();
    assertThat(assessments)
        .extracting(Assessment::assessmentId)
        .containsExactly("a-1", "a-2", "a-3");
    OtherAssessment issue = (OtherAssessment) assessments.get(0);
    assertThat(issue.kind()).isEqualTo("issue");
    assertThat(issue.content()).isEqualTo(Map.of("issue_id", "i-1"));
    assertThat(issue.metadata()).containsEntry("mlflow.assessment.sourceRunId", "run-1");
    assertThat(issue.createTimeUnixMillis()).isEqualTo(5);
    assertThat(((OtherAssessment) assessments.get(1)).content()).isEqualTo(Map.of("value", true));
    assertThat(assessments.get(1).valid()).isFalse();
    assertThat(((Feedback) assessments.get(2)).value()).isNull();
    assertThat(report.assessments()).isEqualTo(3);
    assertThat(report.skipped())
        .extracting(Object::toString)
        .satisfiesExactly(
            text -> assertThat(text).contains("assessment a-4").contains("ALIEN"),
            text ->
                assertThat(text).startsWith("trace " + TRACE + ": assessment a-5: expectation"));
  }

  @Test
  void archivedAndDamagedSpansAreReportedAndTheOthersTaken() throws SQLException {
    try (MlflowFile mlflow = MlflowFile.later(file)) {
      mlflow.info(info().tag(TraceTagKey.SPANS_LOCATION, "ARCHIVE_REPO").build(), 0);
      mlflow.span(span(1).build(), TRACE, 0);
      mlflow.span(span(2).build(), TRACE, 0, "");
      mlflow.span(span(3).build(), TRACE, 0, "{\"name\": \"cut");
      mlflow.span(span(4).build(), TRACE, 0, "[]");
      mlflow.span(span(5).build(), TRACE, 0, "{\"name\": \"no id\"}");
    }

    ImportReport report = read();

    assertThat(store.reader().trace(TRACE).orElseThrow().data().spans())
        .extracting(Span::toMap)
        .containsExactly(span(1).build().toMap());
    assertThat(report.spans()).isEqualTo(1);
    assertThat(report.skipped())
        .extracting(ImportReport.Skipped::reason)
        .satisfiesExactly(
            text -> assertThat(text).startsWith("damaged: "),
            text -> assertThat(text).isEqualTo("[] (expected: an object)"),
            text -> assertThat(text).startsWith("span without attribute mlflow.traceRequestId"),
            text -> assertThat(text).startsWith("1 spans whose content MLflow has moved"));
  }

  @Test
  void aSpanBelongsToTheTraceOfItsRowWhateverItsClientCalledIt() throws SQLException {
    Span renamed = span(1).traceId("tr-1af7651916cd43dd8448eb211c80319c").build();
    try (MlflowFile mlflow = MlflowFile.later(file)) {
      mlflow.info(info().build(), 0);
      mlflow.span(renamed, TRACE, 0);
    }

    assertThat(read().traces()).isEqualTo(1);
    assertThat(store.reader().trace(TRACE).orElseThrow().data().spans()).hasSize(1);
  }

  @Test
  void spansInArtifactFoldersOfThisMachineAreReadAndOthersReported() throws Exception {
    String[] locations = {
      folder.resolve("a").toString(),
      folder.resolve("b c").toUri().toString(),
      "relative/c",
      "mlflow-artifacts:/0/traces/d/artifacts",
      "s3://bucket/e",
      "mlflow-artifacts:/../../f",
      folder.resolve("missing").toString()
    };
    String spans = JsonWriter.write(Map.of("spans", List.of(span(1).build().toMap())));
    for (String path : List.of("a", "b c", "relative/c", "mlartifacts/0/traces/d/artifacts", "f")) {
      Files.createDirectories(folder.resolve(path));
      Files.writeString(folder.resolve(path).resolve("traces.json"), spans);
    }
    try (MlflowFile mlflow = MlflowFile.version36(file)) {
      for (int i = 0; i < locations.length; i++) {
        mlflow.info(
            info().traceId("tr-" + i).tag(TraceTagKey.ARTIFACT_LOCATION, locations[i]).build(), 0);
      }
    }

    ImportReport report = read();

    assertThat(report.traces()).isEqualTo(locations.length);
    assertThat(report.spans()).isEqualTo(4);
    assertThat(report.skipped())
        .extracting(ImportReport.Skipped::where)
        .containsExactly("trace tr-4", "trace tr-5", "trace tr-6");
    assertThat(report.skipped().get(0).reason())
        .contains("s3://bucket/e is no folder here with traces.json")
        .contains("taken without them");
    assertThat(store.reader().span("tr-3", span(1).build().spanId())).isPresent();
  }

  @Test
  void aDatabaseOfMlflow2GivesWhatItHas() throws SQLException {
    try (MlflowFile mlflow = MlflowFile.version2(file)) {
      mlflow.sql(
          "INSERT INTO trace_info VALUES ('0123456789abcdef0123456789abcdef', 0, 1000, NULL,"
              + " 'TRACE_STATUS_UNSPECIFIED')");
      mlflow.tag("0123456789abcdef0123456789abcdef", "k", "v");
    }

    assertThat(read().traces()).isEqualTo(1);
    TraceInfo info = store.reader().info("0123456789abcdef0123456789abcdef").orElseThrow();
    assertThat(info.tags()).containsEntry("k", "v");
    assertThat(info.state()).isEqualTo(TraceState.STATE_UNSPECIFIED);
    assertThat(info.executionDurationMillis()).isNull();
  }

  @Test
  void theDatabaseIsNotChangedAndIsReadWhileItIsWritten() throws Exception {
    try (MlflowFile mlflow = MlflowFile.version36(file)) {
      mlflow.trace(new Trace(info().build(), List.of(span(1).build())), 0);
      byte[] before = Files.readAllBytes(file);
      mlflow.sql("BEGIN IMMEDIATE");
      mlflow.tag(TRACE, "k", "not committed");

      assertThat(read().isComplete()).isTrue();

      assertThat(store.reader().info(TRACE).orElseThrow().tags()).doesNotContainKey("k");
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      mlflow.sql("COMMIT");
    }
  }

  @Test
  void whatIsNoDatabaseOfMlflowIsAnErrorThatSaysWhy() throws Exception {
    assertThatThrownBy(() -> MlflowDatabase.open(file))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("mlflow.db")
        .hasMessageContaining("expected: an SQLite database of MLflow");
    assertThat(file).doesNotExist();

    Files.writeString(file, "{}");
    assertThatThrownBy(() -> MlflowDatabase.open(file))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("is no SQLite database");

    Path own = folder.resolve("own.db");
    SqliteTraceStore.open(own).close();
    assertThatThrownBy(() -> MlflowDatabase.open(own))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("has no tables [trace_tags, trace_request_metadata]")
        .hasMessageContaining("this one is a store of Spanloom");
  }
}
