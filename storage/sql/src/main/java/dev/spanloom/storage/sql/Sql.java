package dev.spanloom.storage.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements, each prepared once. Values are always parameters.
 * Bulk statements take so many rows here that few of them do; an engine with a network between
 * makes fewer trips still. Not thread-safe; owns the connection.
 */
public class Sql implements AutoCloseable {
  private static final int MAX_PREPARED = 400;

  /**
   * A statement costs several times as much as a row: many rows go into one, and what is left over
   * into as few as can be.
   */
  private static final int[] ROWS_AT_ONCE = {64, 32, 16, 8, 4, 2, 1};

  private static final int[] ONE_BY_ONE = {1};

  private final Connection connection;
  private final Map<String, Object> memory = new HashMap<>();
  private boolean inTransaction;

  /** What inserts are written as: those of many rows are long. */
  private final Map<Insert, String> inserts = new HashMap<>();

  /** Searches come in many shapes; those not used for long make room. */
  private final Map<String, PreparedStatement> prepared = new LinkedHashMap<>(64, 0.75f, true);

  public Sql(Connection connection) {
    this.connection = connection;
  }

  private record Insert(String table, int rows, String onConflict) {}

  /** Reads one row. */
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Takes one row; false ends the reading. */
  public interface RowVisitor {
    boolean visit(ResultSet row) throws SQLException;
  }

  /** What is done with a statement that has its parameters. */
  private interface Execution<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  /** What is done with a statement for many rows. */
  private interface GroupExecution {
    void of(String sql, @Nullable Object[] values) throws SQLException;
  }

  protected final Connection connection() {
    return connection;
  }

  /** How many rows were changed. */
  public final int update(String sql, @Nullable Object... parameters) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, parameters);
  }

  public final <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    List<T> list = new ArrayList<>();
    visit(
        sql,
        row -> {
          list.add(reader.read(row));
          return true;
        },
        parameters);
    return list;
  }

  /** Reads rows until there are no more or the visitor has enough. */
  public final void visit(String sql, RowVisitor visitor, @Nullable Object... parameters)
      throws SQLException {
    run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            boolean more = true;
            while (more && rows.next()) {
              more = visitor.visit(rows);
            }
            return more;
          }
        },
        parameters);
  }

  public final <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters)
      throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
          }
        },
        parameters);
  }

  /** Runs a statement that has no parameters and is not worth keeping. */
  public void execute(String sql) throws SQLException {
    if (sql.equals("ROLLBACK")) {
      inTransaction = false; // even when it fails: then there is none
    }
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
    if (sql.startsWith("BEGIN")) {
      inTransaction = true;
    } else if (sql.equals("COMMIT")) {
      inTransaction = false;
    }
  }

  /** Makes something that is worth keeping as long as the connection. */
  public interface Maker<T> {
    T make() throws SQLException;
  }

  /** What was made before by this name, or is made now; a name is always of one type. */
  @SuppressWarnings("unchecked")
  public final <T> T remembered(String name, Maker<T> maker) throws SQLException {
    Object known = memory.get(name);
    if (known == null) {
      known = maker.make();
      memory.put(name, known);
    }
    return (T) known;
  }

  /**
   * Runs a statement to its end, past any rows that come of it: each of them may be a step of it.
   */
  public final void exhaust(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Whether a transaction was begun and is not over, as far as this side knows. */
  public final boolean inTransaction() {
    return inTransaction;
  }

  /**
   * Finds rows by the first columns of a table's key.
   *
   * @param columns what the reader gets, as it stands behind SELECT
   * @param keys for each row wanted the values of the first columns of the key
   */
  public final <T> List<T> lookup(
      Table table, String columns, int keyColumns, List<Object[]> keys, RowReader<T> reader)
      throws SQLException {
    return lookup(table, columns, keyColumns, keys, "", reader);
  }

  /**
   * Finds rows by the first columns of a table's key, in the order of the keys.
   *
   * @param suffix what ends each statement: {@link Dialect#forUpdate}, or nothing
   */
  public <T> List<T> lookup(
      Table table,
      String columns,
      int keyColumns,
      List<Object[]> keys,
      String suffix,
      RowReader<T> reader)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder("SELECT ")
            .append(columns)
            .append(" FROM ")
            .append(table.name())
            .append(" WHERE ");
    appendKey(sql, table, keyColumns);
    String text = sql.append(suffix).toString();
    List<T> found = new ArrayList<>();
    for (Object[] key : keys) {
      visit(
          text,
          row -> {
            found.add(reader.read(row));
            return true;
          },
          key);
    }
    return found;
  }

  /**
   * Finds rows by the first column of a table's key, many in one statement; in any order.
   *
   * @param columns what the reader gets, as it stands behind SELECT
   * @param keys of the rows wanted, each once
   */
  public final <T> List<T> find(
      Table table, String columns, Collection<? extends Object> keys, RowReader<T> reader)
      throws SQLException {
    List<Object[]> wanted = new ArrayList<>(keys.size());
    keys.forEach(key -> wanted.add(new Object[] {key}));
    return find(table, columns, 1, wanted, reader);
  }

  /**
   * Finds rows by the first columns of a table's key, many in one statement; in any order.
   *
   * @param columns what the reader gets, as it stands behind SELECT
   * @param keys for each row wanted the values of the first columns of the key, each once
   */
  public <T> List<T> find(
      Table table, String columns, int keyColumns, List<Object[]> keys, RowReader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>(keys.size());
    inGroups(
        keys,
        ROWS_AT_ONCE,
        count -> findSql(table, columns, keyColumns, count),
        (sql, values) ->
            visit(
                sql,
                row -> {
                  found.add(reader.read(row));
                  return true;
                },
                values));
    return found;
  }

  /**
   * Inserts rows, each with the values of all columns of the table.
   *
   * @param onConflict what becomes of a row whose key is there: empty when that cannot be, else
   *     such as {@code DO NOTHING} or {@code DO UPDATE SET a = excluded.a}. No two rows have the
   *     same key
   */
  public void insert(Table table, String onConflict, List<@Nullable Object[]> rows)
      throws SQLException {
    inGroups(
        rows,
        ROWS_AT_ONCE,
        count ->
            inserts.computeIfAbsent(
                new Insert(table.name(), count, onConflict),
                insert -> insertSql(table, count, onConflict)),
        this::update);
  }

  /** Deletes the rows of these values of the first columns of the key. */
  public void delete(Table table, int keyColumns, List<Object[]> keys) throws SQLException {
    inGroups(
        keys,
        keyColumns == 1 ? ROWS_AT_ONCE : ONE_BY_ONE,
        count -> deleteSql(table, keyColumns, count),
        this::update);
  }

  /**
   * Executes a statement for all rows, many at once.
   *
   * @param sizes for how many at once, the largest first and 1 at last
   * @param statement the statement for so many rows
   * @param execution executes it with their values
   */
  private static void inGroups(
      List<? extends @Nullable Object[]> rows,
      int[] sizes,
      IntFunction<String> statement,
      GroupExecution execution)
      throws SQLException {
    int at = 0;
    for (int size : sizes) {
      if (rows.size() - at >= size) {
        String sql = statement.apply(size);
        for (; rows.size() - at >= size; at += size) {
          execution.of(sql, joined(rows.subList(at, at + size)));
        }
      }
    }
  }

  private static @Nullable Object[] joined(List<? extends @Nullable Object[]> rows) {
    @Nullable Object[] first = rows.get(0);
    if (rows.size() == 1) {
      return first;
    }
    @Nullable Object[] all = new @Nullable Object[rows.size() * first.length];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * first.length, first.length);
    }
    return all;
  }

  /** Moves all rows to another table of the same columns, which has none of their keys. */
  public final void move(Table from, Table to) throws SQLException {
    String columns = from.columnNames();
    String key = String.join(", ", from.key().stream().map(Table.Column::name).toList());
    update(
        insertInto()
            + to.name()
            + " ("
            + columns
            + ") SELECT "
            + columns
            + " FROM "
            + from.name()
            + " ORDER BY "
            + key);
    update("DELETE FROM " + from.name());
  }

  /** Replaces the rows of these keys; each row has the values of all columns of the table. */
  public final void put(Table table, List<@Nullable Object[]> rows) throws SQLException {
    StringBuilder update = new StringBuilder("DO UPDATE SET ");
    List<Table.Column> rest = table.columns().subList(table.keyColumns(), table.columns().size());
    for (int i = 0; i < rest.size(); i++) {
      String name = rest.get(i).name();
      update.append(i == 0 ? "" : ", ").append(name).append(" = excluded.").append(name);
    }
    insert(table, update.toString(), rows);
  }

  /** How an insert begins whose failure is the end of its change, as that of every insert is. */
  protected String insertInto() {
    return "INSERT INTO ";
  }

  private String insertSql(Table table, int rows, String onConflict) {
    return insertInto()
        + table.name()
        + " ("
        + table.columnNames()
        + ") "
        + values(table.columns().size(), rows)
        + conflictClause(table, onConflict);
  }

  private static String values(int columns, int rows) {
    String row = "(?" + ", ?".repeat(columns - 1) + ")";
    return "VALUES " + row + (", " + row).repeat(rows - 1);
  }

  protected static String conflictClause(Table table, String onConflict) {
    return onConflict.isEmpty()
        ? ""
        : " ON CONFLICT ("
            + String.join(", ", table.key().stream().map(Table.Column::name).toList())
            + ") "
            + onConflict;
  }

  private static String deleteSql(Table table, int keyColumns, int keys) {
    StringBuilder sql = new StringBuilder("DELETE FROM ").append(table.name()).append(" WHERE ");
    if (keys == 1) {
      appendKey(sql, table, keyColumns);
    } else {
      appendFirstOfKey(sql, table, keys);
    }
    return sql.toString();
  }

  private static String findSql(Table table, String columns, int keyColumns, int keys) {
    if (keyColumns == 1) {
      StringBuilder sql = new StringBuilder("SELECT ").append(columns).append(" FROM ");
      sql.append(table.name()).append(" WHERE ");
      return appendFirstOfKey(sql, table, keys).toString();
    }
    StringBuilder names = new StringBuilder();
    StringBuilder matches = new StringBuilder();
    for (int i = 0; i < keyColumns; i++) {
      names.append(i == 0 ? "" : ", ").append("wanted_").append(i);
      matches.append(i == 0 ? "" : " AND ").append(table.columns().get(i).name());
      matches.append(" = wanted_").append(i);
    }
    // not "key IN (VALUES …)": databases may read the whole table for that
    return "WITH wanted ("
        + names
        + ") AS ("
        + values(keyColumns, keys)
        + ") SELECT "
        + columns
        + " FROM wanted CROSS JOIN "
        + table.name()
        + " WHERE "
        + matches;
  }

  private static StringBuilder appendFirstOfKey(StringBuilder sql, Table table, int keys) {
    sql.append(table.columns().get(0).name()).append(" IN (?");
    return sql.append(", ?".repeat(keys - 1)).append(')');
  }

  private static void appendKey(StringBuilder sql, Table table, int keyColumns) {
    for (int i = 0; i < keyColumns; i++) {
      sql.append(i == 0 ? "" : " AND ").append(table.columns().get(i).name()).append(" = ?");
    }
  }

  private <T> T run(String sql, Execution<T> execution, @Nullable Object... parameters)
      throws SQLException {
    try {
      return execution.of(bind(sql, parameters));
    } catch (SQLException e) {
      forget(sql, e);
      throw e;
    }
  }

  /** After some failures, a full disk among them, the driver's statement never works again. */
  private void forget(String sql, SQLException failure) {
    PreparedStatement statement = prepared.remove(sql);
    if (statement != null) {
      try {
        statement.close();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = prepared.remove(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      makeRoom();
    }
    prepared.put(sql, statement);
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
    return statement;
  }

  /**
   * Gives a statement a value: a Long, Integer, Double, String, byte[], long[], String[] or null.
   */
  protected void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof String text) {
      statement.setString(index, StorableText.of(text));
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else {
      statement.setObject(index, value);
    }
  }

  private void makeRoom() throws SQLException {
    if (prepared.size() >= MAX_PREPARED) {
      Iterator<PreparedStatement> oldest = prepared.values().iterator();
      try (PreparedStatement statement = oldest.next()) {
        oldest.remove();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (Object made : memory.values()) {
      if (made instanceof AutoCloseable resource) {
        closeQuietly(resource);
      }
    }
    memory.clear();
    connection.close();
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.getLogger(Sql.class.getName())
          .log(System.Logger.Level.DEBUG, "closing what a connection remembered failed", e);
    }
  }

  /** A number that may be NULL. */
  public static @Nullable Long longOrNull(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  /** A number that may be NULL. */
  public static @Nullable Double doubleOrNull(ResultSet row, int column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }
}
