package dev.spanloom.storage.sqlite;

import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.store.SqlTraceStore;
import dev.spanloom.testjvms.Jdk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Migrates a file of version 1 up to a point, where its process is gone at once. */
final class MigrationCrash {
  static final int EXIT = 77;

  private MigrationCrash() {}

  /** Arguments: the file, where, a number. */
  public static void main(String[] arguments) throws SQLException {
    Path file = Path.of(arguments[0]);
    int number = Integer.parseInt(arguments[2]);
    SqliteEngine engine = new SqliteEngine(file);
    try (Sql sql = engine.openWriter()) {
      if (arguments[1].equals("tables")) {
        makeTables(sql, number);
      }
      Schema.migrate(sql, file.toString());
    }
    boolean durable = arguments[1].equals("after");
    SqlTraceStore store = SqlTraceStore.open(engine);
    store.behind(
        "migration",
        changes -> new OldTraces(engine, store).move(crashing(changes, number, durable)));
  }

  /** Does as {@link Schema} does, so many statements or all, with pages in the log already. */
  private static void makeTables(Sql sql, int count) throws SQLException {
    sql.execute("PRAGMA cache_size = 1");
    sql.execute("BEGIN IMMEDIATE");
    List<String> statements =
        Stream.of(SchemaV2.AFTER_V1, SchemaV2.TABLES).flatMap(List::stream).toList();
    for (String statement : statements.subList(0, Math.min(count, statements.size()))) {
      sql.execute(statement);
    }
    Runtime.getRuntime().halt(EXIT);
  }

  private static Engine.Changes crashing(Engine.Changes changes, int last, boolean durable) {
    AtomicInteger count = new AtomicInteger();
    return new Engine.Changes() {
      @Override
      public <T> T change(Engine.GroupChange<T> change) {
        boolean here = count.incrementAndGet() == last;
        T result =
            changes.change(
                sql -> {
                  T made = change.apply(sql);
                  if (here && !durable) {
                    Runtime.getRuntime().halt(EXIT);
                  }
                  return made;
                });
        if (here) {
          Runtime.getRuntime().halt(EXIT);
        }
        return result;
      }
    };
  }

  /** Runs it in a process of its own. */
  static int run(Path file, String where, int number) throws IOException, InterruptedException {
    return new ProcessBuilder(
            Jdk.RUNNING.java().toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            MigrationCrash.class.getName(),
            file.toString(),
            where,
            Integer.toString(number))
        .inheritIO()
        .start()
        .waitFor();
  }
}
