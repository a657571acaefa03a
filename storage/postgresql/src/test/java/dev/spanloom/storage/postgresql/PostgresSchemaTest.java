package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.sql.Table;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.testpostgresql.PostgresServer;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be in a database, and what becomes of it. */
class PostgresSchemaTest {
  /** Tables of the moment, and those that SQLite alone has. */
  private static final Set<String> OTHERS = Set.of("TRACE_IDS", "FRESH_POSTINGS");

  private final PostgresServer server = PostgresServer.shared();
  private String uri;
  private String database;

  @BeforeEach
  void makeDatabase() {
    uri = server.newDatabase();
    database = uri.substring(uri.lastIndexOf('/') + 1);
  }

  private List<String> answers(String sql) {
    try (PostgresEngine engine = PostgresEngine.open(PostgresUri.parse(uri + "?schema=other"))) {
      return engine.read(reader -> reader.list(sql, row -> row.getString(1)));
    }
  }

  @Test
  void everyTableHasTheColumnsThatBulkStatementsFill() throws Exception {
    try (PostgresEngine engine = PostgresEngine.open(PostgresUri.parse(uri))) {
      for (Field constant : Tables.class.getFields()) {
        if (constant.get(null) instanceof Table table && !OTHERS.contains(constant.getName())) {
          Map<String, String> expected = new LinkedHashMap<>();
          for (Table.Column column : table.columns()) {
            expected.put(
                column.name(),
                switch (column.type()) {
                  case INTEGER -> "bigint";
                  case REAL -> "double precision";
                  case TEXT -> "text C";
                  case BLOB -> "bytea";
                });
          }
          Map<String, String> columns = new LinkedHashMap<>();
          engine.read(
              sql ->
                  sql.list(
                      "SELECT column_name, concat_ws(' ', data_type, collation_name)"
                          + " FROM information_schema.columns"
                          + " WHERE table_schema = 'spanloom' AND table_name = ?",
                      row -> columns.put(row.getString(1), row.getString(2)),
                      table.name()));
          assertThat(columns).as(table.name()).containsExactlyInAnyOrderEntriesOf(expected);
        }
      }
    }
  }

  @Test
  void whatWasWrittenIsThereWhenTheDatabaseIsOpenedAgain() {
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      store.writer().write(Batches.of(1, 3));
    }
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      assertThat(store.reader().trace(Batches.traceId(1))).isPresent();
      assertThat(store.experiments().list()).hasSize(1);
    }
  }

  @Test
  void storesInSeveralSchemasKnowNothingOfEachOtherAndTouchNothingElse() {
    server.execute(database, "CREATE TABLE recipes (name text)");
    server.execute(database, "CREATE TABLE traces (mine text)");
    try (TraceStore one = PostgresTraceStore.open(uri);
        TraceStore two = PostgresTraceStore.open(uri + "?schema=user")) {
      one.writer().write(Batches.of(1, 3));
      assertThat(two.reader().trace(Batches.traceId(1))).isEmpty();
      assertThat(two.description()).endsWith("?schema=user");
    }
    assertThat(answers("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        .containsExactlyInAnyOrder("recipes", "traces");
  }

  @Test
  void aSchemaOfAnotherProgramIsRefusedAndLeftAlone() {
    server.execute(database, "CREATE SCHEMA spanloom");
    server.execute(database, "CREATE TABLE spanloom.recipes (name text)");
    assertThatThrownBy(() -> PostgresTraceStore.open(uri))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("recipes")
        .hasMessageContaining("another program")
        .hasMessageContaining("schema=NAME");
    assertThat(answers("SELECT tablename FROM pg_tables WHERE schemaname = 'spanloom'"))
        .containsExactly("recipes");
  }

  @Test
  void anEmptySchemaThatIsThereIsUsed() {
    server.execute(database, "CREATE SCHEMA spanloom");
    PostgresTraceStore.open(uri).close();
  }

  @Test
  void tablesOfANewerVersionAreRefused() {
    PostgresTraceStore.open(uri).close();
    server.execute(database, "INSERT INTO spanloom.migrations VALUES (99)");
    assertThatThrownBy(() -> PostgresTraceStore.open(uri))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("99")
        .hasMessageContaining("newer");
  }

  @Test
  void aMigrationThatFailsLeavesNothingBehind() {
    // a name that the tables need is taken, by what is no table
    server.execute(database, "CREATE SCHEMA spanloom");
    server.execute(database, "CREATE VIEW spanloom.words AS SELECT 1 AS word");
    assertThatThrownBy(() -> PostgresTraceStore.open(uri))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot open")
        .hasMessageContaining("words");
    assertThat(answers("SELECT tablename FROM pg_tables WHERE schemaname = 'spanloom'")).isEmpty();
  }

  @Test
  void severalThatOpenANewDatabaseAtOnceMakeItsTablesOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<TraceStore>> stores =
          pool.invokeAll(
              java.util.Collections.nCopies(
                  4, (Callable<TraceStore>) () -> PostgresTraceStore.open(uri)));
      List<String> ids = new ArrayList<>();
      for (Future<TraceStore> future : stores) {
        try (TraceStore store = future.get()) {
          store.writer().write(Batches.of(ids.size(), 1));
          ids.add(Batches.traceId(ids.size()));
          assertThat(store.reader().infos(ids)).hasSameSizeAs(ids);
        }
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aDatabaseOfAnotherEncodingIsRefused() {
    server.execute(
        "postgres",
        "CREATE DATABASE "
            + database
            + "_ascii ENCODING 'SQL_ASCII' TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'");
    assertThatThrownBy(() -> PostgresTraceStore.open(server.uri(database + "_ascii")))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("SQL_ASCII")
        .hasMessageContaining("expected: UTF8");
  }

  @Test
  void aUserWhoMayMakeNoSchemaIsToldSoAndOneWhoNeedsNoneMayWork() {
    String role = "worker_" + database;
    server.execute(database, "CREATE ROLE " + role + " LOGIN PASSWORD 'w0rk'");
    String login = uri.replaceFirst("//[^@]*@", "//" + role + ":w0rk@");
    assertThatThrownBy(() -> PostgresTraceStore.open(login))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("lacks a right")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("w0rk"));

    PostgresTraceStore.open(uri).close();
    server.execute(database, "GRANT USAGE ON SCHEMA spanloom TO " + role);
    server.execute(
        database,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA spanloom TO " + role);
    server.execute(
        database, "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA spanloom TO " + role);
    try (TraceStore store = PostgresTraceStore.open(login)) {
      store.writer().write(Batches.of(1, 3));
      assertThat(store.reader().trace(Batches.traceId(1))).isPresent();
    }
  }

  @Test
  void whatTheServerDefaultsToDoesNotMakeAcknowledgedWorkLessDurable() throws Exception {
    server.execute("postgres", "ALTER DATABASE " + database + " SET synchronous_commit TO off");
    try (PostgresEngine engine = PostgresEngine.open(PostgresUri.parse(uri));
        var writer = engine.openWriter()) {
      assertThat(
              writer.one("SELECT current_setting('synchronous_commit')", row -> row.getString(1)))
          .contains("on");
    }
  }
}
