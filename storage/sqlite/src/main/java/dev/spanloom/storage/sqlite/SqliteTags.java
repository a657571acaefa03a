package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.internal.StoredTags;
import java.sql.SQLException;

/** Tags in their table. Thread-safe. */
final class SqliteTags implements TagStore {
  private final GroupCommit writer;

  SqliteTags(GroupCommit writer) {
    this.writer = writer;
  }

  static void requireTrace(Sql sql, String traceId) throws SQLException {
    if (sql.one("SELECT 1 FROM traces WHERE trace_id = ?", row -> true, traceId).isEmpty()) {
      throw MlflowException.notFound("trace " + traceId + " does not exist");
    }
  }

  @Override
  public void set(String traceId, String key, String value) {
    StoredTags.checkSettable(key);
    writer.change(
        sql -> {
          requireTrace(sql, traceId);
          sql.update(
              "INSERT OR REPLACE INTO trace_tags (trace_id, key, value) VALUES (?, ?, ?)",
              traceId,
              key,
              TagRules.cutValue(value));
          return refreshName(sql, traceId, key);
        });
  }

  @Override
  public void delete(String traceId, String key) {
    writer.change(
        sql -> {
          requireTrace(sql, traceId);
          int deleted =
              sql.update("DELETE FROM trace_tags WHERE trace_id = ? AND key = ?", traceId, key);
          if (deleted == 0) {
            throw MlflowException.notFound("trace " + traceId + " has no tag \"" + key + "\"");
          }
          return refreshName(sql, traceId, key);
        });
  }

  /** Searches find a trace by the name that it shows. */
  private static boolean refreshName(Sql sql, String traceId, String key) throws SQLException {
    boolean isName = key.equals(TraceTagKey.TRACE_NAME);
    if (isName) {
      ShownColumns.refresh(sql, TraceRows.said(sql, traceId).orElseThrow(), 0);
    }
    return isName;
  }
}
