package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.SpanSizes;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a trace that is final, kept as text beside it, so that a list need not look at its
 * spans.
 */
final class FactsJson {
  /** The columns that {@link #span} reads, in its order. */
  static final String SPAN_COLUMNS =
      "trace_id, span_id, parent_id, name, type, status, start_ns, end_ns, size_bytes, usage, cost, request_preview,"
          + " response_preview";

  private FactsJson() {}

  static SpanFacts span(ResultSet row) throws SQLException {
    return new SpanFacts(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        SpanStatusCode.valueOf(row.getString(6)),
        row.getLong(7),
        Sql.longOrNull(row, 8),
        row.getLong(9),
        null,
        TokenUsage.fromValue(json(row.getString(10))).orElse(null),
        LlmCost.fromValue(json(row.getString(11))).orElse(null),
        row.getString(12),
        row.getString(13));
  }

  static @Nullable String usage(@Nullable TokenUsage usage) {
    return usage == null ? null : JsonWriter.write(usage.toMap());
  }

  static @Nullable String cost(@Nullable LlmCost cost) {
    return cost == null ? null : JsonWriter.write(cost.toMap());
  }

  private static @Nullable Object json(@Nullable String text) {
    return text == null ? null : JsonReader.readOrText(text);
  }

  static String write(TraceFacts facts) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("start", facts.startTimeUnixNanos());
    map.put("end", facts.endTimeUnixNanos());
    SpanFacts root = facts.root();
    if (root != null) {
      Map<String, @Nullable Object> rootMap = new LinkedHashMap<>();
      rootMap.put("id", root.spanId());
      rootMap.put("name", root.name());
      rootMap.put("status", root.statusCode().name());
      rootMap.put("start", root.startTimeUnixNanos());
      rootMap.put("end", root.endTimeUnixNanos());
      rootMap.put("request", root.requestPreview());
      rootMap.put("response", root.responsePreview());
      map.put("root", rootMap);
    }
    map.put("usage", facts.usage() == null ? null : facts.usage().toMap());
    map.put("cost", facts.cost() == null ? null : facts.cost().toMap());
    SpanSizes sizes = facts.sizes();
    map.put(
        "sizes",
        List.of(sizes.count(), sizes.sum(), sizes.max(), sizes.p25(), sizes.p50(), sizes.p75()));
    return JsonWriter.write(map);
  }

  static TraceFacts read(String traceId, String text) {
    Map<?, ?> map = (Map<?, ?>) JsonReader.read(text);
    List<?> sizes = map == null ? List.of() : (List<?>) map.get("sizes");
    if (map == null || sizes == null) {
      throw new IllegalStateException("no facts of " + traceId + ": " + text);
    }
    return new TraceFacts(
        number(map.get("start")),
        numberOrNull(map.get("end")),
        map.get("root") instanceof Map<?, ?> root ? root(traceId, root) : null,
        TokenUsage.fromValue(map.get("usage")).orElse(null),
        LlmCost.fromValue(map.get("cost")).orElse(null),
        new SpanSizes(
            number(sizes.get(0)),
            number(sizes.get(1)),
            number(sizes.get(2)),
            number(sizes.get(3)),
            number(sizes.get(4)),
            number(sizes.get(5))));
  }

  private static SpanFacts root(String traceId, Map<?, ?> map) {
    return new SpanFacts(
        traceId,
        String.valueOf(map.get("id")),
        null,
        String.valueOf(map.get("name")),
        null,
        SpanStatusCode.valueOf(String.valueOf(map.get("status"))),
        number(map.get("start")),
        numberOrNull(map.get("end")),
        0,
        null,
        null,
        null,
        (String) map.get("request"),
        (String) map.get("response"));
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number n ? n.longValue() : 0;
  }

  private static @Nullable Long numberOrNull(@Nullable Object value) {
    return value instanceof Number n ? n.longValue() : null;
  }
}
