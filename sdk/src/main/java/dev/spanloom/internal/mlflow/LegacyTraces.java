package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Traces of MLflow 2.14 and newer: start, upload, end. The server makes the id of a trace; ours is
 * kept beside it as a tag, by which the trace is found again, so that it is not begun twice.
 * Thread-safe.
 */
final class LegacyTraces implements WholeTraces {
  static final String TRACES = "/api/2.0/mlflow/traces";

  /** The tag that has our id. */
  static final String OWN_ID = "spanloom.traceId";

  private final MlflowApi api;
  private final SpanFiles files;

  /** Where our traces may be: searches name experiments. */
  private final Set<String> experiments = new LinkedHashSet<>();

  private final Remembered<String> serverIds = new Remembered<>();

  LegacyTraces(MlflowApi api, SpanFiles files) {
    this.api = api;
    this.files = files;
  }

  /** Notes an experiment that the program uses. */
  synchronized void uses(String experimentId) {
    experiments.add(experimentId);
  }

  /** The id by which the server knows a trace; the same when it is not one of ours. */
  String serverId(String traceId) {
    String known = remembered(traceId);
    if (known != null || !traceId.startsWith("tr-")) {
      return known == null ? traceId : known;
    }
    find(traceId);
    String found = remembered(traceId);
    return found == null ? traceId : found;
  }

  private synchronized @Nullable String remembered(String traceId) {
    return serverIds.get(traceId);
  }

  private synchronized void remember(String traceId, String serverId) {
    serverIds.put(traceId, serverId);
  }

  private synchronized List<String> experiments() {
    return List.copyOf(experiments);
  }

  @Override
  public Optional<TraceInfo> find(String traceId) {
    String serverId = remembered(traceId);
    if (serverId != null || !traceId.startsWith("tr-")) {
      return info(serverId == null ? traceId : serverId);
    }
    List<String> ids = experiments();
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    String filter = "tags.`" + OWN_ID + "` = '" + traceId.replace("'", "") + "'";
    StringBuilder path = new StringBuilder(TRACES).append("?max_results=1");
    ids.forEach(id -> path.append("&experiment_ids=").append(MlflowApi.escaped(id)));
    path.append("&filter=").append(MlflowApi.escaped(filter));
    return MlflowApi.objects(api.getOnce(path.toString()).get("traces")).stream()
        .map(this::ours)
        .findFirst();
  }

  private Optional<TraceInfo> info(String serverId) {
    try {
      return Optional.of(
          ours(
              MlflowApi.object(
                  api.getOnce(TRACES + "/" + MlflowApi.escaped(serverId) + "/info")
                      .get("trace_info"))));
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** An info of the server under our id. */
  TraceInfo ours(Map<String, ?> v2) {
    TraceInfo info = TraceInfo.fromMap(v2);
    String ownId = info.tags().get(OWN_ID);
    if (ownId == null) {
      return info;
    }
    remember(ownId, info.traceId());
    return info.toBuilder().traceId(ownId).build();
  }

  @Override
  public List<Span> spans(TraceInfo stored) {
    String serverId = serverId(stored.traceId());
    return files.read(stored.toBuilder().traceId(serverId).build()).stream()
        .map(span -> LegacySpans.ours(span, stored.traceId()))
        .toList();
  }

  @Override
  public void write(TraceInfo info, @Nullable TraceInfo stored, List<Span> spans) {
    String experimentId = info.experimentId();
    if (experimentId != null) {
      uses(experimentId);
    }
    TraceInfo known = stored == null ? find(info.traceId()).orElse(null) : stored;
    TraceInfo begun = known == null ? begin(info) : known;
    String serverId = serverId(info.traceId());
    if (!spans.isEmpty()) {
      files.write(begun, spans.stream().map(span -> LegacySpans.write(span, serverId)).toList());
    }
    if (!SentInfo.isRunning(info)) {
      end(info, serverId);
    }
  }

  private TraceInfo begin(TraceInfo info) {
    Map<String, @Nullable Object> wire =
        info.toBuilder().tag(OWN_ID, info.traceId()).build().toV2WireMap();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    for (String field : List.of("experiment_id", "timestamp_ms", "request_metadata", "tags")) {
      body.put(field, wire.get(field));
    }
    Call call = Call.json("POST", TRACES, JsonWriter.write(body)).once();
    Map<String, @Nullable Object> begun = MlflowApi.checked(api.calls().send(call)).json();
    TraceInfo known = TraceInfo.fromMap(MlflowApi.object(begun.get("trace_info")));
    if (known.tags().get(TraceTagKey.ARTIFACT_LOCATION) == null) {
      throw new MlflowException(
          ErrorCode.INVALID_STATE,
          "trace " + known.traceId() + " has no tag " + TraceTagKey.ARTIFACT_LOCATION);
    }
    remember(info.traceId(), known.traceId());
    return known;
  }

  private void end(TraceInfo info, String serverId) {
    Map<String, @Nullable Object> wire = info.toV2WireMap();
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    Long duration = info.executionDurationMillis();
    body.put("timestamp_ms", info.requestTimeUnixMillis() + (duration == null ? 0 : duration));
    body.put("status", wire.get("status"));
    body.put("request_metadata", wire.get("request_metadata"));
    body.put("tags", wire.get("tags"));
    api.sendOnce("PATCH", TRACES + "/" + MlflowApi.escaped(serverId), body);
  }
}
