package dev.spanloom.server.ui.skeleton;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TraceRevision;
import dev.spanloom.storage.internal.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The spans of a trace as columns, in frames that a reader can use as they come; {@code
 * docs/spec/ui-api.md} says what they look like. Not thread-safe.
 */
public final class Skeleton {
  /** Fixed bytes of a span. */
  public static final int BYTES_PER_SPAN = 48;

  static final int HEAD = 1;
  static final int WORDS = 2;
  static final int SPANS = 3;
  static final int END = 4;

  static final int ROOT = -1;
  static final int MISSING = -2;
  static final int NO_TYPE = 255;
  static final int MOST_MODELS = 0xFFFF;

  private static final int SPANS_PER_FRAME = 4_096;
  private static final int FRAME_HEAD = 8;
  private static final int ID_DIGITS = 16;

  private final List<SpanSummary> spans;
  private final Words words = new Words();
  private final Map<String, Integer> types = new LinkedHashMap<>();
  private final LongPlaces places;
  private final long startNanos;
  private final List<byte[]> frames = new ArrayList<>();

  private Skeleton(List<SpanSummary> spans) {
    this.spans = spans;
    this.places = new LongPlaces(spans.size());
    long start = Long.MAX_VALUE;
    for (int i = 0; i < spans.size(); i++) {
      SpanSummary span = spans.get(i);
      places.put(HexFormat.fromHexDigitsToLong(span.spanId()), i);
      if (span.startTimeUnixNanos() != 0) {
        start = Math.min(start, span.startTimeUnixNanos());
      }
      if (span.type() != null && types.size() < NO_TYPE) {
        types.putIfAbsent(span.type(), types.size());
      }
      if (span.model() != null) {
        words.place(span.model()); // before all names, since their places have two bytes
      }
    }
    this.startNanos = start == Long.MAX_VALUE ? 0 : start;
  }

  /**
   * The frames of a trace.
   *
   * @param spans all of them, in their order
   */
  public static List<byte[]> frames(
      TraceInfo info, TraceRevision revision, List<SpanSummary> spans) {
    Skeleton skeleton = new Skeleton(spans);
    skeleton.write(info, revision);
    return skeleton.frames;
  }

  /** A short text that stands for what is in frames. */
  public static String fingerprint(List<byte[]> frames) {
    Fingerprint fingerprint = new Fingerprint();
    frames.forEach(fingerprint::add);
    return fingerprint.text();
  }

  private void write(TraceInfo info, TraceRevision revision) {
    Map<String, @Nullable Object> head = new LinkedHashMap<>();
    head.put("trace_id", info.traceId());
    head.put("experiment_id", info.experimentId());
    head.put("state", info.state().name());
    head.put("spans", spans.size());
    head.put("start_ns", Long.toString(startNanos));
    head.put("revision", revision.spansRevision());
    head.put("types", List.copyOf(types.keySet()));
    json(HEAD, head);
    for (int from = 0; from < spans.size(); from += SPANS_PER_FRAME) {
      byte[] block = block(from, Math.min(spans.size(), from + SPANS_PER_FRAME));
      List<String> fresh = words.takeFresh();
      if (!fresh.isEmpty()) {
        json(WORDS, fresh);
      }
      frames.add(block);
    }
    json(END, Map.of("spans", spans.size()));
  }

  private void json(int kind, Object plain) {
    byte[] text = JsonWriter.write(plain).getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[FRAME_HEAD + padded(text.length)];
    begin(frame, kind, text.length).put(text);
    frames.add(frame);
  }

  /** Writes the beginning of a frame, which is padded with zeros. */
  private static ByteBuffer begin(byte[] frame, int kind, int length) {
    return ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(kind).putInt(length);
  }

  private static int padded(int length) {
    return (length + 7) & ~7;
  }

  /** The columns of some spans, one behind the other. */
  private byte[] block(int from, int to) {
    int n = to - from;
    int id = FRAME_HEAD + 8;
    int start = id + 8 * n;
    int duration = start + 8 * n;
    int parent = duration + 8 * n;
    int name = parent + padded(4 * n);
    int cost = name + padded(4 * n);
    int input = cost + padded(4 * n);
    int output = input + padded(4 * n);
    int model = output + padded(4 * n);
    int type = model + padded(2 * n);
    int status = type + padded(n);
    byte[] frame = new byte[padded(status + n)];
    ByteBuffer out = begin(frame, SPANS, status + n - FRAME_HEAD).putInt(n).putInt(0);
    for (int i = 0; i < n; i++) {
      SpanSummary span = spans.get(from + i);
      out.putLong(id + 8 * i, HexFormat.fromHexDigitsToLong(span.spanId()));
      out.putDouble(start + 8 * i, difference(span.startTimeUnixNanos(), startNanos));
      Long end = span.endTimeUnixNanos();
      out.putDouble(
          duration + 8 * i, end == null ? Double.NaN : difference(end, span.startTimeUnixNanos()));
      out.putInt(parent + 4 * i, parent(span.parentId()));
      out.putInt(name + 4 * i, words.place(span.name()));
      LlmCost known = span.cost();
      out.putFloat(cost + 4 * i, known == null ? Float.NaN : (float) known.totalCost());
      TokenUsage usage = span.usage();
      out.putInt(input + 4 * i, usage == null ? -1 : tokens(usage.inputTokens()));
      out.putInt(output + 4 * i, usage == null ? -1 : tokens(usage.outputTokens()));
      out.putShort(model + 2 * i, model(span.model()));
      out.put(type + i, (byte) type(span.type()));
      out.put(status + i, status(span.status()));
    }
    return frame;
  }

  private static double difference(long later, long earlier) {
    long difference = later - earlier;
    boolean overflows = ((later ^ earlier) & (later ^ difference)) < 0;
    return overflows ? (double) later - (double) earlier : difference;
  }

  private int parent(@Nullable String parentId) {
    if (parentId == null) {
      return ROOT;
    }
    int place =
        parentId.length() == ID_DIGITS
            ? places.get(HexFormat.fromHexDigitsToLong(parentId))
            : LongPlaces.NONE;
    return place == LongPlaces.NONE ? MISSING : place;
  }

  private static int tokens(long count) {
    return (int) Math.max(0, Math.min(Integer.MAX_VALUE, count));
  }

  private short model(@Nullable String model) {
    int place = model == null ? 0 : words.place(model);
    return place > MOST_MODELS ? 0 : (short) place;
  }

  private int type(@Nullable String type) {
    return type == null ? NO_TYPE : types.getOrDefault(type, NO_TYPE);
  }

  private static byte status(SpanStatusCode code) {
    return switch (code) {
      case UNSET -> 0;
      case OK -> 1;
      case ERROR -> 2;
    };
  }
}
