package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.contract.Batches;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong with a file, and what is said then. */
class SqliteFileTest {
  private Path file;

  @BeforeEach
  void chooseFile(@TempDir Path folder) {
    file = folder.resolve("traces.db");
  }

  private TraceStore open() {
    return SqliteTraceStore.open(file);
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement work = connection.createStatement()) {
      work.execute(statement);
    }
  }

  private List<String> answers(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement work = connection.createStatement();
        ResultSet rows = work.executeQuery(query)) {
      List<String> answers = new ArrayList<>();
      while (rows.next()) {
        answers.add(rows.getString(rows.getMetaData().getColumnCount()));
      }
      return answers;
    }
  }

  private static WriteBatch batch(String traceId) {
    return new WriteBatch(List.of(TraceInfo.builder(traceId).build()), List.of(), "0");
  }

  @Test
  void whatWasWrittenIsThereWhenTheFileIsOpenedAgain() {
    try (TraceStore store = open()) {
      store.writer().write(batch("tr-1"));
    }
    try (TraceStore store = open()) {
      assertThat(store.reader().info("tr-1")).isPresent();
      assertThat(store.experiments().list()).hasSize(1);
    }
  }

  @Test
  void aClosedFileLeavesNoLogBehind() {
    try (TraceStore store = open()) {
      store.writer().write(batch("tr-1"));
    }
    assertThat(file.resolveSibling("traces.db-wal")).doesNotExist();
  }

  @Test
  void aClosedStoreRefusesToWork() {
    TraceStore store = open();
    store.close();
    assertThatThrownBy(() -> store.writer().write(batch("tr-1")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.reader().info("tr-1"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path missing = file.resolveSibling("missing");
    assertThatThrownBy(() -> SqliteTraceStore.open(missing.resolve("traces.db")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void aFolderInPlaceOfTheFileIsNamed() throws Exception {
    Files.createDirectory(file);
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    byte[] content =
        "this is a text and no database at all\n".repeat(50).getBytes(StandardCharsets.UTF_8);
    Files.write(file, content);
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("no SQLite database");
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
  }

  @Test
  void theDatabaseOfAnotherProgramIsRefused() throws Exception {
    sql("CREATE TABLE recipes (name TEXT)");
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("recipes")
        .hasMessageContaining("another program");
    assertThat(answers("SELECT name FROM sqlite_master")).containsExactly("recipes");
  }

  @Test
  void aFileOfANewerVersionIsRefused() throws Exception {
    open().close();
    sql("PRAGMA user_version = 99");
    assertThatThrownBy(this::open)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("99")
        .hasMessageContaining("newer");
  }

  @Test
  void aDamagedFileIsNamed() throws Exception {
    try (TraceStore store = open()) {
      for (int i = 0; i < 200; i++) {
        store.writer().write(batch("tr-" + i));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 4096, bytes.length, (byte) 0x55);
    Files.write(file, bytes);
    assertThatThrownBy(
            () -> {
              try (TraceStore store = open()) {
                store.reader().info("tr-7");
              }
            })
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("damaged");
  }

  @Test
  void aPayloadThatWasReplacedIsRemoved() throws Exception {
    try (TraceStore store = open()) {
      for (int i = 0; i < 10; i++) {
        store.writer().write(Batches.of(1, 3));
      }
    }
    assertThat(answers("SELECT count(*) FROM chunks")).containsExactly("1");
    assertThat(answers("SELECT span_count FROM traces")).containsExactly("3");
  }
}
