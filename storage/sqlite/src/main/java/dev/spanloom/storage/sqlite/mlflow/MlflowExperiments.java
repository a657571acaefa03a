package dev.spanloom.storage.sqlite.mlflow;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.transfer.ImportSink;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The experiments of a database, each under its name in the store. */
final class MlflowExperiments {
  private static final String DEFAULT_WORKSPACE = "default";

  private final Sql sql;
  private final MlflowTables tables;
  private final ImportSink sink;
  private final @Nullable String everything;

  /** What is done with the traces of an experiment. */
  interface Visitor {
    void visit(long id, String idInStore) throws SQLException;
  }

  private record Row(long id, String name, String stage, @Nullable String workspace) {}

  /**
   * Experiments.
   *
   * @param everything the name of the experiment that takes all traces; null when each goes to the
   *     one of its own name
   */
  MlflowExperiments(Sql sql, MlflowTables tables, ImportSink sink, @Nullable String everything) {
    this.sql = sql;
    this.tables = tables;
    this.sink = sink;
    this.everything = everything;
  }

  void forEach(Visitor visitor) throws SQLException {
    List<Row> rows =
        sql.list(
            "SELECT experiment_id, name, lifecycle_stage, "
                + tables.select("experiments", List.of("workspace"))
                + " FROM experiments ORDER BY experiment_id",
            row ->
                new Row(
                    row.getLong(1),
                    String.valueOf(row.getString(2)),
                    String.valueOf(row.getString(3)),
                    row.getString(4)));
    for (Row row : rows) {
      String where = "experiment " + row.id() + " (" + row.name() + ")";
      if (row.stage().equals("deleted")) {
        sink.skipped(where, "deleted in MLflow, with " + traces(row.id()) + " traces");
        continue;
      }
      String idInStore;
      try {
        idInStore = sink.experiment(everything == null ? name(row) : everything);
      } catch (MlflowException e) {
        sink.skipped(where, e.getMessage() + ", with " + traces(row.id()) + " traces");
        continue;
      }
      if (everything == null) {
        sink.experimentTags(idInStore, tags(row.id()), where);
      }
      visitor.visit(row.id(), idInStore);
    }
    reportHomeless();
  }

  /** In workspaces, names are unique within each. */
  private static String name(Row row) {
    String workspace = row.workspace();
    return workspace == null || workspace.equals(DEFAULT_WORKSPACE)
        ? row.name()
        : workspace + "/" + row.name();
  }

  private long traces(long experimentId) throws SQLException {
    return sql.one(
            "SELECT count(*) FROM trace_info WHERE experiment_id = ?",
            row -> row.getLong(1),
            experimentId)
        .orElse(0L);
  }

  private Map<String, String> tags(long experimentId) throws SQLException {
    Map<String, String> tags = new LinkedHashMap<>();
    if (tables.has("experiment_tags")) {
      sql.visit(
          "SELECT key, value FROM experiment_tags WHERE experiment_id = ? ORDER BY key",
          row -> {
            String value = row.getString(2);
            tags.put(row.getString(1), value == null ? "" : value);
            return true;
          },
          experimentId);
    }
    return tags;
  }

  private void reportHomeless() throws SQLException {
    sql.visit(
        "SELECT experiment_id, count(*) FROM trace_info WHERE experiment_id NOT IN"
            + " (SELECT experiment_id FROM experiments) GROUP BY experiment_id",
        row -> {
          sink.skipped(
              "experiment " + row.getLong(1),
              "not in the table of experiments, with " + row.getLong(2) + " traces");
          return true;
        });
  }
}
