package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.SpanSizes;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a trace as text beside it, so that a list need not look at its spans.
 *
 * @param facts what the spans say
 * @param settled whether the sums over all spans are among it; while a long trace is written piece
 *     by piece they are not, and whoever reads sums up
 */
public record StoredFacts(TraceFacts facts, boolean settled) {
  public static final SpanSizes NOT_ASKED = SpanSizes.of(new long[0]);

  /**
   * The text.
   *
   * @param ownRequest the preview of the request is not wanted: a client said one
   * @param ownResponse the same of the response
   */
  public String json(boolean ownRequest, boolean ownResponse) {
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
      rootMap.put("request", ownRequest ? null : root.requestPreview());
      rootMap.put("response", ownResponse ? null : root.responsePreview());
      map.put("root", rootMap);
    }
    if (settled) {
      map.put("usage", facts.usage() == null ? null : facts.usage().toMap());
      map.put("cost", facts.cost() == null ? null : facts.cost().toMap());
      SpanSizes sizes = facts.sizes();
      map.put(
          "sizes",
          List.of(sizes.count(), sizes.sum(), sizes.max(), sizes.p25(), sizes.p50(), sizes.p75()));
    }
    return JsonWriter.write(map);
  }

  public static @Nullable StoredFacts read(String traceId, @Nullable String text) {
    if (text == null || !(JsonReader.read(text) instanceof Map<?, ?> map)) {
      return null;
    }
    List<?> sizes = map.get("sizes") instanceof List<?> list ? list : null;
    TraceFacts facts =
        new TraceFacts(
            number(map.get("start")),
            numberOrNull(map.get("end")),
            map.get("root") instanceof Map<?, ?> root ? root(traceId, root) : null,
            TokenUsage.fromValue(map.get("usage")).orElse(null),
            LlmCost.fromValue(map.get("cost")).orElse(null),
            sizes == null ? NOT_ASKED : sizes(sizes));
    return new StoredFacts(facts, sizes != null);
  }

  private static SpanSizes sizes(List<?> sizes) {
    return new SpanSizes(
        number(sizes.get(0)),
        number(sizes.get(1)),
        number(sizes.get(2)),
        number(sizes.get(3)),
        number(sizes.get(4)),
        number(sizes.get(5)));
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
