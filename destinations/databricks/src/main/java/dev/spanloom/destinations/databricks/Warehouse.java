package dev.spanloom.destinations.databricks;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.internal.mlflow.MlflowApi;
import dev.spanloom.internal.settings.Settings;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The SQL warehouse by which a workspace reads the tables of its catalog.
 *
 * @param id null when none was set; a workspace may have one of its own
 */
record Warehouse(@Nullable String id) {
  private static final String SETTING = "MLFLOW_TRACING_SQL_WAREHOUSE_ID";
  private static final String FIELD = "sql_warehouse_id";

  static Warehouse of(Settings settings) {
    return new Warehouse(settings.text(SETTING).orElse(null));
  }

  /** A path that names it. */
  String in(String path) {
    return id == null
        ? path
        : path + (path.indexOf('?') < 0 ? "?" : "&") + FIELD + "=" + MlflowApi.escaped(id);
  }

  void addTo(Map<String, ? super String> body) {
    if (id != null) {
      body.put(FIELD, id);
    }
  }

  /**
   * Asks something, and says what to set where the workspace lacks a warehouse.
   *
   * @throws MlflowException with BAD_REQUEST then
   */
  static <T> T needed(Supplier<T> question) {
    try {
      return question.get();
    } catch (MlflowException e) {
      String text = String.valueOf(e.getMessage());
      if (e.errorCode() == ErrorCode.INVALID_PARAMETER_VALUE
          && text.matches("(?is).*sql.?warehouse.*")) {
        throw new MlflowException(
            ErrorCode.BAD_REQUEST,
            text
                + " (expected: "
                + SETTING
                + ", the id of the SQL warehouse that reads the tables of the catalog)",
            e);
      }
      throw e;
    }
  }
}
