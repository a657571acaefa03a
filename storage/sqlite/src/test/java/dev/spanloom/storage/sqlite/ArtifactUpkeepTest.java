package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.StoreHealth.Problem;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files beside traces that are damaged, left behind, or not whole. */
class ArtifactUpkeepTest {
  private static final ArtifactPath PATH = new ArtifactPath("a/b");
  private static final byte[] CONTENT = new byte[2_500_000];

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void storeAFile() {
    new Random(1).nextBytes(CONTENT);
    file = folder.resolve("traces.db");
    try (TraceStore store = SqliteTraceStore.open(file);
        ArtifactUpload upload = store.artifacts().upload(PATH)) {
      upload.write(CONTENT, 0, CONTENT.length);
      upload.commit();
    }
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
    }
  }

  private long count(String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return rows.getLong(1);
    }
  }

  private void assertDamaged(String what) throws IOException {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().check())
          .extracting(Problem::what)
          .anySatisfy(problem -> assertThat(problem).contains("artifact a/b").contains(what));
      InputStream in = store.artifacts().open(PATH).orElseThrow().stream();
      assertThat(in.readNBytes(1 << 20)).startsWith(CONTENT[0], CONTENT[1], CONTENT[2]);
      assertThatIOException().isThrownBy(in::readAllBytes).withMessageContaining("a/b");
    }
  }

  @Test
  void aFlippedByteIsNoticed() throws Exception {
    change(
        "UPDATE artifact_pieces SET data = CAST(substr(data, 1, 500000) || x'7f' ||"
            + " substr(data, 500002) AS BLOB) WHERE piece_id % 2 = 1");
    assertDamaged("is damaged");
  }

  @Test
  void aMissingPieceIsNoticed() throws Exception {
    change("DELETE FROM artifact_pieces WHERE piece_id % 2 = 1");
    assertDamaged("is missing");
  }

  @Test
  void aFileOfATraceThatIsGoneIsNoticed() throws Exception {
    change("UPDATE artifacts SET path = '0/traces/tr-1/artifacts/f', trace_id = 'tr-1'");
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().check())
          .extracting(Problem::what)
          .containsExactly("artifact 0/traces/tr-1/artifacts/f is of a trace that is gone");
    }
  }

  @Test
  void uploadsThatNeverEndedAreSweptAfterADay() throws Exception {
    change(
        "INSERT INTO artifacts VALUES (100, NULL, NULL, 0, 0, 1), (101, NULL, NULL, 0, 0, "
            + System.currentTimeMillis()
            + ")");
    change("INSERT INTO artifact_pieces VALUES (100 << 20, x'00'), (101 << 20, x'00')");
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertThat(store.health().check()).isEmpty();
      store.health().compact(Progress.NONE);
      assertThat(store.artifacts().open(PATH).orElseThrow().stream().readAllBytes())
          .isEqualTo(CONTENT);
    }
    assertThat(count("artifacts")).isEqualTo(2);
    assertThat(count("artifact_pieces")).isEqualTo(3 + 1);
  }
}
