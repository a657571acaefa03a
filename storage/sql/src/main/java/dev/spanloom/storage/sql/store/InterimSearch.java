package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.*;
import dev.spanloom.storage.sql.*;
import dev.spanloom.storage.sql.rows.*;
import java.sql.SQLException;
import java.util.*;
import java.util.function.LongPredicate;

final class InterimSearch implements TraceSearch, Matching {
  private final Engine engine;

  InterimSearch(Engine engine) {
    this.engine = engine;
  }

  @Override
  public TracePage search(TraceQuery query) {
    return engine.read(
        sql -> {
          List<Long> all = all(sql, query);
          return new TracePage(
              TraceRows.infos(sql, all.subList(0, Math.min(all.size(), query.maxResults()))), null);
        });
  }

  @Override
  public long count(TraceQuery query) {
    return engine.read(sql -> (long) all(sql, query).size());
  }

  @Override
  public void visit(Sql sql, TraceQuery query, LongPredicate visitor) throws SQLException {
    for (Long no :
        sql.list(
            "SELECT trace_no FROM traces WHERE experiment_id = ? ORDER BY request_time_ms DESC, trace_id",
            row -> row.getLong(1),
            ExperimentNumbers.of(query.experimentIds().get(0)))) {
      visitor.test(no);
    }
  }
}
