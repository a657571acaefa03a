package dev.spanloom.storage.sql.search;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Families;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Term;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that traces are sorted by, as SQL has them. */
final class OrderColumns {
  /** The tag that the store computes of every trace. */
  static final String ARTIFACT_LOCATION =
      "('mlflow-artifacts:/' || CAST(t.experiment_id AS TEXT) || '/traces/' || t.trace_id"
          + " || '/artifacts')";

  private static final List<String> NEVER_NULL =
      List.of("t.trace_id", "t.state", "t.experiment_id", "t.request_time_ms", "t.span_count");

  private final Dialect dialect;
  private final List<String> columns = new ArrayList<>();
  private final List<Expr> joins = new ArrayList<>();
  private final List<Boolean> cut = new ArrayList<>();

  private OrderColumns(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Finds the columns of an order.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a field that traces are not sorted by
   */
  static OrderColumns of(Sql sql, Dialect dialect, List<OrderKey> order) throws SQLException {
    OrderColumns columns = new OrderColumns(dialect);
    Dictionary dictionary = new Dictionary(sql, dialect);
    for (OrderKey key : order) {
      columns.add(sql, dictionary, key);
      if (columns.cut.size() < columns.columns.size()) {
        columns.cut.add(false);
      }
    }
    return columns;
  }

  /** An expression for each key, over {@code t} and what {@link #joins} join. */
  List<String> columns() {
    return columns;
  }

  Expr joins() {
    return joins.isEmpty() ? Expr.of("") : Expr.joined(joins, "{} {}");
  }

  /** False when some values are cut, so that the order of the columns is not the right one. */
  boolean isExact() {
    return !cut.contains(true);
  }

  /** Whether a column has values that are cut. */
  boolean isCut(int key) {
    return cut.get(key);
  }

  /** Whether some traces have no value. */
  boolean isNullable(int key) {
    return !NEVER_NULL.contains(columns.get(key));
  }

  private void add(Sql sql, Dictionary dictionary, OrderKey key) throws SQLException {
    if (key.field() instanceof TraceField field) {
      String column = column(field);
      if (column != null) {
        columns.add(column);
        return;
      }
    } else if (key.field() instanceof KeyedField keyed) {
      if (keyed.family() == KeyedField.Family.TAG) {
        addTag(sql, dictionary, keyed.key());
        return;
      }
      if (keyed.family() == KeyedField.Family.METADATA) {
        addMetadata(sql, dictionary, keyed.key());
        return;
      }
    }
    throw MlflowException.invalidParameter(
        "order_by: "
            + key.field()
            + " (expected: a field with one value for a trace: a trace field, a tag, or a metadata"
            + " entry)");
  }

  private static @Nullable String column(TraceField field) {
    return switch (field) {
      case REQUEST_ID -> "t.trace_id";
      case CLIENT_REQUEST_ID -> "t.client_request_id";
      case NAME -> "t.name";
      case STATUS -> "t.state";
      case EXPERIMENT_ID -> "t.experiment_id";
      case RUN_ID -> "t.run_id";
      case SESSION_ID -> "t.session_id";
      case USER -> "t.user_name";
      case TIMESTAMP_MS -> "t.request_time_ms";
      case END_TIME_MS -> "(t.request_time_ms + COALESCE(t.duration_ms, 0))";
      case EXECUTION_TIME_MS -> "t.duration_ms";
      case INPUT_TOKENS -> "t.input_tokens";
      case OUTPUT_TOKENS -> "t.output_tokens";
      case TOTAL_TOKENS -> "t.total_tokens";
      case CACHE_READ_INPUT_TOKENS -> "t.cache_read_tokens";
      case CACHE_CREATION_INPUT_TOKENS -> "t.cache_creation_tokens";
      case INPUT_COST -> "t.input_cost";
      case OUTPUT_COST -> "t.output_cost";
      case TOTAL_COST -> "t.total_cost";
      case SPAN_COUNT -> "t.span_count";
      case PROMPT, TEXT -> null;
    };
  }

  private void addTag(Sql sql, Dictionary dictionary, String key) throws SQLException {
    switch (key) {
      case TraceTagKey.TRACE_NAME -> columns.add("t.name");
      case TraceTagKey.SPANS_LOCATION ->
          columns.add("CAST('" + TraceTagKey.TRACKING_STORE + "' AS TEXT)");
      case TraceTagKey.ARTIFACT_LOCATION -> columns.add(ARTIFACT_LOCATION);
      default -> addKeyed(sql, dictionary, Families.TAG, key);
    }
  }

  private void addMetadata(Sql sql, Dictionary dictionary, String key) throws SQLException {
    switch (key) {
      case TraceMetadataKey.SOURCE_RUN -> columns.add("t.run_id");
      case TraceMetadataKey.TRACE_SESSION -> columns.add("t.session_id");
      case TraceMetadataKey.TRACE_USER -> columns.add("t.user_name");
      default -> addKeyed(sql, dictionary, Families.METADATA, key);
    }
  }

  private void addKeyed(Sql sql, Dictionary dictionary, String family, String name)
      throws SQLException {
    Optional<Dictionary.Key> key = dictionary.key(family, name);
    if (key.isEmpty()) {
      columns.add("CAST(NULL AS TEXT)");
      return;
    }
    cut.add(
        sql.one(
                "SELECT 1 FROM terms WHERE key_id = ? AND cut = 1 LIMIT 1",
                row -> true,
                key.get().id())
            .isPresent());
    String alias = "o" + joins.size();
    columns.add(alias + ".value");
    List<Expr> values =
        dialect.postings().stream()
            .map(
                table ->
                    Expr.of(
                        "SELECT p.trace_no, x.value FROM terms x CROSS JOIN "
                            + table.name()
                            + " p WHERE x.key_id = ? AND x.value <> ? AND p.term_id = x.term_id",
                        key.get().id(),
                        Term.PRESENCE))
            .toList();
    joins.add(
        Expr.format(
            "LEFT JOIN ({}) " + alias + " ON " + alias + ".trace_no = t.trace_no",
            Expr.joined(values, "{} UNION ALL {}")));
  }
}
