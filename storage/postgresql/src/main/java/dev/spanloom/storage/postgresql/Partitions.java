package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.Counters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The partitions of payloads, by time. Numbers of chunks are given in the order of arrival, and
 * each partition has 2^36 of them: a new one begins when the newest has been there for some days,
 * and the numbers then jump to its first. A partition whose chunks are all gone is dropped, which
 * gives its space back at once. Thread-safe.
 */
final class Partitions {
  /** A chunk lies in partition {@code chunk_id >> SHIFT}. */
  static final int SHIFT = 36;

  static final List<String> TABLES = List.of("payloads");

  private static final System.Logger LOG = System.getLogger(Partitions.class.getName());
  private static final long RETRY_MILLIS = TimeUnit.MINUTES.toMillis(10);

  /** Whoever took a number of the partition before the newest has used it by then. */
  private static final long GRACE_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final Connector connector;
  private final long lengthMillis;
  private final AtomicLong nextLookMillis = new AtomicLong();

  Partitions(Connector connector, int days) {
    this.connector = connector;
    this.lengthMillis = TimeUnit.DAYS.toMillis(days);
  }

  /** Opens connections that may write, in auto-commit mode. */
  interface Connector {
    Connection connect() throws SQLException;
  }

  /** A partition: its number, and when it became the newest. */
  record Partition(long number, long sinceMillis) {
    long firstChunk() {
      return number << SHIFT;
    }

    String table(String parent) {
      return parent + "_" + number;
    }
  }

  /**
   * Begins a new partition when it is time. Called by a writer, which holds the lock of writers,
   * before it takes numbers. That it cannot be begun is no reason not to write: it is tried again
   * later.
   */
  void advance(long nowMillis) {
    long look = nextLookMillis.get();
    if (nowMillis < look || !nextLookMillis.compareAndSet(look, nowMillis + RETRY_MILLIS)) {
      return;
    }
    try (Connection connection = connector.connect()) {
      Partition newest = newest(connection);
      if (nowMillis - newest.sinceMillis >= lengthMillis) {
        newest = begin(connection, newest, nowMillis);
      }
      jump(connection, newest);
      nextLookMillis.set(Math.max(newest.sinceMillis + lengthMillis, nowMillis + 1));
    } catch (SQLException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a new partition cannot be begun; the old one is used, and it is tried again in "
              + TimeUnit.MILLISECONDS.toMinutes(RETRY_MILLIS)
              + " minutes",
          e);
    }
  }

  private static Partition begin(Connection connection, Partition newest, long nowMillis)
      throws SQLException {
    Partition next = new Partition(newest.number + 1, nowMillis);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // somebody who drops a partition may wait for the writer that waits for this
      statement.execute("SET LOCAL lock_timeout TO '2s'");
      statement.execute("LOCK TABLE partitions IN EXCLUSIVE MODE");
      Partition meanwhile = newest(connection);
      if (meanwhile.number > newest.number) {
        return meanwhile;
      }
      create(statement, next);
      connection.commit();
      return next;
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  /** Makes the tables of a partition without locking out those who read and write. */
  static void create(Statement statement, Partition partition) throws SQLException {
    for (String parent : TABLES) {
      String table = partition.table(parent);
      statement.execute(
          "CREATE TABLE " + table + " (LIKE " + parent + " INCLUDING ALL EXCLUDING INDEXES)");
      statement.execute(
          "ALTER TABLE "
              + parent
              + " ATTACH PARTITION "
              + table
              + " FOR VALUES FROM ("
              + partition.firstChunk()
              + ") TO ("
              + new Partition(partition.number + 1, 0).firstChunk()
              + ")");
    }
    statement.execute(
        "INSERT INTO partitions (partition_no, since_ms) VALUES ("
            + partition.number
            + ", "
            + partition.sinceMillis
            + ")");
  }

  /** From now on numbers are of the newest partition. */
  private static void jump(Connection connection, Partition newest) throws SQLException {
    String sequence = PostgresDialect.sequence(Counters.CHUNK_ID);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SELECT setval('"
              + sequence
              + "', "
              + newest.firstChunk()
              + ", false) FROM "
              + sequence
              + " WHERE last_value < "
              + newest.firstChunk());
    }
  }

  private static Partition newest(Connection connection) throws SQLException {
    List<Partition> all = all(connection);
    if (all.isEmpty()) {
      throw new SQLException("the table of partitions is empty", "XX001");
    }
    return all.get(all.size() - 1);
  }

  /** All partitions, the oldest first. */
  static List<Partition> all(Connection connection) throws SQLException {
    List<Partition> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT partition_no, since_ms FROM partitions ORDER BY partition_no")) {
      while (rows.next()) {
        all.add(new Partition(rows.getLong(1), rows.getLong(2)));
      }
    }
    return all;
  }

  /**
   * Drops the partitions that have no chunk any more, and are not those that writers may still use.
   *
   * @return how many
   */
  int dropEmpty(long nowMillis) throws SQLException {
    int dropped = 0;
    try (Connection connection = connector.connect()) {
      List<Partition> all = all(connection);
      for (int i = 0; i < all.size() - 1; i++) {
        Partition next = all.get(i + 1);
        boolean closed = nowMillis - next.sinceMillis >= GRACE_MILLIS;
        if (closed && isEmpty(connection, all.get(i), next)) {
          drop(connection, all.get(i));
          dropped++;
        }
      }
    }
    return dropped;
  }

  private static boolean isEmpty(Connection connection, Partition partition, Partition next)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT 1 FROM chunks WHERE chunk_id >= ? AND chunk_id < ? LIMIT 1")) {
      statement.setLong(1, partition.firstChunk());
      statement.setLong(2, next.firstChunk());
      try (ResultSet rows = statement.executeQuery()) {
        return !rows.next();
      }
    }
  }

  /** Each step may be the last, if the process ends; whoever comes next goes on from there. */
  private static void drop(Connection connection, Partition partition) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String parent : TABLES) {
        String table = partition.table(parent);
        String detach = "ALTER TABLE " + parent + " DETACH PARTITION " + table;
        Attachment attachment = attachment(connection, parent, table);
        if (attachment == Attachment.WHOLE) {
          statement.execute(detach + " CONCURRENTLY");
        } else if (attachment == Attachment.PENDING) {
          statement.execute(detach + " FINALIZE");
        }
        statement.execute("DROP TABLE IF EXISTS " + table);
      }
      statement.execute("DELETE FROM partitions WHERE partition_no = " + partition.number);
    }
  }

  private enum Attachment {
    WHOLE,
    PENDING,
    NONE
  }

  private static Attachment attachment(Connection connection, String parent, String table)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT inhdetachpending FROM pg_inherits"
                + " WHERE inhparent = to_regclass(?) AND inhrelid = to_regclass(?)")) {
      statement.setString(1, parent);
      statement.setString(2, table);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          return Attachment.NONE;
        }
        return rows.getBoolean(1) ? Attachment.PENDING : Attachment.WHOLE;
      }
    }
  }
}
