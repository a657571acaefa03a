package dev.spanloom.server.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.security.Role;
import dev.spanloom.server.security.TokenFile;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * MLflow's own server keeps what the TypeScript SDK uploads as a file that only this SDK reads: the
 * recorded {@code trace_py.json} are empty. Here every client reads it.
 */
@DisplayName("TypeScript uploads are indexed and readable by every client")
class TypeScriptUploadTest {
  @TempDir private static Path folder;
  private static LiveServer server;

  @BeforeAll
  static void start() {
    server =
        new LiveServer(
            ServerOptions.defaults(), SqliteTraceStore.open(folder.resolve("traces.db")));
    server.store().experiments().create("python");
    server.store().experiments().create("typescript");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<GoldenFiles.File> scenarios() {
    return GoldenFiles.matching("typescript/.*/requests\\.jsonl");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void aTraceOfTypeScript(GoldenFiles.File scenario) {
    List<GoldenFiles.Exchange> exchanges = GoldenFiles.exchanges(scenario);
    GoldenFiles.Exchange start = exchanges.get(0);
    GoldenFiles.Exchange upload = exchanges.get(1);
    byte[] file = JsonWriter.write(upload.requestBody()).getBytes(StandardCharsets.UTF_8);

    HttpResponse<String> started = server.post(start.path(), JsonWriter.write(start.requestBody()));
    TraceInfo info = TraceInfo.fromMap(at(started.body(), "trace", "trace_info"));
    assertThat(upload.path())
        .as("where the client uploads to, by the tag")
        .isEqualTo(
            "/api/2.0/mlflow-artifacts/artifacts"
                + info.tags()
                    .get(TraceTagKey.ARTIFACT_LOCATION)
                    .substring("mlflow-artifacts:".length())
                + "/traces.json");
    assertThat(server.put(upload.path(), file).statusCode()).isEqualTo(200);

    List<Span> uploaded = spans(upload.requestBody());
    assertThat(uploaded).isNotEmpty();
    readByTypeScript(upload.path(), file);
    readByPython(info, uploaded);
    readByOtherPrograms(info, uploaded);
    foundByTheirSpans(info, uploaded);

    assertThat(server.put(upload.path(), file).statusCode()).isEqualTo(200);
    assertThat(server.store().reader().trace(info.traceId()).orElseThrow().data().spans())
        .as("after the file came again")
        .hasSameSizeAs(uploaded);
  }

  /** The SDK of MLflow 3.6 sends no credentials with files, newer ones do. */
  @Test
  void aServerWithTokensTakesAndGivesNoFilesWithoutThem() {
    TokenFile file = new TokenFile(folder.resolve("tokens.json"));
    String token = file.create("ts", Set.of(Role.INGEST, Role.READ), 0).secret();
    String[] credentials = {"Authorization", "Bearer " + token};
    List<GoldenFiles.Exchange> exchanges = GoldenFiles.exchanges(scenarios().get(0));
    GoldenFiles.Exchange start = exchanges.get(0);
    GoldenFiles.Exchange upload = exchanges.get(1);
    try (LiveServer closed =
        new LiveServer(ServerOptions.builder().tokenFile(file.path()).build())) {
      closed.store().experiments().create("python");
      closed.store().experiments().create("typescript");
      String info = JsonWriter.write(start.requestBody());
      String content = JsonWriter.write(upload.requestBody());
      String path = upload.path();
      assertThat(closed.send("POST", start.path(), info, credentials).statusCode()).isEqualTo(200);
      assertThat(closed.send("PUT", path, content).statusCode()).isEqualTo(401);
      assertThat(closed.send("GET", path, "").statusCode()).isEqualTo(401);
      assertThat(closed.send("PUT", path, content, credentials).statusCode()).isEqualTo(200);
      assertThat(closed.send("GET", path, "").statusCode()).isEqualTo(401);
      assertThat(closed.send("GET", path, "", credentials).body()).isEqualTo(content);
      assertThat(closed.send("DELETE", path, "", credentials).statusCode()).isEqualTo(403);
    }
  }

  private static void readByTypeScript(String path, byte[] file) {
    assertThat(server.getBytes(path).body()).isEqualTo(file);
  }

  /** Python asks for the info and the spans of {@code batchGet}. */
  private static void readByPython(TraceInfo info, List<Span> uploaded) {
    String body = server.get("/api/3.0/mlflow/traces/batchGet?trace_ids=" + info.traceId()).body();
    Map<?, ?> trace = (Map<?, ?>) ((List<?>) JsonReader.readObject(body).get("traces")).get(0);
    List<?> spans = (List<?>) trace.get("spans");
    assertThat(spans.stream().map(span -> String.valueOf(map(span).get("name"))))
        .containsExactlyInAnyOrderElementsOf(uploaded.stream().map(Span::name).toList());
    assertThat(((Map<?, ?>) spans.get(0)).get("parent_span_id")).as("roots come first").isNull();
  }

  /** The web pages, and whoever else wants the dict form. */
  private static void readByOtherPrograms(TraceInfo info, List<Span> uploaded) {
    String body =
        server.get("/ajax-api/3.0/mlflow/get-trace-artifact?request_id=" + info.traceId()).body();
    assertThat(spans(JsonReader.readObject(body)))
        .extracting(Span::toMap)
        .containsExactlyInAnyOrderElementsOf(uploaded.stream().map(Span::toMap).toList());
  }

  private static void foundByTheirSpans(TraceInfo info, List<Span> uploaded) {
    for (Span span : uploaded) {
      HttpResponse<String> found =
          server.post(
              "/api/3.0/mlflow/traces/search",
              JsonWriter.write(
                  Map.of(
                      "locations",
                      List.of(Map.of("mlflow_experiment", Map.of("experiment_id", "2"))),
                      "filter",
                      "span.name = '"
                          + span.name()
                          + "' AND trace.request_id = '"
                          + info.traceId()
                          + "'")));
      assertThat(found.body()).as(span.name()).contains(info.traceId());
    }
    TraceInfo shown = server.store().reader().info(info.traceId()).orElseThrow();
    assertThat(shown.traceMetadata().get("mlflow.trace.sizeStats"))
        .contains("\"num_spans\": " + uploaded.size() + ",");
    assertThat(shown.state()).isEqualTo(info.state());
  }

  private static List<Span> spans(@Nullable Object file) {
    List<Span> spans = new ArrayList<>();
    for (Object span : (List<?>) map(file).get("spans")) {
      spans.add(Span.fromMap(map(span)));
    }
    return spans;
  }

  private static Map<String, @Nullable Object> at(String body, String... keys) {
    Map<String, @Nullable Object> map = JsonReader.readObject(body);
    for (String key : keys) {
      map = map(map.get(key));
    }
    return map;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    return (Map<String, @Nullable Object>) value;
  }
}
