package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.internal.derive.SpanFacts;
import dev.spanloom.entities.internal.derive.SpanSizes;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.entities.internal.derive.TraceSums;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a trace as text beside it, so that a list need not look at its spans.
 *
 * @param facts what the spans say
 * @param settled whether the sums over all spans are among it; while a long trace is written piece
 *     by piece they are not, and whoever reads sums up
 */
public record StoredFacts(TraceFacts facts, boolean settled) {
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
    JsonWriter json = JsonWriter.oneLine();
    json.raw("{\"start\": ");
    json.value(facts.startTimeUnixNanos()).raw(", \"end\": ");
    json.value(facts.endTimeUnixNanos());
    SpanFacts root = facts.root();
    if (root != null) {
      json.raw(", \"root\": {\"id\": ");
      json.value(root.spanId()).raw(", \"name\": ");
      json.value(root.name()).raw(", \"status\": ");
      json.value(root.statusCode().name()).raw(", \"start\": ");
      json.value(root.startTimeUnixNanos()).raw(", \"end\": ");
      json.value(root.endTimeUnixNanos()).raw(", \"request\": ");
      json.value(ownRequest ? null : moved(root.requestPreview(), previews));
      json.raw(", \"response\": ");
      json.value(ownResponse ? null : moved(root.responsePreview(), previews)).raw("}");
    }
    if (settled) {
      TraceSums sums = facts.sums();
      json.raw(", \"usage\": " + sums.usageJson() + ", \"cost\": " + sums.costJson());
      SpanSizes sizes = sums.sizes();
      json.raw(", \"sizes\": ");
      json.value(
          List.of(sizes.count(), sizes.sum(), sizes.max(), sizes.p25(), sizes.p50(), sizes.p75()));
    }
    json.raw("}");
    return previews.isEmpty() ? json.toString() : json.toString() + PREVIEWS + previews;
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
    KnownJson json = new KnownJson(text, line < 0 ? text.length() : line);
    if (json.passes("{}")) {
      return null;
    }
    long start = json.pass("{\"start\": ").integer();
    Long end = json.pass(", \"end\": ").integerOrNull();
    SpanFacts root =
        json.passes(", \"root\": ")
            ? root(traceId, json, text, line < 0 ? text.length() : line + 1)
            : null;
    boolean settled = json.passes(", \"usage\": ");
    TraceSums sums = settled ? sums(json) : TraceSums.NONE;
    json.pass("}");
    return new StoredFacts(new TraceFacts(start, end, root, sums), settled);
  }

  private static TraceSums sums(KnownJson json) {
    String usage = json.flatObjectOrNull();
    String cost = json.pass(", \"cost\": ").flatObjectOrNull();
    long count = json.pass(", \"sizes\": [").integer();
    long sum = json.pass(", ").integer();
    long max = json.pass(", ").integer();
    long p25 = json.pass(", ").integer();
    long p50 = json.pass(", ").integer();
    long p75 = json.pass(", ").integer();
    json.pass("]");
    return TraceSums.ofJson(usage, cost, new SpanSizes(count, sum, max, p25, p50, p75));
  }

  /**
   * The root of a trace.
   *
   * @param text behind whose JSON the previews stand
   * @param previews where they begin
   */
  private static SpanFacts root(String traceId, KnownJson json, String text, int previews) {
    String spanId = json.pass("{\"id\": ").string();
    String name = json.pass(", \"name\": ").string();
    String status = json.pass(", \"status\": ").string();
    long start = json.pass(", \"start\": ").integer();
    Long end = json.pass(", \"end\": ").integerOrNull();
    json.pass(", \"request\": ");
    String request = preview(json, text, previews, false);
    json.pass(", \"response\": ");
    String response = preview(json, text, previews, true);
    json.pass("}");
    return new SpanFacts(
        traceId,
        spanId,
        null,
        name,
        null,
        SpanStatusCode.valueOf(status),
        start,
        end,
        0,
        null,
        null,
        null,
        null,
        request,
        response);
  }

  /** A preview as it stands in the JSON, or behind it: the first one or the last one there. */
  private static @Nullable String preview(
      KnownJson json, String text, int previews, boolean isLast) {
    if (json.isAtString()) {
      return json.string();
    }
    Long length = json.integerOrNull();
    if (length == null) {
      return null;
    }
    int most = text.length() - previews;
    if (length > most) {
      throw new IllegalArgumentException(
          "previews of " + most + " characters, one of them of " + length);
    }
    int from = isLast ? text.length() - length.intValue() : previews;
    return text.substring(from, from + length.intValue());
  }
}
