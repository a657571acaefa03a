package dev.spanloom.destinations.databricks;

import dev.spanloom.destinations.databricks.StoreCredentials.Kind;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.internal.mlflow.MlflowApi;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A Databricks workspace as the notes on MLflow's REST API describe it: tokens that are checked,
 * experiments, files by credentials, and a catalog with one schema that was set up for traces.
 */
final class WorkspacePeer extends Peer {
  static final String TABLE = "main.traces.mlflow_experiment_trace_otel_spans";

  private static final String V2 = "/api/2.0/mlflow/traces/";
  private static final String V3 = "/api/3.0/mlflow/traces";
  private static final String V4 = "/api/4.0/mlflow/traces";

  final CloudPeer cloud;
  final Set<String> tokens = ConcurrentHashMap.newKeySet();
  final Map<String, TraceInfo> infos = new ConcurrentHashMap<>();
  final Map<String, List<Span>> rows = new ConcurrentHashMap<>();
  final Map<String, String> experiments = new ConcurrentHashMap<>(Map.of("0", "/Shared/default"));
  final Set<String> tables = new TreeSet<>(Set.of(TABLE));
  private final Map<String, Map<String, Object>> assessments = new LinkedHashMap<>();
  volatile Kind kind = Kind.AWS_PRESIGNED_URL;

  /** Null for a workspace whose catalog finds one itself. */
  volatile String neededWarehouse;

  volatile boolean newerSearch = true;
  volatile int tokenSeconds = 3600;
  private int issued;

  WorkspacePeer(CloudPeer cloud) {
    this.cloud = cloud;
    tokens.add("token-1");
  }

  @Override
  synchronized Answer answer(Request request) {
    String path = request.path();
    if (path.equals("/oidc/.well-known/oauth-authorization-server")) {
      return Answer.json(
          Map.of(
              "authorization_endpoint", uri() + "/oidc/v1/authorize",
              "token_endpoint", uri() + "/oidc/v1/token"));
    }
    if (path.equals("/oidc/v1/token")) {
      return token(request);
    }
    if (!path.startsWith("/api/")) {
      return Answer.text(404, "not here");
    }
    String login = String.valueOf(request.header("Authorization"));
    if (!login.startsWith("Bearer ") || !tokens.contains(login.substring("Bearer ".length()))) {
      return Answer.error(
          401, "UNAUTHENTICATED", "Credential was not sent or was of an unsupported type");
    }
    if (path.startsWith("/api/2.0/mlflow/experiments/")) {
      return experiments(request);
    }
    if (path.startsWith("/api/2.0/otel/")) {
      return spans(request);
    }
    if (path.startsWith(V2)) {
      return legacy(request, path.substring(V2.length()).split("/"));
    }
    if (path.startsWith(V4)) {
      return catalog(request, path.substring(V4.length()));
    }
    return path.startsWith(V3)
        ? traces(request, path.substring(V3.length()))
        : Answer.error(404, "ENDPOINT_NOT_FOUND", "No API found for " + request);
  }

  /** OAuth for machines: a client with its secret gets a token that is taken until revoked. */
  private Answer token(Request request) {
    String form = new String(request.body(), java.nio.charset.StandardCharsets.UTF_8);
    String login = String.valueOf(request.header("Authorization"));
    String expected =
        "Basic "
            + java.util.Base64.getEncoder()
                .encodeToString(
                    "robot:robots-secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    if (!form.contains("grant_type=client_credentials") || !login.equals(expected)) {
      return Answer.text(401, "{\"error\": \"invalid_client\"}");
    }
    String token = "oauth-" + ++issued;
    tokens.add(token);
    return Answer.json(
        Map.of("access_token", token, "token_type", "Bearer", "expires_in", tokenSeconds));
  }

  private Answer experiments(Request request) {
    String step = request.path().substring("/api/2.0/mlflow/experiments/".length());
    return switch (step) {
      case "get" -> experiment(request.first("experiment_id"));
      case "get-by-name" ->
          experiment(
              experiments.entrySet().stream()
                  .filter(one -> one.getValue().equals(request.first("experiment_name")))
                  .map(Map.Entry::getKey)
                  .findFirst()
                  .orElse("none"));
      case "create" -> {
        String name = String.valueOf(request.object().get("name"));
        if (!name.startsWith("/")) {
          yield Answer.error(
              400, "INVALID_PARAMETER_VALUE", "Got an invalid experiment name '" + name + "'");
        }
        String id = Integer.toString(100 + experiments.size());
        experiments.put(id, name);
        yield Answer.json(Map.of("experiment_id", id));
      }
      default -> Answer.error(404, "ENDPOINT_NOT_FOUND", step);
    };
  }

  private Answer experiment(String id) {
    String name = experiments.get(id);
    return name == null
        ? Answer.missing("experiment " + id)
        : Answer.json(
            Map.of(
                "experiment",
                Map.of("experiment_id", id, "name", name, "lifecycle_stage", "active")));
  }

  private TraceInfo known(String id) {
    TraceInfo info = infos.get(id);
    if (info == null) {
      throw new Refused(Answer.missing("trace " + id));
    }
    return info;
  }

  private Answer legacy(Request request, String[] steps) {
    if (steps[0].equals("delete-traces")) {
      int before = infos.size();
      Object ids = request.object().get("request_ids");
      infos.keySet().removeIf(id -> ids instanceof List<?> some && some.contains(id));
      return Answer.json(Map.of("traces_deleted", before - infos.size()));
    }
    TraceInfo info = known(steps[0]);
    String file = "/files/" + info.experimentId() + "/" + steps[0] + "/traces.json";
    switch (steps[1]) {
      case "credentials-for-data-upload":
        return Answer.json(cloud.credentials(kind, file));
      case "credentials-for-data-download":
        return cloud.files().containsKey(file)
            ? Answer.json(cloud.credentials(kind, file))
            : Answer.missing("data of " + steps[0]);
      default:
        return tag(request, steps[0], String.valueOf(request.object().get("key")));
    }
  }

  private Answer tag(Request request, String id, String key) {
    TraceInfo info = known(id);
    Map<String, String> tags = new LinkedHashMap<>(info.tags());
    if (request.method().equals("PATCH")) {
      tags.put(key, String.valueOf(request.object().get("value")));
    } else if (tags.remove(key) == null) {
      return Answer.missing("tag " + key);
    }
    TraceInfo.Builder anew =
        TraceInfo.builder(id)
            .traceLocation(info.traceLocation())
            .requestTimeUnixMillis(info.requestTimeUnixMillis())
            .executionDurationMillis(info.executionDurationMillis())
            .state(info.state())
            .metadata(info.traceMetadata())
            .tags(tags);
    infos.put(id, anew.build());
    return Answer.json(Map.of());
  }

  private Answer traces(Request request, String rest) {
    if (rest.isEmpty()) {
      TraceInfo said =
          TraceInfo.fromMap(
              MlflowApi.object(MlflowApi.object(request.object().get("trace")).get("trace_info")));
      infos.merge(
          said.traceId(),
          said,
          (old, now) -> now.toBuilder().tags(old.tags()).tags(now.tags()).build());
      return Answer.json(
          Map.of("trace", Map.of("trace_info", infos.get(said.traceId()).toWireMap())));
    }
    if (rest.equals("/search")) {
      return found(request, "traces", info -> info.experimentId() != null);
    }
    String[] steps = rest.substring(1).split("/");
    TraceInfo info = known(steps[0]);
    if (steps.length == 1) {
      return Answer.json(Map.of("trace", Map.of("trace_info", info.toWireMap())));
    }
    Map<String, Object> sent = MlflowApi.object(request.object().get("assessment"));
    return Answer.json(
        Map.of(
            "assessment", assessment(request, steps[0], steps.length > 2 ? steps[2] : "", sent)));
  }

  /** A page is as long as it was asked for; the token says where the next one begins. */
  private Answer found(Request request, String field, java.util.function.Predicate<TraceInfo> in) {
    List<Map<String, ?>> all =
        infos.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .filter(entry -> in.test(entry.getValue()))
            .<Map<String, ?>>map(entry -> entry.getValue().toWireMap())
            .toList();
    Object token = request.object().get("page_token");
    int from = token == null ? 0 : Integer.parseInt(token.toString());
    int to = Math.min(all.size(), from + ((Number) request.object().get("max_results")).intValue());
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put(field, all.subList(from, to));
    if (to < all.size()) {
      reply.put("next_page_token", Integer.toString(to));
    }
    return Answer.json(reply);
  }

  private Map<String, Object> assessment(
      Request request, String traceId, String id, Map<String, Object> sent) {
    if (request.method().equals("POST")) {
      Map<String, Object> stored = new LinkedHashMap<>(sent);
      stored.put("assessment_id", "a-" + (assessments.size() + 1));
      assessments.put(traceId + "/" + stored.get("assessment_id"), stored);
      return stored;
    }
    Map<String, Object> stored = assessments.get(traceId + "/" + id);
    if (stored == null) {
      throw new Refused(Answer.missing("assessment " + id));
    }
    switch (request.method()) {
      case "PATCH" -> stored.putAll(sent);
      case "DELETE" -> assessments.remove(traceId + "/" + id);
      default -> {}
    }
    return stored;
  }

  // the catalog

  private Answer spans(Request request) {
    String table = request.header("X-Databricks-UC-Table-Name");
    if (!request.path().equals("/api/2.0/otel/v1/traces")
        || !"application/x-protobuf".equals(request.header("Content-Type"))
        || table == null) {
      return Answer.error(400, "INVALID_PARAMETER_VALUE", "not an export of spans");
    }
    if (!tables.contains(table)) {
      return Answer.error(404, "NOT_FOUND", "Table '" + table + "' does not exist");
    }
    for (EncodedSpan span : OtlpRequests.split(request.body())) {
      Span one = span.decode();
      rows.computeIfAbsent(table + "/" + one.otelTraceId(), key -> new ArrayList<>()).add(one);
    }
    return new Answer(200, Map.of("Content-Type", "application/x-protobuf"), new byte[0]);
  }

  private void checkWarehouse(Object given) {
    if (neededWarehouse != null && !neededWarehouse.equals(given)) {
      throw new Refused(
          Answer.error(
              400,
              "INVALID_PARAMETER_VALUE",
              "Could not resolve a SQL warehouse ID. Please set one"));
    }
  }

  private Answer catalog(Request request, String rest) {
    if (rest.equals("/search")) {
      return search(request);
    }
    String[] steps = rest.substring(1).split("/");
    String location = steps[0];
    if (steps[1].equals("batchGet")) {
      checkWarehouse(request.first("sql_warehouse_id"));
      return Answer.json(
          Map.of(
              "traces",
              request.query().get("trace_ids").stream()
                  .filter(hex -> infos.containsKey(location + "/" + hex))
                  .map(hex -> whole(location, hex))
                  .toList()));
    }
    String key = location + "/" + steps[1];
    if (steps[2].equals("info") && request.method().equals("POST")) {
      TraceInfo said = TraceInfo.fromMap(request.object());
      if (!said.traceId().equals(steps[1])) {
        return Answer.error(400, "INVALID_PARAMETER_VALUE", "trace_id: " + said.traceId());
      }
      infos.put(key, said);
      Map<String, Object> reply = new LinkedHashMap<>(said.toWireMap());
      reply.put(
          "trace_location",
          Map.of(
              "type",
              "UC_SCHEMA",
              "uc_schema",
              Map.of(
                  "catalog_name",
                  location.split("\\.")[0],
                  "schema_name",
                  location.split("\\.")[1],
                  "otel_spans_table_name",
                  "mlflow_experiment_trace_otel_spans")));
      return Answer.json(reply);
    }
    if (!steps[2].equals("tags") || !request.method().equals("PATCH")) {
      checkWarehouse(request.first("sql_warehouse_id"));
    }
    return switch (steps[2]) {
      case "info" -> Answer.json(Map.of("trace", Map.of("trace_info", known(key).toWireMap())));
      case "tags" -> {
        known(key);
        yield catalogTag(
            request,
            key,
            steps.length > 3 ? steps[3] : String.valueOf(request.object().get("key")));
      }
      case "assessments" -> {
        known(key);
        yield Answer.json(
            assessment(request, key, steps.length > 3 ? steps[3] : "", request.object()));
      }
      default -> Answer.error(404, "ENDPOINT_NOT_FOUND", rest);
    };
  }

  private Answer catalogTag(Request request, String key, String tag) {
    TraceInfo info = infos.get(key);
    Map<String, String> tags = new LinkedHashMap<>(info.tags());
    if (request.method().equals("PATCH")) {
      tags.put(tag, String.valueOf(request.object().get("value")));
      infos.put(key, info.toBuilder().tags(tags).build());
      return Answer.json(Map.of());
    }
    if (tags.remove(tag) == null) {
      return Answer.missing("tag " + tag);
    }
    Map<String, Object> map = new LinkedHashMap<>(info.toWireMap());
    map.put("tags", tags);
    infos.put(key, TraceInfo.fromMap(map));
    return Answer.json(Map.of());
  }

  private Answer search(Request request) {
    if (!newerSearch) {
      return Answer.error(404, "ENDPOINT_NOT_FOUND", "No API found for " + request);
    }
    boolean ofExperiments = request.object().get("locations").toString().contains("experiment_id");
    if (ofExperiments) {
      return Answer.error(
          400, "INVALID_PARAMETER_VALUE", "MLFLOW_EXPERIMENT locations not yet supported");
    }
    checkWarehouse(request.object().get("sql_warehouse_id"));
    return found(request, "trace_infos", info -> info.experimentId() == null);
  }

  private Map<String, ?> whole(String location, String hex) {
    return new Trace(
            infos.get(location + "/" + hex), rows.getOrDefault(TABLE + "/" + hex, List.of()))
        .toWireMap();
  }

  static Function<Request, Answer> answering(String pathPart, Answer answer) {
    return request -> request.path().contains(pathPart) ? answer : null;
  }
}
