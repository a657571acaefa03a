package dev.spanloom.internal.mlflow;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.SizeStats;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.internal.rules.AssessmentRules;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.internal.mlflow.MlflowPeer.Answer;
import dev.spanloom.internal.mlflow.MlflowPeer.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a server of MLflow keeps, and how it changes by what it hears. */
final class PeerStore {
  /** A span of this name cannot be stored. */
  static final String BAD_SPAN = "refused";

  private final boolean inTables;
  private final Map<String, TraceInfo> infos = new LinkedHashMap<>();
  private final Map<String, Map<String, Span>> spans = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new TreeMap<>();
  private final Map<String, String> experimentNames = new LinkedHashMap<>(Map.of("0", "Default"));
  private final Map<String, String> stages = new LinkedHashMap<>(Map.of("0", "active"));
  private int legacyIds;

  PeerStore(boolean inTables) {
    this.inTables = inTables;
  }

  /** An answer of refusal. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Answer answer;

    Refused(Answer answer) {
      this.answer = answer;
    }

    Answer answer() {
      return answer;
    }
  }

  private static Refused notFound(String what) {
    return new Refused(Answer.error(404, "RESOURCE_DOES_NOT_EXIST", what + " not found"));
  }

  // what tests look at

  synchronized TraceInfo info(String traceId) {
    return infos.get(traceId);
  }

  synchronized List<TraceInfo> infos() {
    return List.copyOf(infos.values());
  }

  synchronized List<Span> spans(String traceId) {
    return List.copyOf(spans.getOrDefault(traceId, Map.of()).values());
  }

  synchronized int spanCount() {
    return spans.values().stream().mapToInt(Map::size).sum();
  }

  synchronized Map<String, byte[]> files() {
    return new TreeMap<>(files);
  }

  synchronized String addExperiment(String name, String stage) {
    String id = Integer.toString(experimentNames.size());
    experimentNames.put(id, name);
    stages.put(id, stage);
    return id;
  }

  // spans

  /** Stores the spans of each trace, or refuses all of that trace; adds up tokens as it does. */
  synchronized List<String> logSpans(byte[] body, String experimentId) {
    List<String> errors = new ArrayList<>();
    Map<String, List<Span>> byTrace =
        OtlpRequests.split(body).stream()
            .map(EncodedSpan::decode)
            .collect(Collectors.groupingBy(Span::traceId, LinkedHashMap::new, Collectors.toList()));
    byTrace.forEach(
        (id, some) -> {
          if (some.stream().anyMatch(span -> span.name().equals(BAD_SPAN))) {
            errors.add(id + ": cannot be stored");
          } else if (!experimentNames.containsKey(experimentId)) {
            errors.add(id + ": no experiment " + experimentId);
          } else {
            logSpans(id, some, experimentId);
          }
        });
    return errors;
  }

  private void logSpans(String id, List<Span> some, String experimentId) {
    TraceInfo known = infos.get(id);
    long start = some.stream().mapToLong(s -> s.startTimeUnixNanos() / 1_000_000).min().orElse(0);
    TraceInfo.Builder info =
        known == null
            ? TraceInfo.builder(id)
                .experimentId(experimentId)
                .requestTimeUnixMillis(start)
                .state(TraceState.IN_PROGRESS)
            : known.toBuilder();
    withPlace(info, id, known == null ? experimentId : known.experimentId(), true);
    boolean open = known == null || known.state() == TraceState.IN_PROGRESS;
    for (Span span : some) {
      if (span.isRoot() && open) {
        info.state(
            span.status().statusCode().name().equals("ERROR") ? TraceState.ERROR : TraceState.OK);
      }
      if (span.tokenUsage().isPresent()) {
        TokenUsage before = info.build().tokenUsage().orElse(null);
        TokenUsage usage = span.tokenUsage().get();
        info.metadata(
            TraceMetadataKey.TOKEN_USAGE,
            JsonWriter.write((before == null ? usage : before.plus(usage)).toMap()));
      }
      spans.computeIfAbsent(id, key -> new LinkedHashMap<>()).put(span.spanId(), span);
    }
    infos.put(id, info.build());
  }

  private static void withPlace(
      TraceInfo.Builder info, String id, String experimentId, boolean inTables) {
    info.tag(
        TraceTagKey.ARTIFACT_LOCATION,
        "mlflow-artifacts:/" + experimentId + "/traces/" + id + "/artifacts");
    if (inTables) {
      info.tag(TraceTagKey.SPANS_LOCATION, TraceTagKey.TRACKING_STORE);
    }
  }

  // traces

  synchronized Answer traces(Request request) {
    String rest = request.path().substring("/api/3.0/mlflow/traces".length());
    if (rest.isEmpty()) {
      return start(request);
    }
    if (rest.equals("/search")) {
      return search(request, TraceInfo::toWireMap);
    }
    if (rest.equals("/get") && inTables) {
      return Answer.json(Map.of("trace", trace(request.first("trace_id")).toWireMap()));
    }
    if (rest.equals("/batchGet") && inTables) {
      return Answer.json(
          Map.of(
              "traces",
              request.all("trace_ids").stream()
                  .filter(infos::containsKey)
                  .map(this::trace)
                  .filter(
                      trace ->
                          trace.data().spans().size()
                              >= Math.max(1, SizeStats.spansSaid(trace.info())))
                  .map(Trace::toWireMap)
                  .toList()));
    }
    String[] steps = rest.substring(1).split("/");
    return steps.length == 1
        ? Answer.json(Map.of("trace", Map.of("trace_info", known(steps[0]).toWireMap())))
        : assessments(request, known(steps[0]), steps);
  }

  private TraceInfo known(String traceId) {
    TraceInfo info = infos.get(traceId);
    if (info == null) {
      throw notFound("Trace with ID " + traceId);
    }
    return info;
  }

  private Trace trace(String traceId) {
    return new Trace(known(traceId), spans(traceId));
  }

  /**
   * What is said replaces what was known, previews that are not said too; tags and metadata add up.
   */
  private Answer start(Request request) {
    TraceInfo said =
        TraceInfo.fromMap(
            MlflowApi.object(MlflowApi.object(request.object().get("trace")).get("trace_info")));
    active(said.experimentId());
    TraceInfo known = infos.get(said.traceId());
    TraceInfo.Builder info = said.toBuilder();
    if (known != null) {
      info =
          TraceInfo.builder(said.traceId())
              .traceLocation(known.traceLocation())
              .clientRequestId(said.clientRequestId())
              .requestPreview(said.requestPreview())
              .responsePreview(said.responsePreview())
              .requestTimeUnixMillis(said.requestTimeUnixMillis())
              .executionDurationMillis(said.executionDurationMillis())
              .state(said.state())
              .metadata(known.traceMetadata())
              .metadata(said.traceMetadata())
              .tags(known.tags())
              .tags(said.tags());
      Map<String, Assessment> byId = new LinkedHashMap<>();
      known.assessments().forEach(one -> byId.put(one.assessmentId(), one));
      said.assessments().forEach(one -> byId.put(one.assessmentId(), one));
      info.assessments(List.copyOf(byId.values()));
    }
    withPlace(info, said.traceId(), said.experimentId(), inTables);
    infos.put(said.traceId(), info.build());
    return Answer.json(
        Map.of("trace", Map.of("trace_info", infos.get(said.traceId()).toWireMap())));
  }

  private void active(String experimentId) {
    if (!experimentNames.containsKey(experimentId)) {
      throw notFound("Experiment " + experimentId);
    }
    if (!"active".equals(stages.get(experimentId))) {
      throw new Refused(
          Answer.error(400, "INVALID_PARAMETER_VALUE", experimentId + " must be active"));
    }
  }

  /** Newest first, by offset; the filter is only looked at by tests. */
  private Answer search(
      Request request, java.util.function.Function<TraceInfo, Map<String, ?>> form) {
    Map<String, Object> body = request.object();
    int most =
        ((Number)
                (request.method().equals("GET")
                    ? Integer.valueOf(request.first("max_results"))
                    : body.getOrDefault("max_results", 100)))
            .intValue();
    if (most > 500) {
      throw new Refused(Answer.error(400, "INVALID_PARAMETER_VALUE", "max_results > 500"));
    }
    String filter = request.first("filter");
    List<TraceInfo> found =
        infos.values().stream()
            .filter(
                info ->
                    !filter.contains("spanloom.traceId")
                        || filter.contains("'" + info.tags().get(LegacyTraces.OWN_ID) + "'"))
            .sorted(
                java.util.Comparator.comparingLong(TraceInfo::requestTimeUnixMillis)
                    .reversed()
                    .thenComparing(TraceInfo::traceId))
            .toList();
    Object token =
        request.method().equals("GET") ? request.first("page_token") : body.get("page_token");
    int from = token == null || token.equals("") ? 0 : Integer.parseInt(token.toString());
    List<TraceInfo> page = found.subList(from, Math.min(found.size(), from + most));
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("traces", page.stream().map(form).toList());
    if (page.size() == most) {
      reply.put("next_page_token", Integer.toString(from + most));
    }
    return Answer.json(reply);
  }

  // assessments and tags

  private Answer assessments(Request request, TraceInfo info, String[] steps) {
    List<Assessment> all = info.assessments();
    if (steps.length == 2) {
      Map<String, Object> given =
          new LinkedHashMap<>(MlflowApi.object(request.object().get("assessment")));
      Assessment made = AssessmentRules.identified(Assessment.fromMap(given), info.traceId());
      put(info.toBuilder().assessments(AssessmentRules.create(all, info.traceId(), made)).build());
      return Answer.json(Map.of("assessment", made.toMap()));
    }
    String id = steps[2];
    if (request.method().equals("DELETE")) {
      put(info.toBuilder().assessments(AssessmentRules.delete(all, id)).build());
      return Answer.json(Map.of());
    }
    Assessment known =
        all.stream()
            .filter(one -> id.equals(one.assessmentId()))
            .findFirst()
            .orElseThrow(() -> notFound("Assessment " + id));
    if (request.method().equals("GET")) {
      return Answer.json(Map.of("assessment", known.toMap()));
    }
    Map<String, Object> changed = new LinkedHashMap<>(known.toMap());
    Map<String, Object> given = MlflowApi.object(request.object().get("assessment"));
    for (String field : String.valueOf(request.object().get("update_mask")).split(",")) {
      switch (field) { // the names of a protobuf field mask in JSON: camel case
        case "assessmentName" -> changed.put("assessment_name", given.get("assessment_name"));
        case "feedback", "expectation", "rationale", "metadata" ->
            changed.put(field, given.get(field));
        default ->
            throw new Refused(
                Answer.error(400, "INVALID_PARAMETER_VALUE", "update_mask: " + field));
      }
    }
    Assessment now = Assessment.fromMap(changed);
    put(info.toBuilder().assessments(AssessmentRules.update(all, info.traceId(), now)).build());
    return Answer.json(Map.of("assessment", now.toMap()));
  }

  private void put(TraceInfo info) {
    infos.put(info.traceId(), info);
  }

  // the API of MLflow 2

  synchronized Answer legacy(Request request) {
    String rest = request.path().substring("/api/2.0/mlflow/traces".length());
    if (rest.isEmpty()) {
      return request.method().equals("GET")
          ? search(request, TraceInfo::toV2WireMap)
          : legacyStart(request);
    }
    if (rest.equals("/delete-traces")) {
      return delete(request);
    }
    String[] steps = rest.substring(1).split("/");
    TraceInfo info = known(steps[0]);
    if (steps.length == 1) {
      return legacyEnd(request, info);
    }
    if (steps[1].equals("info")) {
      return Answer.json(Map.of("trace_info", info.toV2WireMap()));
    }
    String key = String.valueOf(request.object().get("key"));
    if (request.method().equals("DELETE")) {
      if (!info.tags().containsKey(key)) {
        throw notFound("tag " + key);
      }
      put(info.toBuilder().removeTag(key).build());
    } else {
      put(info.toBuilder().tag(key, String.valueOf(request.object().get("value"))).build());
    }
    return Answer.json(Map.of());
  }

  private Answer delete(Request request) {
    Map<String, Object> body = request.object();
    int deleted = 0;
    if (body.get("request_ids") instanceof List<?> ids) {
      if (ids.size() > 100) {
        throw new Refused(Answer.error(400, "INVALID_PARAMETER_VALUE", "too many ids"));
      }
      for (Object id : ids) {
        deleted += infos.remove(String.valueOf(id)) == null ? 0 : 1;
      }
    }
    return Answer.json(Map.of("traces_deleted", deleted));
  }

  private Answer legacyStart(Request request) {
    Map<String, Object> body = new LinkedHashMap<>(request.object());
    String id = String.format(java.util.Locale.ROOT, "%032x", 0xabc000 + ++legacyIds);
    body.put("request_id", id);
    body.put("status", "IN_PROGRESS");
    TraceInfo.Builder info = TraceInfo.fromMap(pairsAsMaps(body)).toBuilder();
    withPlace(info, id, String.valueOf(body.get("experiment_id")), false);
    put(info.build());
    return Answer.json(Map.of("trace_info", info.build().toV2WireMap()));
  }

  private Answer legacyEnd(Request request, TraceInfo known) {
    Map<String, Object> body = pairsAsMaps(request.object());
    TraceInfo.Builder info =
        known.toBuilder()
            .state(TraceState.parse(String.valueOf(body.get("status"))))
            .executionDurationMillis(
                ((Number) body.get("timestamp_ms")).longValue() - known.requestTimeUnixMillis());
    ((Map<?, ?>) body.get("tags")).forEach((k, v) -> info.tag(k.toString(), v.toString()));
    ((Map<?, ?>) body.get("request_metadata"))
        .forEach((k, v) -> info.metadata(k.toString(), v.toString()));
    put(info.build());
    return Answer.json(Map.of("trace_info", info.build().toV2WireMap()));
  }

  private static Map<String, Object> pairsAsMaps(Map<String, Object> body) {
    Map<String, Object> read = new LinkedHashMap<>(body);
    for (String field : List.of("tags", "request_metadata")) {
      Map<String, Object> map = new LinkedHashMap<>();
      MlflowApi.objects(body.get(field))
          .forEach(pair -> map.put(String.valueOf(pair.get("key")), pair.get("value")));
      read.put(field, map);
    }
    return read;
  }

  // files

  synchronized Answer file(Request request) {
    String name = request.path().substring("/api/2.0/mlflow-artifacts/artifacts/".length());
    if (request.method().equals("PUT")) {
      files.put(name, request.body());
      return Answer.json(Map.of());
    }
    byte[] file = files.get(name);
    if (file == null) {
      throw notFound(name);
    }
    return new Answer(200, "text/plain", file);
  }

  /** As 3.6 does: where the store has tables, only what is there; else the file. */
  synchronized Answer spansFile(String traceId, boolean takesSpans) {
    TraceInfo info = known(traceId);
    if (inTables && takesSpans) {
      return Answer.json(Map.of("spans", spans(traceId).stream().map(Span::toMap).toList()));
    }
    byte[] file = files.get(info.experimentId() + "/traces/" + traceId + "/artifacts/traces.json");
    if (file == null) {
      throw notFound("spans of " + traceId);
    }
    return new Answer(200, "application/octet-stream", new String(file, StandardCharsets.UTF_8));
  }

  // experiments

  synchronized Answer experiments(Request request) {
    String call = request.path().substring("/api/2.0/mlflow/experiments/".length());
    if (call.equals("create")) {
      String name = String.valueOf(request.object().get("name"));
      if (experimentNames.containsValue(name)) {
        throw new Refused(
            Answer.error(400, "RESOURCE_ALREADY_EXISTS", "Experiment(name=" + name + ") exists"));
      }
      return Answer.json(Map.of("experiment_id", addExperiment(name, "active")));
    }
    String wanted = request.first("experiment_id") + request.first("experiment_name");
    for (Map.Entry<String, String> one : experimentNames.entrySet()) {
      String key = call.equals("get") ? one.getKey() : one.getValue();
      if (key.equals(wanted)) {
        return Answer.json(
            Map.of(
                "experiment",
                Map.of(
                    "experiment_id",
                    one.getKey(),
                    "name",
                    one.getValue(),
                    "artifact_location",
                    "mlflow-artifacts:/" + one.getKey(),
                    "lifecycle_stage",
                    stages.get(one.getKey()),
                    "creation_time",
                    1L,
                    "last_update_time",
                    2L)));
      }
    }
    throw notFound("Experiment " + wanted);
  }

  /** The object in a file. */
  static Map<String, Object> read(byte[] file) {
    return JsonReader.readObject(new String(file, StandardCharsets.UTF_8));
  }
}
