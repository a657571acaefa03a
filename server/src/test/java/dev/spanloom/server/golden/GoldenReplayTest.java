package dev.spanloom.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.server.LiveServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real MLflow clients sent is sent again, request by request, and answered as MLflow's server
 * answered it, but for what {@link Allowed} says and why.
 */
class GoldenReplayTest {
  /** What the client library sets by itself. */
  private static final Set<String> OF_CONNECTION =
      Set.of("host", "connection", "content-length", "accept-encoding", "expect", "upgrade");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static LiveServer server;

  /** Ids that a server makes: those of the recording, and ours. */
  private final Map<String, String> ids = new HashMap<>();

  @BeforeAll
  static void start() {
    server = new LiveServer();
    server.store().experiments().create("python"); // 1
    server.store().experiments().create("typescript"); // 2
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<GoldenFiles.File> scenarios() {
    return GoldenFiles.matching(".*/requests\\.jsonl");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyRequestIsAnsweredAsMlflowDoes(GoldenFiles.File scenario) {
    List<String> wrong = new ArrayList<>();
    for (GoldenFiles.Exchange exchange : GoldenFiles.exchanges(scenario)) {
      HttpResponse<String> reply = send(exchange);
      if (reply.statusCode() != exchange.status()) {
        wrong.add(exchange + ": status " + reply.statusCode() + ", " + reply.body());
        continue;
      }
      for (Difference difference :
          Difference.between(renamed(exchange.responseBody()), parsed(reply.body()))) {
        if (!learned(difference) && !Allowed.is(exchange.toString(), difference)) {
          wrong.add(exchange + ": " + difference);
        }
      }
    }
    for (GoldenFiles.File file :
        GoldenFiles.matching(Pattern.quote(scenario.scenario()) + "/trace.*\\.json")) {
      if (file.text().isEmpty()) {
        continue; // Python could not read that trace; see TypeScriptUploadTest
      }
      Map<String, Object> read =
          file.fileName().equals("trace_ts.json") ? asTypeScript(file) : asPython(file);
      for (Difference difference : Difference.between(theirs(file), read)) {
        if (!Allowed.is("FILE " + file, difference)) {
          wrong.add(file + ": " + difference);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** What a client read of a trace, its info in the one form of ours. */
  private Map<String, @Nullable Object> theirs(GoldenFiles.File file) {
    Map<String, @Nullable Object> trace = map(renamed(JsonReader.read(file.text())));
    Map<String, @Nullable Object> both = new HashMap<>();
    both.put("info", info(trace.get("info")));
    both.put("spans", map(trace.get("data")).get("spans"));
    return both;
  }

  private static Map<String, @Nullable Object> info(@Nullable Object form) {
    return TraceInfo.fromMap(map(form)).toMap();
  }

  private static String traceId(GoldenFiles.File file) {
    return String.valueOf(map(JsonReader.readObject(file.text()).get("info")).get("trace_id"));
  }

  /** What Python reads: the info as it is searched for, the spans in its dict form. */
  private static Map<String, @Nullable Object> asPython(GoldenFiles.File file) {
    String id = traceId(file);
    HttpResponse<String> found =
        server.post(
            "/api/3.0/mlflow/traces/search",
            "{\"locations\": [{\"mlflow_experiment\": {\"experiment_id\": \"1\"}},"
                + " {\"mlflow_experiment\": {\"experiment_id\": \"2\"}}],"
                + " \"filter\": \"trace.request_id = '"
                + id
                + "'\"}");
    List<?> infos = (List<?>) map(parsed(found.body())).get("traces");
    assertThat(infos).as(file.name()).hasSize(1);
    Map<String, @Nullable Object> both = new HashMap<>();
    both.put("info", info(infos.get(0)));
    both.put(
        "spans", json("/ajax-api/3.0/mlflow/get-trace-artifact?request_id=" + id).get("spans"));
    return both;
  }

  /** What TypeScript reads: the info, and the file of spans, whose times it shows as texts. */
  private static Map<String, @Nullable Object> asTypeScript(GoldenFiles.File file) {
    Object info =
        map(json("/api/3.0/mlflow/traces/" + traceId(file)).get("trace")).get("trace_info");
    String location = TraceInfo.fromMap(map(info)).tags().get(TraceTagKey.ARTIFACT_LOCATION);
    assertThat(location).startsWith("mlflow-artifacts:/");
    String path = location.substring("mlflow-artifacts:".length()) + "/traces.json";
    List<Object> spans = new ArrayList<>();
    for (Object span : (List<?>) json("/api/2.0/mlflow-artifacts/artifacts" + path).get("spans")) {
      spans.add(withTimesAsTexts(span));
    }
    Map<String, @Nullable Object> both = new HashMap<>();
    both.put("info", info(info));
    both.put("spans", spans);
    return both;
  }

  private static Map<String, @Nullable Object> withTimesAsTexts(@Nullable Object span) {
    Map<String, @Nullable Object> map = new HashMap<>(map(span));
    map.replaceAll((key, value) -> key.endsWith("_unix_nano") ? String.valueOf(value) : value);
    map.computeIfPresent(
        "events",
        (key, events) ->
            ((List<?>) events).stream().map(GoldenReplayTest::withTimesAsTexts).toList());
    return map;
  }

  private static Map<String, @Nullable Object> json(String path) {
    return map(parsed(server.get(path).body()));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  private HttpResponse<String> send(GoldenFiles.Exchange exchange) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.uri(renamed(exchange.path())))
            .method(exchange.method(), HttpRequest.BodyPublishers.ofByteArray(body(exchange)));
    for (List<?> header : exchange.requestHeaders()) {
      String name = String.valueOf(header.get(0));
      if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
        request.header(name, String.valueOf(header.get(1)));
      }
    }
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(exchange.toString(), e);
    }
  }

  private byte[] body(GoldenFiles.Exchange exchange) {
    Object body = exchange.requestBody();
    if (body == null) {
      return new byte[0];
    }
    if (body instanceof Map<?, ?> map && map.get("base64") instanceof String base64) {
      return Base64.getDecoder().decode(base64);
    }
    return renamed(JsonWriter.write(body)).getBytes(StandardCharsets.UTF_8);
  }

  private String renamed(String text) {
    String renamed = text;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      renamed = renamed.replace(id.getKey(), id.getValue());
    }
    return renamed;
  }

  private @Nullable Object renamed(@Nullable Object body) {
    return JsonReader.read(renamed(JsonWriter.write(body)));
  }

  /** A text is recorded as an object of it. */
  private static @Nullable Object parsed(String body) {
    try {
      return JsonReader.read(body);
    } catch (JsonSyntaxException e) {
      return Map.of("text", body);
    }
  }

  /** An id of the recording that was not met before is ours from then on. */
  private boolean learned(Difference difference) {
    return difference.place().endsWith("/assessment_id")
        && difference.theirs() instanceof String theirs
        && difference.ours() instanceof String ours
        && ours.matches("a-[0-9a-f]{32}")
        && !ids.containsValue(theirs)
        && ids.putIfAbsent(theirs, ours) == null;
  }
}
