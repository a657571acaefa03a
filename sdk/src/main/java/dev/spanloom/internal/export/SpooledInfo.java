package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.internal.proto.ProtoReader;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program said of a trace, as the spool keeps it: short, since it is written on the thread
 * of the program. What the root span says as well (previews) is left to the reader, who has seen
 * the root just before.
 *
 * <pre>
 * 1 trace id | 2 client request id | 3 request preview | 4 response preview | 5 request time, Unix ms
 * 6 duration, ms | 7 state | 8 repeated {1 key, 2 value} metadata | 9 the same of tags
 * 10 repeated assessment, JSON | 11 whether the context's metadata belongs to it
 * 12 span id of the root, once that has ended | 13 whether it adds to what was said before
 * </pre>
 */
public final class SpooledInfo implements TraceNews {
  private final SpoolContext context;
  private final Map<String, TraceLocation> knownLocations;
  private String otelTraceId = "";
  private @Nullable String clientRequestId;
  private @Nullable String requestPreview;
  private @Nullable String responsePreview;
  private long requestTimeUnixMillis;
  private @Nullable Long durationMillis;
  private TraceState state = TraceState.STATE_UNSPECIFIED;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final List<Assessment> assessments = new ArrayList<>();
  private boolean ofOrigin;
  private boolean partial;
  private @Nullable RootTexts root;

  private SpooledInfo(SpoolContext context, Map<String, TraceLocation> knownLocations) {
    this.context = context;
    this.knownLocations = knownLocations;
  }

  /** Begins one: trace id in hex, what else there always is. */
  public static void head(
      ProtoWriter out, String otelTraceId, long requestTimeUnixMillis, TraceState state) {
    out.hexField(1, otelTraceId, 16);
    out.int64Field(5, requestTimeUnixMillis);
    out.stringField(7, state.name());
  }

  public static void texts(
      ProtoWriter out,
      @Nullable String clientRequestId,
      @Nullable String requestPreview,
      @Nullable String responsePreview) {
    text(out, 2, clientRequestId);
    text(out, 3, requestPreview);
    text(out, 4, responsePreview);
  }

  private static void text(ProtoWriter out, int field, @Nullable String text) {
    if (text != null) {
      out.stringField(field, text);
    }
  }

  public static void duration(ProtoWriter out, long millis) {
    out.int64Field(6, millis);
  }

  public static void metadata(ProtoWriter out, String key, String value) {
    entry(out, 8, key, value);
  }

  public static void tag(ProtoWriter out, String key, String value) {
    entry(out, 9, key, value);
  }

  public static void assessment(ProtoWriter out, Assessment assessment) {
    out.stringField(10, JsonWriter.write(assessment.toMap()));
  }

  /** Says that the metadata of the context belongs to it. */
  public static void ofOrigin(ProtoWriter out) {
    out.boolField(11, true);
  }

  public static void rootEnded(ProtoWriter out, String rootSpanId) {
    out.hexField(12, rootSpanId, 8);
  }

  /** Says that it is not all that is known, but adds to what was said before. */
  public static void partial(ProtoWriter out) {
    out.boolField(13, true);
  }

  static void entry(ProtoWriter out, int field, String key, String value) {
    int mark = out.beginMessage(field);
    out.stringField(1, key);
    out.stringField(2, value);
    out.endMessage(mark);
  }

  static void readEntry(ProtoReader in, Map<String, String> into) {
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.string();
        case 2 -> value = in.string();
        default -> in.skip();
      }
    }
    into.put(key, value);
  }

  /**
   * Reads one.
   *
   * @param roots what was read of roots lately
   * @param knownLocations experiments by name, as far as they were looked up
   */
  static SpooledInfo decode(
      byte[] payload,
      SpoolContext context,
      RootTexts.Latest roots,
      Map<String, TraceLocation> knownLocations) {
    SpooledInfo info = new SpooledInfo(context, knownLocations);
    ProtoReader in = new ProtoReader(payload);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> info.otelTraceId = HexFormat.of().formatHex(in.bytes());
        case 2 -> info.clientRequestId = in.string();
        case 3 -> info.requestPreview = in.string();
        case 4 -> info.responsePreview = in.string();
        case 5 -> info.requestTimeUnixMillis = in.int64();
        case 6 -> info.durationMillis = in.int64();
        case 7 -> info.state = TraceState.valueOf(in.string());
        case 8 -> readEntry(in.message(), info.metadata);
        case 9 -> readEntry(in.message(), info.tags);
        case 10 -> info.assessments.add(Assessment.fromMap(JsonReader.readObject(in.string())));
        case 11 -> info.ofOrigin = in.bool();
        case 12 -> info.root = roots.find(in.bytes());
        case 13 -> info.partial = in.bool();
        default -> in.skip();
      }
    }
    return info;
  }

  String otelTraceId() {
    return otelTraceId;
  }

  /** Whether it must not stand for what was said of the trace before. */
  boolean isPartial() {
    return partial;
  }

  @Override
  public TraceInfo takeInfo(Destination destination) {
    TraceLocation location = context.location(destination, knownLocations);
    TraceInfo.Builder info =
        TraceInfo.builder(TraceIds.at(location, otelTraceId))
            .traceLocation(location)
            .clientRequestId(clientRequestId)
            .requestTimeUnixMillis(requestTimeUnixMillis)
            .executionDurationMillis(durationMillis)
            .state(state)
            .tags(tags)
            .assessments(assessments);
    if (ofOrigin) {
      info.metadata(context.metadata());
    }
    RootTexts fromRoot = root;
    if (fromRoot != null) {
      fromRoot.addTo(info);
    }
    if (requestPreview != null) {
      info.requestPreview(requestPreview);
    }
    if (responsePreview != null) {
      info.responsePreview(responsePreview);
    }
    return info.metadata(metadata).build();
  }
}
