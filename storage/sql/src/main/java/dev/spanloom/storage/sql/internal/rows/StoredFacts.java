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

  /** What the previews stand behind; JSON on one line never has it. */
  private static final char PREVIEWS = '\n';

  /**
   * The text: JSON on one line, on a second one the previews as they are. Those are long, and JSON
   * would escape them; in their place it has their lengths.
   *
   * @param ownRequest the preview of the request is not wanted: a client said one
   * @param ownResponse the same of the response
   */
  public String text(boolean ownRequest, boolean ownResponse) {
    StringBuilder previews = new StringBuilder();
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
      rootMap.put("request", ownRequest ? null : moved(root.requestPreview(), previews));
      rootMap.put("response", ownResponse ? null : moved(root.responsePreview(), previews));
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
    String json = JsonWriter.write(map);
    return previews.isEmpty() ? json : json + PREVIEWS + previews;
  }

  /** The length of a preview that was put behind the JSON; itself where UTF-8 cannot have it. */
  private static @Nullable Object moved(@Nullable String preview, StringBuilder previews) {
    if (preview == null || JsonWriter.hasLoneSurrogate(preview)) {
      return preview;
    }
    previews.append(preview);
    return preview.length();
  }

  public static @Nullable StoredFacts read(String traceId, @Nullable String text) {
    if (text == null) {
      return null;
    }
    int line = text.indexOf(PREVIEWS);
    Map<String, ?> map = JsonReader.readObject(line < 0 ? text : text.substring(0, line));
    if (map.isEmpty()) {
      return null;
    }
    List<?> sizes = map.get("sizes") instanceof List<?> list ? list : null;
    TraceFacts facts =
        new TraceFacts(
            number(map.get("start")),
            numberOrNull(map.get("end")),
            map.get("root") instanceof Map<?, ?> root
                ? root(traceId, root, text, line < 0 ? text.length() : line + 1)
                : null,
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

  /**
   * The root of a trace.
   *
   * @param text behind whose JSON the previews stand
   * @param previews where they begin
   */
  private static SpanFacts root(String traceId, Map<?, ?> map, String text, int previews) {
    Object request = map.get("request");
    Object response = map.get("response");
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
        null,
        request instanceof Long length
            ? preview(text, previews, previews, length.intValue())
            : (String) request,
        response instanceof Long length
            ? preview(text, previews, text.length() - length.intValue(), length.intValue())
            : (String) response);
  }

  private static String preview(String text, int previews, int from, int length) {
    if (from < previews) {
      throw new IllegalArgumentException(
          "previews of " + (text.length() - previews) + " characters, one of them of " + length);
    }
    return text.substring(from, from + length);
  }

  private static long number(@Nullable Object value) {
    return value instanceof Number n ? n.longValue() : 0;
  }

  private static @Nullable Long numberOrNull(@Nullable Object value) {
    return value instanceof Number n ? n.longValue() : null;
  }
}
