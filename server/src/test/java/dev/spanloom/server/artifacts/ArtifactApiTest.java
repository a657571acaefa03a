package dev.spanloom.server.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.security.Limits;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.testjvms.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are put, given back, listed and deleted over HTTP; spans in them are indexed. */
class ArtifactApiTest {
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";
  private static final String FOLDER = PROXY + "/0/traces/" + TRACE + "/artifacts";

  private LiveServer server;

  @BeforeEach
  void start() {
    server = new LiveServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void startTrace() {
    TraceInfo info = TraceInfo.builder(TRACE).experimentId("0").requestTimeUnixMillis(1).build();
    String body = JsonWriter.write(Map.of("trace", Map.of("trace_info", info.toWireMap())));
    assertThat(server.post("/api/3.0/mlflow/traces", body).statusCode()).isEqualTo(200);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Span.Builder span(int number) {
    return Span.builder(TRACE, String.format("%016x", number + 1))
        .name("span " + number)
        .parentId(number == 0 ? null : String.format("%016x", 1))
        .startTimeUnixNanos(1_000_000L + number)
        .endTimeUnixNanos(2_000_000L)
        .inputs(Map.of("question", "number " + number));
  }

  private static byte[] file(Span... spans) {
    return utf8(
        JsonWriter.write(Map.of("spans", List.of(spans).stream().map(Span::toMap).toList())));
  }

  private static void assertRefused(HttpResponse<?> reply, int status, String code) {
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(String.valueOf(reply.body())).contains("\"error_code\": \"" + code + "\"");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api", "/ajax-api"})
  void aFileIsPutAndGivenBackByteByByte(String base) {
    startTrace();
    byte[] content = random(3_000_000);
    String path = FOLDER.replaceFirst("/api", base) + "/images/plan%20b.png";
    HttpResponse<String> put = server.put(path, content, "Content-Type", "image/png");
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(put.body()).isEqualTo("{}");
    HttpResponse<byte[]> got = server.getBytes(path);
    assertThat(got.statusCode()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(content);
    assertThat(got.headers().firstValue("content-type")).contains("image/png");
    assertThat(got.headers().firstValue("content-disposition"))
        .contains("attachment; filename*=UTF-8''plan%20b.png");
    assertThat(got.headers().firstValue("x-content-type-options")).contains("nosniff");
  }

  @Test
  void anEmptyFileIsAFile() {
    assertThat(server.put(PROXY + "/empty", new byte[0]).statusCode()).isEqualTo(200);
    assertThat(server.getBytes(PROXY + "/empty").body()).isEmpty();
  }

  @Test
  void foldersAreListed() {
    startTrace();
    server.put(FOLDER + "/traces.json", file(span(0).build()));
    server.put(FOLDER + "/attachments/one", utf8("1"));
    HttpResponse<String> list = server.get(PROXY + "?path=0/traces/" + TRACE + "/artifacts");
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(JsonReader.readObject(list.body()).get("files"))
        .isEqualTo(
            List.of(
                Map.of("path", "attachments", "is_dir", true),
                Map.of(
                    "path",
                    "traces.json",
                    "is_dir",
                    false,
                    "file_size",
                    (long) file(span(0).build()).length)));
    assertThat(server.get(PROXY).body()).contains("\"path\": \"0\", \"is_dir\": true");
    assertThat(server.get(PROXY + "?path=0/").body()).contains("\"path\": \"traces\"");
    assertThat(server.get(PROXY + "?path=nowhere").body()).isEqualTo("{\"files\": []}");
    assertRefused(server.get(PROXY + "?path=../etc"), 400, "INVALID_PARAMETER_VALUE");
  }

  @Test
  void filesAndFoldersAreDeleted() {
    server.put(PROXY + "/a/b", utf8("1"));
    server.put(PROXY + "/a/c", utf8("2"));
    HttpResponse<String> deleted = server.send("DELETE", PROXY + "/a/b", "");
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(deleted.body()).isEqualTo("{}");
    assertRefused(server.get(PROXY + "/a/b"), 404, "RESOURCE_DOES_NOT_EXIST");
    assertThat(server.send("DELETE", PROXY + "/a", "").statusCode()).isEqualTo(200);
    assertRefused(server.get(PROXY + "/a/c"), 404, "RESOURCE_DOES_NOT_EXIST");
    assertRefused(server.send("DELETE", PROXY + "/a", ""), 404, "RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void multipartUploadsAreNotImplemented() {
    for (String step : List.of("create", "complete", "abort")) {
      assertRefused(
          server.post("/api/2.0/mlflow-artifacts/mpu/" + step + "/a/b", "{}"),
          501,
          "NOT_IMPLEMENTED");
    }
  }

  @Test
  void aTraceThatIsNotThereHasNoFiles() {
    assertRefused(server.put(FOLDER + "/f", utf8("x")), 404, "RESOURCE_DOES_NOT_EXIST");
    assertRefused(
        server.put(FOLDER + "/traces.json", file(span(0).build())), 404, "RESOURCE_DOES_NOT_EXIST");
    startTrace();
    HttpResponse<String> elsewhere =
        server.put(PROXY + "/7/traces/" + TRACE + "/artifacts/traces.json", file(span(0).build()));
    assertRefused(elsewhere, 404, "RESOURCE_DOES_NOT_EXIST");
    assertThat(elsewhere.body()).contains("experiment 7 (expected: 0)");
    assertThat(server.store().reader().trace(TRACE).orElseThrow().data().spans()).isEmpty();
    assertRefused(server.get(FOLDER + "/traces.json"), 404, "RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void spansOfTheUploadedFileAreThoseOfTheTrace() {
    startTrace();
    byte[] content = file(span(0).build(), span(1).build());
    assertThat(server.put(FOLDER + "/traces.json", content).statusCode()).isEqualTo(200);
    Trace trace = server.store().reader().trace(TRACE).orElseThrow();
    assertThat(trace.data().spans())
        .extracting(Span::toMap)
        .containsExactly(span(0).build().toMap(), span(1).build().toMap());
    assertThat(server.getBytes(FOLDER + "/traces.json").body()).isEqualTo(content);
    HttpResponse<String> found =
        server.post(
            "/api/3.0/mlflow/traces/search",
            "{\"locations\": [{\"mlflow_experiment\": {\"experiment_id\": \"0\"}}],"
                + " \"filter\": \"span.name = 'span 1'\"}");
    assertThat(found.body()).contains(TRACE);
  }

  @Test
  void aFileThatComesAgainDoublesNothing() {
    startTrace();
    Map<String, Long> usage = Map.of("input_tokens", 10L, "output_tokens", 5L, "total_tokens", 15L);
    Span span = span(0).attribute("mlflow.chat.tokenUsage", AttributeValue.of(usage)).build();
    server.put(FOLDER + "/traces.json", file(span));
    TraceInfo once = server.store().reader().info(TRACE).orElseThrow();
    server.put(FOLDER + "/traces.json", file(span));
    server.put(FOLDER + "/traces.json", file(span, span));
    TraceInfo often = server.store().reader().info(TRACE).orElseThrow();
    assertThat(often).isEqualTo(once);
    assertThat(often.tokenUsage().orElseThrow().totalTokens()).isEqualTo(15);
    assertThat(server.store().health().stats().spans()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadIsSaidAndTheRestIsStored() {
    startTrace();
    String good = JsonWriter.write(span(0).build().toMap());
    String ofOther =
        JsonWriter.write(
            Span.builder("tr-" + "1".repeat(32), "0000000000000009").name("x").build().toMap());
    HttpResponse<String> reply =
        server.put(
            FOLDER + "/traces.json",
            utf8("{\"spans\": [" + good + ", {\"name\": \"bad\"}, 7, " + ofOther + "]}"));
    assertRefused(reply, 400, "INVALID_PARAMETER_VALUE");
    assertThat(reply.body())
        .contains("span 2: span without attribute mlflow.traceRequestId")
        .contains("spans 3: 7 (expected: an object)")
        .contains("span 4: it is of trace tr-1111")
        .contains("1 spans were stored");
    assertThat(server.store().reader().trace(TRACE).orElseThrow().data().spans()).hasSize(1);
    assertThat(server.store().reader().trace("tr-" + "1".repeat(32))).isEmpty();
    assertThat(server.store().artifacts().list(null, 10)).isEmpty();
  }

  @Test
  void whatIsNoSpansFileIsRefused() {
    startTrace();
    for (String content :
        List.of(
            "",
            "[]",
            "7",
            "nonsense",
            "{",
            "{\"spans\": [",
            "{\"spans\": 7}",
            "{}",
            "{\"spans\": []} {}",
            "{\"spans\": [{\"attributes\": {\"mlflow.traceRequestId\": 7}}]}",
            "\u0000\u0001")) {
      HttpResponse<String> reply = server.put(FOLDER + "/traces.json", utf8(content));
      assertRefused(reply, 400, "INVALID_PARAMETER_VALUE");
      assertThat(reply.body()).contains("traces.json").contains("0 spans were stored");
    }
    assertThat(server.store().artifacts().list(null, 10)).isEmpty();
  }

  @Test
  void compressedBodiesAreUnpacked() throws IOException {
    startTrace();
    byte[] content = file(span(0).build());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    String path = FOLDER + "/traces.json";
    assertThat(server.put(path, packed.toByteArray(), "Content-Encoding", "gzip").statusCode())
        .isEqualTo(200);
    assertThat(server.getBytes(path).body()).isEqualTo(content);
    assertRefused(
        server.put(path, content, "Content-Encoding", "gzip"), 400, "INVALID_PARAMETER_VALUE");
    assertRefused(
        server.put(path, content, "Content-Encoding", "br"), 400, "INVALID_PARAMETER_VALUE");
  }

  @Test
  void spansThatNobodyUploadedAreGivenAsTheTypeScriptFileToo() {
    startTrace();
    server.put(FOLDER + "/traces.json", file(span(0).build(), span(1).build()));
    server.store().artifacts().delete(ArtifactPath.ofTrace("0", TRACE, "traces.json"));
    Map<String, Object> made =
        asMap(JsonReader.readObject(server.get(FOLDER + "/traces.json").body()));
    List<?> spans = (List<?>) made.get("spans");
    assertThat(spans).hasSize(2);
    assertThat(asMap(spans.get(0)))
        .containsEntry("name", "span 0")
        .containsEntry("parent_span_id", "")
        .containsEntry("start_time_unix_nano", 1_000_000L);
    assertThat(asMap(asMap(spans.get(0)).get("attributes")))
        .containsEntry("mlflow.traceRequestId", TRACE)
        .containsEntry("mlflow.spanInputs", Map.of("question", "number 0"));
    assertThat(server.get(PROXY + "?path=0/traces/" + TRACE + "/artifacts").body())
        .contains("\"path\": \"traces.json\", \"is_dir\": false, \"file_size\": ");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.0", "3.0"})
  void traceArtifactsAreSpansOrAttachments(String version) {
    String base = "/ajax-api/" + version + "/mlflow/get-trace-artifact";
    assertRefused(server.get(base), 400, "BAD_REQUEST");
    assertRefused(server.get(base + "?request_id=" + TRACE), 404, "RESOURCE_DOES_NOT_EXIST");
    startTrace();
    assertThat(server.get(base + "?request_id=" + TRACE).body()).isEqualTo("{\"spans\": []}");
    server.put(FOLDER + "/traces.json", file(span(0).build()));
    HttpResponse<String> spans = server.get(base + "?request_id=" + TRACE);
    assertThat(JsonReader.read(spans.body()))
        .isEqualTo(JsonReader.read(new String(file(span(0).build()), StandardCharsets.UTF_8)));
    assertThat(spans.headers().firstValue("content-disposition"))
        .contains("attachment; filename=traces.json");
    assertThat(spans.headers().firstValue("x-content-type-options")).contains("nosniff");

    String id = "0b5e0f7e-4cf5-4fd2-a5a5-6d1a1d3b8d2e";
    byte[] image = random(10_000);
    server.put(FOLDER + "/attachments/" + id, image);
    server.put(FOLDER + "/beside", utf8("beside"));
    assertThat(server.getBytes(base + "?request_id=" + TRACE + "&path=" + id).body())
        .isEqualTo(image);
    assertThat(server.get(base + "?request_id=" + TRACE + "&path=beside").body())
        .isEqualTo("beside");
    assertRefused(
        server.get(base + "?request_id=" + TRACE + "&path=other"), 404, "RESOURCE_DOES_NOT_EXIST");
    for (String hostile : List.of("../../../x", "/etc/passwd", "..%2f..", "a\\b", "C:/x")) {
      String encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);
      assertRefused(
          server.get(base + "?request_id=" + TRACE + "&path=" + encoded),
          400,
          "INVALID_PARAMETER_VALUE");
    }
  }

  @Test
  void filesThatAreTooLargeAreRefused() {
    Limits limits = new Limits(1 << 20, 2 << 20, 64 << 20, 100, 100);
    try (LiveServer small = new LiveServer(ServerOptions.builder().limits(limits).build())) {
      assertThat(small.put(PROXY + "/f", random(1_500_000)).statusCode()).isEqualTo(200);
      assertRefused(small.put(PROXY + "/g", random(2_200_000)), 413, "INVALID_PARAMETER_VALUE");
      assertThat(small.getBytes(PROXY + "/f").body()).hasSize(1_500_000);
      assertThat(small.get(PROXY + "/g").statusCode()).isEqualTo(404);
      Await.until("nothing is served", () -> small.requestsBeingServed() == 0);
    }
  }
}
