package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Trace;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of earlier versions. */
class MigrationTest {
  private static final int TRACES = 450; // more than move at once

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void makeFileOfVersion1() throws SQLException {
    file = folder.resolve("old.db");
    OldFile.make(file, TRACES);
  }

  @Test
  void everythingOfVersion1IsThereAndFound() throws SQLException {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      Trace trace = store.reader().trace(Batches.traceId(3)).orElseThrow();
      assertThat(trace.data().spans()).containsExactly(OldFile.span(3));
      assertThat(trace.info().tags()).containsAllEntriesOf(Map.of("env", "prod"));
      assertThat(trace.info().traceMetadata()).containsEntry("run", "r3");
      assertThat(trace.info().assessments()).hasSize(1);
      assertThat(
              store
                  .search()
                  .count(
                      TraceQuery.builder("7")
                          .filter(
                              FilterParser.parse(
                                  "tag.env = 'prod' AND feedback.ok = true AND trace.text LIKE '%question%'"))
                          .build()))
          .isEqualTo(TRACES);
      assertThat(store.experiments().getByName("shop")).isPresent();
      assertThat(store.experiments().create("new").experimentId()).isEqualTo("8");
      ArtifactPath path = ArtifactPath.ofTrace("7", Batches.traceId(3), "f");
      try (ArtifactUpload upload = store.artifacts().upload(path)) {
        upload.write(new byte[] {1, 2}, 0, 2);
        assertThat(upload.commit().sizeBytes()).isEqualTo(2);
      }
      assertThat(store.artifacts().open(path)).isPresent();
      assertThat(store.health().check()).isEmpty();
    }
    assertThat(OldFile.tablesOf(file)).isEmpty();
  }

  @Test
  void aMigratedFileIsNotMigratedAgain() throws SQLException {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().stats().traces()).isEqualTo(TRACES);
    }
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().stats().traces()).isEqualTo(TRACES);
      assertThat(store.health().stats().spans()).isEqualTo(TRACES);
      assertThat(store.health().stats().schemaVersion()).isEqualTo(Schema.NEWEST);
    }
  }
}
