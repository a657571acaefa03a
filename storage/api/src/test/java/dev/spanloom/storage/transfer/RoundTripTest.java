package dev.spanloom.storage.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is exported and read into another store is there as it was, as far as the format goes. */
class RoundTripTest {
  private final TraceStore from = Examples.filled();
  private final TraceStore to = new InMemoryTraceStore();

  @Test
  void ourOwnFormatLosesNothing() {
    ImportReport report = Examples.read(to, Examples.export(from, ExportFormat.SPANLOOM));

    assertThat(Examples.traces(to)).isEqualTo(Examples.traces(from)).hasSize(4);
    assertThat(report).isEqualTo(new ImportReport(4, 453, 4, 2, 0, List.of()));
    assertThat(to.experiments().getByName("shop").orElseThrow().tags())
        .isEqualTo(Map.of("owner", "ann"));
  }

  @Test
  void experimentsAreFoundByNameWhateverTheirIds() {
    to.experiments().create("another");
    Examples.read(to, Examples.export(from, ExportFormat.SPANLOOM));

    String shop = to.experiments().getByName("shop").orElseThrow().experimentId();
    assertThat(to.reader().info(Examples.traceId(4)).orElseThrow().experimentId()).isEqualTo(shop);
    assertThat(to.reader().info(Examples.traceId(1)).orElseThrow().experimentId()).isEqualTo("0");
  }

  @Test
  void readingAnExportAgainChangesNothing() {
    byte[] export = Examples.export(from, ExportFormat.SPANLOOM);
    Examples.read(to, export);
    ImportReport again = Examples.read(to, export);

    assertThat(again.isComplete()).isTrue();
    assertThat(Examples.traces(to)).isEqualTo(Examples.traces(from));
  }

  @Test
  void mlflowsFormatLosesOnlyWhatMlflowDoesNotKnow() {
    ImportReport report = Examples.read(to, Examples.export(from, ExportFormat.MLFLOW));

    assertThat(report).isEqualTo(new ImportReport(4, 453, 4, 2, 0, List.of()));
    Map<String, Trace> expected = Examples.traces(from);
    String imported = to.experiments().getByName("imported-1").orElseThrow().experimentId();
    Examples.traces(to)
        .forEach(
            (id, trace) -> {
              Trace original = expected.get(id);
              assertThat(known(trace.info())).isEqualTo(known(original.info()));
              assertThat(trace.data().spans().stream().map(RoundTripTest::asMlflowKnowsIt))
                  .isEqualTo(
                      original.data().spans().stream()
                          .map(RoundTripTest::asMlflowKnowsIt)
                          .toList());
            });
    assertThat(to.reader().info(Examples.traceId(4)).orElseThrow().experimentId())
        .isEqualTo(imported);
  }

  /** Without the place, and without the size, which the wider JSON of NaN and bytes changes. */
  private static Map<String, Object> known(TraceInfo info) {
    Map<String, Object> map = info.toMap();
    Map<String, String> tags = new java.util.TreeMap<>(info.tags());
    tags.remove("mlflow.artifactLocation");
    Map<String, String> metadata = new java.util.TreeMap<>(info.traceMetadata());
    metadata.keySet().removeIf(key -> key.startsWith("mlflow.trace.size"));
    map.put("tags", tags);
    map.put("trace_metadata", metadata);
    map.remove("trace_location");
    return map;
  }

  private static Map<String, Object> asMlflowKnowsIt(Span span) {
    Map<String, Object> map = span.toMap();
    map.remove("links"); // their trace state is lost
    return map;
  }

  @ParameterizedTest
  @EnumSource(
      value = ExportFormat.class,
      names = {"OTLP_JSON", "OTLP_PROTOBUF"})
  void otlpLosesNothingOfSpans(ExportFormat format) {
    ImportReport report = Examples.read(to, Examples.export(from, format));

    assertThat(report).isEqualTo(new ImportReport(3, 453, 0, 1, 0, List.of()));
    List<Span> expected = new ArrayList<>();
    Examples.traces(from).values().forEach(trace -> expected.addAll(trace.data().spans()));
    List<Span> read = new ArrayList<>();
    Examples.traces(to).values().forEach(trace -> read.addAll(trace.data().spans()));
    assertThat(read).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void aFileWhoseNameEndsWithGzIsCompressed(ExportFormat format, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("traces.gz");
    Files.writeString(file, "an older export");

    long written =
        TraceExport.of(from).write(Examples.all(from), format, file, (done, total) -> {});

    assertThat(written).isEqualTo(4);
    assertThat(Files.readAllBytes(file)).startsWith(0x1F, 0x8B);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(TraceImport.into(to).read(file).spans()).isEqualTo(453);
  }

  @Test
  void anExportHasOnlyWhatTheQueryFinds() throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    long written =
        TraceExport.of(from)
            .write(
                dev.spanloom.storage.TraceQuery.builder("0", "1")
                    .maxResults(1)
                    .clientRequestId("request 4")
                    .build(),
                ExportFormat.SPANLOOM,
                out,
                (done, total) -> {});

    assertThat(written).isEqualTo(1);
    assertThat(Examples.read(to, out.toByteArray()).traces()).isEqualTo(1);
  }

  @Test
  void aLargeTraceIsWrittenInPieces() {
    assertThat(
            Examples.text(from, ExportFormat.SPANLOOM)
                .lines()
                .filter(line -> line.contains("\"trace_id\": \"" + Examples.traceId(2))))
        .hasSize(3);
  }

  @Test
  void resourceAndScopeSurviveWhereTheFormatHasThem() {
    Examples.read(to, Examples.export(from, ExportFormat.OTLP_JSON));

    Span span = to.reader().span(Examples.traceId(4), "0000000000000001").orElseThrow();
    assertThat(span.resource())
        .isEqualTo(new OtelResource(Map.of("service.name", "shop"), "https://schema/r", 1));
    assertThat(span.scope())
        .isEqualTo(new OtelScope("lib", "1.0", Map.of("s", 1L), "https://schema/s", 0));
  }
}
