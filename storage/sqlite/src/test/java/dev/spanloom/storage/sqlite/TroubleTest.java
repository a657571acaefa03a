package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanloom.entities.Experiment;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.store.SqlTraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full, files that others hold, folders that cannot be written. */
@Timeout(240)
class TroubleTest {
  private static final int ENOUGH_PAGES = 100_000;

  private Path file;

  @BeforeEach
  void chooseFile(@TempDir Path folder) {
    file = folder.resolve("traces.db");
  }

  private static void waitBrieflyForLocks(TraceStore store) {
    onWriter(store, sql -> sql.execute("PRAGMA busy_timeout = 100"));
  }

  /** Stands for a disk that has room for so many more pages of 4 KiB. */
  private static void leaveRoom(TraceStore store, int pages) {
    onWriter(
        store,
        sql -> {
          int used = sql.one("PRAGMA page_count", row -> row.getInt(1)).orElseThrow();
          sql.execute("PRAGMA max_page_count = " + (used + pages));
        });
  }

  private interface Setting {
    void apply(Sql sql) throws SQLException;
  }

  /** Sets something of the connection that writes. */
  private static void onWriter(TraceStore store, Setting setting) {
    ((SqlTraceStore) store)
        .behind(
            "setting",
            changes ->
                changes.change(
                    sql -> {
                      setting.apply(sql);
                      return true;
                    }));
  }

  /** Holds the file as another process does while it writes, until it is closed. */
  private Connection holdTheFile() throws SQLException {
    Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 30000"); // the store may be writing its index
      statement.execute("BEGIN IMMEDIATE");
    }
    return other;
  }

  private static void assertHolds(TraceStore store, List<Long> traces) {
    List<String> ids = traces.stream().map(Batches::traceId).toList();
    assertThat(store.reader().traces(ids))
        .hasSameSizeAs(ids)
        .allSatisfy(trace -> assertThat(trace.data().spans()).hasSize(3));
  }

  @Test
  void aFileThatAnotherProcessHoldsForTooLongIsNamedAndNothingIsLost() throws Exception {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      waitBrieflyForLocks(store);
      store.writer().write(Batches.of(1, 3));
      try (Connection other = holdTheFile()) {
        assertThatThrownBy(() -> store.writer().write(Batches.of(2, 3)))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("cannot write " + file)
            .hasMessageContaining("another process holds it")
            .hasMessageContaining("try again");
        assertHolds(store, List.of(1L));
        assertThat(store.reader().info(Batches.traceId(2))).isEmpty();
      }
      store.writer().write(Batches.of(2, 3));
      store.writer().write(Batches.of(3, 3));
      assertHolds(store, List.of(1L, 2L, 3L));
    }
  }

  @Test
  void aWriteWaitsForAnotherProcessThatHoldsTheFile() throws Exception {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      FutureTask<WriteResult> task = new FutureTask<>(() -> store.writer().write(Batches.of(1, 3)));
      Thread writer = new Thread(task);
      try (Connection other = holdTheFile()) {
        writer.start();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (writer.getState() != Thread.State.WAITING) {
          assertThat(System.nanoTime()).as("the writer waits").isLessThan(limit);
          Thread.onSpinWait();
        }
        assertThat(task).isNotDone();
      }
      task.get(60, TimeUnit.SECONDS);
      assertHolds(store, List.of(1L));
    }
  }

  @Test
  void aNewFileThatAnotherProcessHoldsIsNamed() throws Exception {
    Connections connections = new Connections(file);
    try (Sql sql = connections.openWriter()) {
      sql.execute("PRAGMA busy_timeout = 100");
      try (Connection other = holdTheFile()) {
        assertThatThrownBy(() -> Schema.migrate(sql, file.toString()))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("SQLITE_BUSY");
      }
      Schema.migrate(sql, file.toString());
    }
    SqliteTraceStore.open(file).close();
  }

  /** A trace whose payload cannot be made smaller. */
  private static WriteBatch large(long number) {
    byte[] noise = new byte[60_000];
    new Random(number).nextBytes(noise);
    String output = HexFormat.of().formatHex(noise);
    return new WriteBatch(List.of(), Batches.spans(number, 3, output), Experiment.DEFAULT_ID);
  }

  @Test
  void aFullDiskIsNamedAndNothingThatWasAcknowledgedIsLost() throws Exception {
    List<Long> acknowledged = new ArrayList<>();
    try (TraceStore store = SqliteTraceStore.open(file)) {
      leaveRoom(store, 300);
      assertThatThrownBy(
              () -> {
                for (long i = 0; i < 1000; i++) {
                  store.writer().write(large(i));
                  acknowledged.add(i);
                }
              })
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("cannot write " + file)
          .hasMessageContaining("disk is full")
          .hasMessageContaining("make room");
      long refused = acknowledged.size();
      assertThat(refused).isPositive();
      assertThat(store.reader().info(Batches.traceId(refused))).isEmpty();

      leaveRoom(store, ENOUGH_PAGES);
      store.writer().write(large(refused));
      acknowledged.add(refused);
      assertHolds(store, acknowledged);
    }
    try (TraceStore store = SqliteTraceStore.open(file)) {
      assertHolds(store, acknowledged);
    }
    assertSound();
  }

  @Test
  void smallWritesGoOnBesideOneThatFindsNoRoom() {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      leaveRoom(store, 10);
      store.writer().write(Batches.of(1, 3));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> store.writer().write(large(2)))
            .hasMessageContaining("disk is full");
      }
      store.writer().write(Batches.of(3, 3));
      assertHolds(store, List.of(1L, 3L));
    }
  }

  private void assertSound() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(rows.getString(1)).isEqualTo("ok");
    }
  }

  @Test
  void aDiskThatIsFullBeforeTheTablesAreMadeIsSaid() throws Exception {
    Connections connections = new Connections(file);
    try (Sql sql = connections.openWriter()) {
      sql.execute("PRAGMA max_page_count = 5");
      assertThatThrownBy(() -> Schema.migrate(sql, file.toString()))
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(connections.failed("open", e)).hasMessageContaining("disk is full"));
      sql.execute("PRAGMA max_page_count = " + ENOUGH_PAGES);
      Schema.migrate(sql, file.toString());
    }
    assertThatCode(() -> SqliteTraceStore.open(file).close()).doesNotThrowAnyException();
  }

  @Test
  void aFileInPlaceOfTheFolderIsNamed() throws Exception {
    Path noFolder = Files.createFile(file.resolveSibling("a-file"));
    assertThatThrownBy(() -> SqliteTraceStore.open(noFolder.resolve("traces.db")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(noFolder.toString())
        .hasMessageContaining("is no folder");
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    // not even the superuser may create files here
    Path readOnly = Path.of("/proc/self");
    assumeTrue(Files.isDirectory(readOnly), "no folder that nobody can write");
    Path unwritable = readOnly.resolve("traces.db");
    assertThatThrownBy(() -> SqliteTraceStore.open(unwritable))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot open " + unwritable)
        .hasMessageContaining("can be written");
  }
}
