package dev.spanloom.storage.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceImportTest {
  private static final String GOLDEN = Examples.golden("python/s07_nested_three/trace.json");

  private final TraceStore store = new InMemoryTraceStore();

  @Test
  void oneTraceOfMlflowIsRead() {
    ImportReport report = Examples.read(store, GOLDEN);

    Trace golden = Trace.fromJson(GOLDEN);
    assertThat(report).isEqualTo(new ImportReport(1, 4, 0, 1, 0, List.of()));
    assertThat(store.reader().trace(golden.info().traceId()).orElseThrow().data().spans())
        .containsExactlyInAnyOrderElementsOf(golden.data().spans());
  }

  @Test
  void aListOfTracesIsRead() {
    String other = Examples.golden("python/s11_assessments/trace.json");

    ImportReport report = Examples.read(store, "[" + GOLDEN + ",\n" + other + "]");

    assertThat(report.traces()).isEqualTo(2);
    assertThat(report.assessments()).isPositive();
    assertThat(report.skipped()).isEmpty();
  }

  @Test
  void tracesOfTheTypeScriptSdkAreRead() {
    ImportReport report =
        Examples.read(store, Examples.golden("typescript/t04_nested/trace_ts.json"));

    assertThat(report.isComplete()).isTrue();
    assertThat(report.spans()).isPositive();
  }

  @Test
  void aV2TraceIsRead() {
    ImportReport report =
        Examples.read(
            store,
            """
            {"info": {"request_id": "0123456789abcdef0123456789abcdef", "experiment_id": "0",
              "timestamp_ms": 1700000000000, "execution_time_ms": 5, "status": "OK",
              "request_metadata": {}, "tags": {"mlflow.traceName": "old"}},
             "data": {"request": "1", "spans": [{"name": "root",
              "context": {"span_id": "0x1", "trace_id": "0x5"}, "parent_id": null,
              "start_time": 1700000000000000000, "end_time": 1700000000005000000,
              "status_code": "OK", "status_message": "", "events": [],
              "attributes": {"mlflow.traceRequestId": "\\"0123456789abcdef0123456789abcdef\\"",
                "mlflow.spanInputs": "1"}}]}}
            """);

    assertThat(report).isEqualTo(new ImportReport(1, 1, 0, 1, 0, List.of()));
    Trace trace = store.reader().trace("0123456789abcdef0123456789abcdef").orElseThrow();
    assertThat(trace.info().name()).isEqualTo("old");
    assertThat(trace.info().requestPreview()).isEqualTo("1");
  }

  @Test
  void theSpansFileOfAnArtifactFolderIsRead() {
    Trace golden = Trace.fromJson(GOLDEN);
    String spans =
        JsonWriter.write(Map.of("spans", golden.data().spans().stream().map(Span::toMap).toList()));

    assertThat(Examples.read(store, spans).spans()).isEqualTo(4);
    assertThat(store.reader().info(Trace.fromJson(GOLDEN).info().traceId())).isPresent();
  }

  @Test
  void oneOtlpDocumentIsReadWithSnakeCaseNamesToo() {
    String json =
        """
        {
          "resource_spans": [
            {"resource": {"attributes": [{"key": "service.name", "value": {"string_value": "s"}}]},
             "scope_spans": [{"spans": [
               {"trace_id": "0af7651916cd43dd8448eb211c80319c", "span_id": "00000000000000a1",
                "name": "a", "start_time_unix_nano": "1700000000000000000"},
               {"trace_id": "nothing", "span_id": "00000000000000a1"},
               7]}]},
            {"scope_spans": {}}
          ]
        }
        """;

    ImportReport report = Examples.read(store, json);

    assertThat(report.spans()).isEqualTo(1);
    assertThat(report.skipped())
        .extracting(Object::toString)
        .containsExactly(
            "file (line 1), span 2: traceId: \"nothing\" (expected: 32 hex digits, not all 0)",
            "file (line 1): spans 3: 7 (expected: an object)",
            "file (line 1): scope_spans: {...} (expected: a list)");
    assertThat(
            store
                .reader()
                .span("tr-0af7651916cd43dd8448eb211c80319c", "00000000000000a1")
                .orElseThrow()
                .resource()
                .attributes())
        .containsEntry("service.name", "s");
  }

  @Test
  void aDamagedLineCostsOnlyItself() {
    List<String> lines = Examples.text(Examples.filled(), ExportFormat.SPANLOOM).lines().toList();
    String text =
        lines.get(0)
            + "\n"
            + lines.get(1).substring(0, 100)
            + "\n\n{\"spanloom\": 2, \"info\": {}}\n[1, {}]\nnonsense\n"
            + lines.get(lines.size() - 1);

    ImportReport report = Examples.read(store, text);

    assertThat(report.traces()).isEqualTo(1);
    assertThat(report.skippedCount()).isEqualTo(5);
    assertThat(report.skipped())
        .extracting(ImportReport.Skipped::where)
        .containsExactly(
            "file line 2", "file line 4", "file line 5", "file line 5 element 2", "file line 6");
    assertThat(report.skipped())
        .extracting(ImportReport.Skipped::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).startsWith("damaged: Unexpected end-of-input"),
            reason -> assertThat(reason).startsWith("format version 2 (expected: 1; a later"),
            reason -> assertThat(reason).isEqualTo("element 1: 1 (expected: an object)"),
            reason -> assertThat(reason).startsWith("an object with the keys [] (expected: info"),
            reason -> assertThat(reason).startsWith("damaged: Unrecognized token 'nonsense'"));
  }

  @Test
  void aDamagedFirstLineDoesNotMakeALinesFileADocument() {
    List<String> lines = Examples.text(Examples.filled(), ExportFormat.MLFLOW).lines().toList();

    ImportReport report =
        Examples.read(store, lines.get(0).substring(0, 200) + "\n" + lines.get(1) + "\n");

    assertThat(report.traces()).isEqualTo(1);
    assertThat(report.skipped())
        .extracting(ImportReport.Skipped::where)
        .containsExactly("file line 1");
  }

  @Test
  void aDocumentIsReadUpToItsDamage() {
    ImportReport report = Examples.read(store, "[\n" + GOLDEN + ",\n{\"info\": nothing");

    assertThat(report.traces()).isEqualTo(1);
    assertThat(report.skipped()).hasSize(1);
    assertThat(report.skipped().get(0).where()).matches("file line 114, column \\d+");
    assertThat(report.skipped().get(0).reason())
        .startsWith("damaged, and not read any further: Unrecognized token");
  }

  @Test
  void whatATraceHasRightIsTakenAndTheRestIsNamed() {
    ImportReport report =
        Examples.read(
            store,
            """
            {"info": {"trace_id": "tr-0af7651916cd43dd8448eb211c80319c", "state": "PERFECT"},
             "data": {"spans": [{"name": "no id"}, {"attributes":
              {"mlflow.traceRequestId": "\\"tr-0af7651916cd43dd8448eb211c80319c\\""},
              "span_id": "AAAAAAAAAAE=", "start_time_unix_nano": 1}]}}
            """);

    assertThat(report.spans()).isEqualTo(1);
    assertThat(report.skipped())
        .extracting(Object::toString)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("file (line 1), span 1: span without attribute mlflow.trace"),
            second -> assertThat(second).startsWith("file (line 1): info:").contains("PERFECT"));
  }

  @Test
  void aTruncatedGzipFileGivesWhatItHolds() {
    byte[] whole = Examples.gzip(Examples.export(Examples.filled(), ExportFormat.SPANLOOM));

    ImportReport report = Examples.read(store, Arrays.copyOf(whole, whole.length - 40));

    assertThat(report.traces()).isPositive();
    assertThat(report.skipped()).hasSize(1);
    assertThat(report.skipped().get(0).toString())
        .matches("file line \\d+: the file is damaged or ends too early: .*");
  }

  @Test
  void aTruncatedProtobufFileGivesWhatItHolds() {
    byte[] whole = Examples.export(Examples.filled(), ExportFormat.OTLP_PROTOBUF);

    ImportReport report = Examples.read(store, Arrays.copyOf(whole, whole.length - 10));

    assertThat(report.spans()).isBetween(1L, 452L);
    assertThat(report.skipped().get(0).toString())
        .matches("file byte \\d+: the file ends too early: \\d+ bytes of \\d+ are there");
  }

  @Test
  void everyPrefixOfAnExportIsReadOrRefusedInWords() {
    TraceStore small = new InMemoryTraceStore();
    Examples.write(small, List.of(Examples.assessed(1, "0")), List.of(Examples.rich(1, 1)), "0");
    for (ExportFormat format : ExportFormat.values()) {
      byte[] whole = Examples.export(small, format);
      for (int length = 0; length < whole.length; length += 7) {
        for (byte[] content :
            List.of(
                Arrays.copyOf(whole, length),
                Arrays.copyOf(Examples.gzip(whole), Math.min(length, 400)))) {
          try {
            assertThat(Examples.read(new InMemoryTraceStore(), content)).isNotNull();
          } catch (MlflowException e) {
            assertThat(e).hasMessageContaining("expected");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SQLite format 3\0, which is not read as a file of traces",
        "PK\u0003\u0004 is a ZIP archive",
        "PAR1 is a Parquet file",
        "some text",
        "<xml/>",
        "\n\u0003abc no OTLP"
      })
  void aFileOfAnotherFormatIsAnErrorThatSaysWhichAreRead(String content) {
    assertThatThrownBy(
            () ->
                TraceImport.into(store)
                    .read(
                        new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1)),
                        "my.file"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("\"my.file\" is ")
        .hasMessageContaining("expected");
  }

  @Test
  void aMissingFileIsAnError() {
    assertThatThrownBy(() -> TraceImport.into(store).read(Path.of("no-such-file.jsonl")))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("no-such-file.jsonl")
        .hasMessageContaining("expected: a file or folder that can be read");
  }

  @Test
  void anEmptyFileIsReported() {
    assertThat(Examples.read(store, " \n").skipped())
        .extracting(Object::toString)
        .containsExactly("file: the file is empty");
  }

  @Test
  void allFilesOfAFolderAreReadAndTheOthersReported(@TempDir Path folder) throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("a")).resolve("trace.json"), GOLDEN);
    Files.write(
        folder.resolve("b.gz"),
        Examples.gzip(Examples.export(Examples.filled(), ExportFormat.OTLP_PROTOBUF)));
    Files.writeString(folder.resolve("c.txt"), "read me");

    ImportReport report = TraceImport.into(store).read(folder);

    assertThat(report.traces()).isEqualTo(4);
    assertThat(report.skipped()).extracting(ImportReport.Skipped::where).containsExactly("c.txt");
  }

  @Test
  void allGoesToTheExperimentThatIsAskedFor() {
    for (ExportFormat format : ExportFormat.values()) {
      TraceStore target = new InMemoryTraceStore();
      TraceImport.into(target)
          .experiment("from staging")
          .read(new ByteArrayInputStream(Examples.export(Examples.filled(), format)), "export");

      String id = target.experiments().getByName("from staging").orElseThrow().experimentId();
      assertThat(Examples.traces(target).values())
          .as(format.name())
          .allSatisfy(trace -> assertThat(trace.info().experimentId()).isEqualTo(id));
    }
  }

  @Test
  void progressIsTold() {
    long[] last = new long[1];
    TraceImport.into(store)
        .progress((done, total) -> last[0] = done)
        .read(
            new ByteArrayInputStream(Examples.export(Examples.filled(), ExportFormat.SPANLOOM)),
            "export");

    assertThat(last[0]).isEqualTo(4);
  }
}
