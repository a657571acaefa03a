package dev.spanloom.entities;

import dev.spanloom.entities.internal.CodePoints;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * MLflow's JSON shapes of a trace info: the dict form of files, the wire form of REST, and the
 * legacy V2.
 */
final class TraceInfoDict {
  private static final int MAX_METADATA_KEY = 250;
  private static final int MAX_METADATA_VALUE = 250;
  private static final int MAX_TAG_KEY = 250;
  private static final int MAX_TAG_VALUE = 4096;

  private TraceInfoDict() {}

  static Map<String, @Nullable Object> write(TraceInfo info) {
    Map<String, @Nullable Object> map = writeCommon(info, info.traceMetadata(), info.tags());
    if (info.executionDurationMillis() != null) {
      map.put("execution_duration_ms", info.executionDurationMillis());
    }
    return map;
  }

  /**
   * As the dict form, but with a protobuf duration, a bare V4 id, and texts cut to what the REST
   * API carries.
   */
  static Map<String, @Nullable Object> writeWire(TraceInfo info) {
    Map<String, @Nullable Object> map =
        writeCommon(
            info,
            cut(onTheWire(info.traceMetadata()), MAX_METADATA_KEY, MAX_METADATA_VALUE),
            cut(info.tags(), MAX_TAG_KEY, MAX_TAG_VALUE));
    if (TraceIds.location(info.traceId()).isPresent()) {
      map.put("trace_id", TraceIds.toOtel(info.traceId()).orElse(info.traceId()));
    }
    Long duration = info.executionDurationMillis();
    if (duration != null) {
      map.put("execution_duration", Fields.duration(duration));
    }
    return map;
  }

  private static Map<String, @Nullable Object> writeCommon(
      TraceInfo info, Map<String, String> metadata, Map<String, String> tags) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("trace_id", info.traceId());
    putNonNull(map, "client_request_id", info.clientRequestId());
    map.put("trace_location", info.traceLocation().toMap());
    putNonNull(map, "request_preview", info.requestPreview());
    putNonNull(map, "response_preview", info.responsePreview());
    map.put("request_time", TimeText.write(info.requestTimeUnixMillis()));
    map.put("state", info.state().name());
    if (!metadata.isEmpty()) {
      map.put("trace_metadata", metadata);
    }
    if (!tags.isEmpty()) {
      map.put("tags", tags);
    }
    if (!info.assessments().isEmpty()) {
      map.put("assessments", info.assessments().stream().map(Assessment::toMap).toList());
    }
    return map;
  }

  /** Links to runs are kept in the metadata, but MLflow's clients do not know them there. */
  private static Map<String, String> onTheWire(Map<String, String> metadata) {
    if (!metadata.containsKey(TraceMetadataKey.LINKED_RUNS)) {
      return metadata;
    }
    Map<String, String> others = new LinkedHashMap<>(metadata);
    others.remove(TraceMetadataKey.LINKED_RUNS);
    return others;
  }

  private static Map<String, String> cut(Map<String, String> map, int maxKey, int maxValue) {
    if (areShort(map, maxKey, maxValue)) {
      return map;
    }
    Map<String, String> cut = new LinkedHashMap<>();
    map.forEach((key, value) -> cut.put(cut(key, maxKey), cut(value, maxValue)));
    return cut;
  }

  private static boolean areShort(Map<String, String> map, int maxKey, int maxValue) {
    for (Map.Entry<String, String> entry : map.entrySet()) {
      if (entry.getKey().length() > maxKey || entry.getValue().length() > maxValue) {
        return false;
      }
    }
    return true;
  }

  private static String cut(String text, int max) {
    return text.substring(0, CodePoints.end(text, max));
  }

  static TraceInfo read(Map<String, ? extends @Nullable Object> map) {
    return isV2(map) ? readV2(map) : readV3(map);
  }

  static boolean isV2(Map<String, ? extends @Nullable Object> map) {
    return map.containsKey("request_id");
  }

  private static TraceInfo readV3(Map<String, ? extends @Nullable Object> map) {
    Map<String, @Nullable Object> location = Fields.map(map, "trace_location");
    Long duration = Fields.durationMillis(map, "execution_duration");
    if (map.get("execution_duration_ms") != null) {
      duration = Fields.number(map, "execution_duration_ms", 0);
    }
    return TraceInfo.builder(Fields.requiredText(map, "trace_id"))
        .clientRequestId(Fields.textOrNull(map, "client_request_id"))
        .traceLocation(
            location.isEmpty() ? TraceLocation.unspecified() : TraceLocation.fromMap(location))
        .requestPreview(Fields.textOrNull(map, "request_preview"))
        .responsePreview(Fields.textOrNull(map, "response_preview"))
        .requestTimeUnixMillis(Fields.timeMillis(map, "request_time", 0))
        .executionDurationMillis(duration)
        .state(readState(map.get("state")))
        .metadata(Fields.strings(map, "trace_metadata"))
        .tags(Fields.strings(map, "tags"))
        .assessments(Fields.maps(map, "assessments").stream().map(Assessment::fromMap).toList())
        .build();
  }

  /** Names, or the numbers of the protobuf enum. */
  private static TraceState readState(@Nullable Object state) {
    if (state instanceof Number number) {
      return TraceState.fromNumber(number.intValue());
    }
    return state == null ? TraceState.STATE_UNSPECIFIED : TraceState.parse(state.toString());
  }

  private static TraceInfo readV2(Map<String, ? extends @Nullable Object> map) {
    String experimentId = Fields.textOrNull(map, "experiment_id");
    return TraceInfo.builder(Fields.requiredText(map, "request_id"))
        .traceLocation(
            experimentId == null
                ? TraceLocation.unspecified()
                : TraceLocation.experiment(experimentId))
        .requestTimeUnixMillis(Fields.number(map, "timestamp_ms", 0))
        .executionDurationMillis(
            map.get("execution_time_ms") == null
                ? null
                : Fields.number(map, "execution_time_ms", 0))
        .state(TraceState.parse(Fields.requiredText(map, "status")))
        .metadata(Fields.strings(map, "request_metadata"))
        .tags(Fields.strings(map, "tags"))
        .assessments(Fields.maps(map, "assessments").stream().map(Assessment::fromMap).toList())
        .build();
  }

  /** The legacy V2 wire form: maps as lists of {@code {key, value}}, an unknown duration as 0. */
  static Map<String, @Nullable Object> writeV2Wire(TraceInfo info) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("request_id", info.traceId());
    putNonNull(map, "experiment_id", info.experimentId());
    map.put("timestamp_ms", info.requestTimeUnixMillis());
    Long duration = info.executionDurationMillis();
    map.put("execution_time_ms", duration == null ? 0L : duration);
    map.put("status", info.state().legacyName());
    map.put(
        "request_metadata",
        keyValues(cut(onTheWire(info.traceMetadata()), MAX_METADATA_KEY, MAX_METADATA_VALUE)));
    map.put("tags", keyValues(cut(info.tags(), MAX_TAG_KEY, MAX_TAG_VALUE)));
    return map;
  }

  private static List<Map<String, String>> keyValues(Map<String, String> map) {
    List<Map<String, String>> list = new ArrayList<>(map.size());
    map.forEach(
        (key, value) -> {
          Map<String, String> entry = new LinkedHashMap<>();
          entry.put("key", key);
          entry.put("value", value);
          list.add(entry);
        });
    return list;
  }

  private static void putNonNull(
      Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
