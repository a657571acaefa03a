package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.testjvms.IdlePort;
import dev.spanloom.testpostgresql.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that are away, that refuse, that are held up by others. */
@Timeout(240)
class TroubleTest {
  private final PostgresServer server = PostgresServer.shared();

  private static String nameOf(String uri) {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  @Test
  void aServerThatIsAwayIsNamedAndWorkGoesOnByItselfOnceItIsBack() {
    try (PostgresServer own = PostgresServer.start()) {
      String uri = own.newDatabase();
      try (TraceStore store = PostgresTraceStore.open(uri)) {
        store.writer().write(Batches.of(1, 3));
        own.stop();
        assertThatThrownBy(() -> store.writer().write(Batches.of(2, 3)))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("127.0.0.1:" + own.port())
            .hasMessageContaining("does not answer")
            .hasMessageContaining("goes on by itself");
        assertThatThrownBy(() -> store.reader().info(Batches.traceId(1)))
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("cannot read postgresql://127.0.0.1:" + own.port())
            .hasMessageContaining("does not answer")
            .satisfies(e -> assertThat(e.getMessage()).doesNotContain(PostgresServer.PASSWORD));
        own.restart();
        store.writer().write(Batches.of(2, 3));
        assertThat(store.reader().traces(List.of(Batches.traceId(1), Batches.traceId(2))))
            .hasSize(2);
      }
    }
  }

  @Test
  void aRestartBetweenTwoCallsGoesUnnoticed() {
    try (PostgresServer own = PostgresServer.start()) {
      try (TraceStore store = PostgresTraceStore.open(own.newDatabase())) {
        store.writer().write(Batches.of(1, 3));
        assertThat(store.reader().info(Batches.traceId(1))).isPresent();
        own.kill();
        own.restart();
        assertThat(store.reader().info(Batches.traceId(1))).isPresent();
        store.writer().write(Batches.of(2, 3));
        assertThat(store.reader().info(Batches.traceId(2))).isPresent();
      }
    }
  }

  @Test
  void whereNobodyListensIsSaid() throws Exception {
    try (IdlePort idle = IdlePort.any()) {
      int port = idle.number();
      assertThatThrownBy(() -> PostgresTraceStore.open("postgresql://a:b@127.0.0.1:" + port + "/d"))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("cannot open postgresql://127.0.0.1:" + port + "/d")
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void aWrongPasswordIsSaidAndNotShown() {
    String uri = server.newDatabase().replaceFirst("//[^@]*@", "//spanloom:wr0ng@");
    assertThatThrownBy(() -> PostgresTraceStore.open(uri))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("refuses the login")
        .hasMessageContaining("PGPASSWORD")
        .satisfies(
            e -> {
              for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("wr0ng");
              }
            });
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> PostgresTraceStore.open(server.uri("nowhere")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("CREATE DATABASE \"nowhere\"");
  }

  @Test
  void aServerThatTakesNoWritesIsSaid() {
    String uri = server.newDatabase();
    PostgresTraceStore.open(uri).close();
    server.execute(
        "postgres", "ALTER DATABASE " + nameOf(uri) + " SET default_transaction_read_only TO on");
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      assertThatThrownBy(() -> store.writer().write(Batches.of(1, 3)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("connect to the primary");
      assertThat(store.reader().info(Batches.traceId(1))).isEmpty();
    }
  }

  @Test
  void tablesThatAreGoneAreSaid() {
    String uri = server.newDatabase();
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      server.execute(nameOf(uri), "DROP TABLE spanloom.trace_info");
      assertThatThrownBy(() -> store.writer().write(Batches.of(1, 3)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("trace_info")
          .hasMessageContaining("missing");
    }
  }

  @Test
  void aWriteWaitsForAnotherWriter() throws Exception {
    String uri = server.newDatabase();
    try (TraceStore store = PostgresTraceStore.open(uri);
        Connection other =
            DriverManager.getConnection(
                PostgresUri.parse(uri).jdbcUrl(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = other.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(" + PostgresEngine.lockOf("spanloom") + ")");
      FutureTask<Boolean> write =
          new FutureTask<>(
              () -> {
                store.writer().write(Batches.of(1, 3));
                return true;
              });
      new Thread(write).start();
      awaitSomebodyWho(statement, "wait_event = 'advisory'");
      assertThat(write).isNotDone();
      statement.execute("SELECT pg_advisory_unlock_all()");
      assertThat(write.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitSomebodyWho(Statement statement, String condition) throws SQLException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    boolean found = false;
    while (!found) {
      assertThat(System.nanoTime()).as(condition).isLessThan(limit);
      try (var rows =
          statement.executeQuery(
              "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND "
                  + condition)) {
        found = rows.next();
      }
    }
  }

  @Test
  void aConnectionThatTheAdministratorEndsIsReplaced() {
    String uri = server.newDatabase();
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      store.writer().write(Batches.of(1, 3));
      assertThat(store.reader().info(Batches.traceId(1))).isPresent();
      server.execute(
          "postgres",
          "SELECT pg_terminate_backend(pid, 30000) FROM pg_stat_activity WHERE datname = '"
              + nameOf(uri)
              + "'");
      store.writer().write(Batches.of(2, 3));
      assertThat(store.reader().info(Batches.traceId(2))).isPresent();
    }
  }

  @Test
  void aClosedStoreRefusesToWork() {
    TraceStore store = PostgresTraceStore.open(server.newDatabase());
    store.close();
    assertThatThrownBy(() -> store.writer().write(Batches.of(1, 3)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> store.reader().info(Batches.traceId(1)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aClosedStoreLeavesNoConnectionBehind() throws Exception {
    String uri = server.newDatabase();
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      store.writer().write(Batches.of(1, 3));
      assertThat(store.reader().info(Batches.traceId(1))).isPresent();
    }
    try (Connection other =
            DriverManager.getConnection(
                PostgresUri.parse(uri).jdbcUrl(), PostgresServer.USER, PostgresServer.PASSWORD);
        Statement statement = other.createStatement()) {
      awaitSomebodyWho(
          statement,
          "NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
              + " AND application_name = 'spanloom')");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "53100, make room",
    "53300, max_connections",
    "55P03, another process holds a lock",
    "XX001, restore a backup",
    "42501, lacks a right",
    "57P03, goes on by itself",
    "99999, see the cause",
  })
  void everyFailureComesWithWhatToDo(String state, String advice) {
    PostgresUri uri = PostgresUri.parse("postgresql://ann:hush@h/d", name -> null);
    StorageException failed =
        PostgresErrors.failed("write", uri, new SQLException("it said hush", state));
    assertThat(failed)
        .hasMessageStartingWith("cannot write postgresql://h/d: ")
        .hasMessageContaining(advice)
        .hasMessageEndingWith("(it said ***)");
  }
}
