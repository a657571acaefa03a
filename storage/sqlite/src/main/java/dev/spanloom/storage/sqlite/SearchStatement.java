package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The SQL of a query. Only its shape depends on the query; every value is a parameter. */
final class SearchStatement {
  private final StringBuilder sql =
      new StringBuilder("SELECT trace_id, request_time_ms FROM traces WHERE ");
  private final List<Object> parameters = new ArrayList<>();

  SearchStatement(TraceQuery query) {
    in(
        "experiment_id",
        query.experimentIds().stream().<Object>map(Schema::experimentNumber).toList());
    if (!query.states().isEmpty()) {
      sql.append(" AND ");
      in("state", query.states().stream().<Object>map(TraceState::name).toList());
    }
    Long min = query.minTimeUnixMillis();
    if (min != null) {
      and("request_time_ms >= ?", min);
    }
    Long max = query.maxTimeUnixMillis();
    if (max != null) {
      and("request_time_ms <= ?", max);
    }
    String name = query.name();
    if (name != null) {
      and("name = ?", name);
    }
    String clientRequestId = query.clientRequestId();
    if (clientRequestId != null) {
      and("client_request_id = ?", clientRequestId);
    }
    query.tags().forEach(this::tag);
    query.metadata().forEach((key, value) -> exists("trace_metadata", key, value));
    String token = query.pageToken();
    if (token != null) {
      PageToken last = PageToken.decode(token);
      and(
          query.oldestFirst()
              ? "(request_time_ms, trace_id) > (?, ?)"
              : "(request_time_ms, trace_id) < (?, ?)",
          last.requestTimeUnixMillis(),
          last.traceId());
    }
    sql.append(
        query.oldestFirst()
            ? " ORDER BY request_time_ms, trace_id LIMIT ?"
            : " ORDER BY request_time_ms DESC, trace_id DESC LIMIT ?");
    parameters.add(query.maxResults() + 1);
  }

  private void in(String column, List<Object> values) {
    sql.append(column)
        .append(" IN (")
        .append(String.join(", ", Collections.nCopies(values.size(), "?")))
        .append(')');
    parameters.addAll(values);
  }

  private void and(String condition, Object... values) {
    sql.append(" AND ").append(condition);
    Collections.addAll(parameters, values);
  }

  /** Some tags are no rows: the name has its column, and those of the store follow from others. */
  private void tag(String key, String value) {
    switch (key) {
      case TraceTagKey.TRACE_NAME -> and("name = ?", value);
      case TraceTagKey.SPANS_LOCATION -> and("? = '" + TraceTagKey.TRACKING_STORE + "'", value);
      case TraceTagKey.ARTIFACT_LOCATION ->
          and(
              "'mlflow-artifacts:/' || experiment_id || '/traces/' || trace_id || '/artifacts' = ?",
              value);
      default -> exists("trace_tags", key, value);
    }
  }

  private void exists(String table, String key, String value) {
    and("trace_id IN (SELECT trace_id FROM " + table + " WHERE key = ? AND value = ?)", key, value);
  }

  String sql() {
    return sql.toString();
  }

  Object[] parameters() {
    return parameters.toArray();
  }
}
