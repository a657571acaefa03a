package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.transfer.TraceImport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Traces are saved as files. */
class ExportTest extends UiCase {
  private List<String> export(String json) {
    HttpResponse<byte[]> reply =
        send(
            HttpRequest.newBuilder(server().uri(UI + "/traces/export"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'))));
    assertStatus(reply, 200);
    assertThat(reply.headers().firstValue("content-disposition").orElseThrow())
        .startsWith("attachment; filename=traces.");
    return new String(reply.body(), StandardCharsets.UTF_8).lines().toList();
  }

  private void writeLarge(int trace, int spans) {
    write(IntStream.range(0, spans).mapToObj(i -> span(trace, i)).toArray(Span.Builder[]::new));
  }

  @Test
  void aTraceIsSavedAsMlflowWritesIt() {
    writeLarge(1, 450);
    HttpResponse<byte[]> reply = bytes("/traces/" + traceId(1) + "/export");
    assertStatus(reply, 200);
    assertThat(reply.headers().firstValue("content-disposition"))
        .contains("attachment; filename=" + traceId(1) + ".json");
    assertThat(json(reply.body()))
        .isEqualTo(
            JsonReader.read(server().store().reader().trace(traceId(1)).orElseThrow().toJson()));
  }

  @Test
  void aTraceIsSavedAsOneOtlpRequestHoweverManySpansItHas() throws IOException {
    writeLarge(1, 450);
    HttpResponse<byte[]> reply =
        bytes("/traces/" + traceId(1) + "/export?format=otlp", "Accept-Encoding", "gzip");
    assertThat(reply.headers().firstValue("content-encoding")).contains("gzip");
    byte[] raw = new GZIPInputStream(new ByteArrayInputStream(reply.body())).readAllBytes();
    long spans = 0;
    for (Object group : (List<?>) json(raw).get("resourceSpans")) {
      spans += ((List<?>) at(group, "scopeSpans", 0, "spans")).size();
    }
    assertThat(spans).isEqualTo(450);
    assertThat(
            server()
                .post("/v1/traces", "application/json", raw, "x-mlflow-experiment-id", "0")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aScopeIsSavedWithATraceOnEachLine() {
    writeLarge(1, 450);
    write(span(2, 0));
    write(span(3, 0).name("other"));
    List<String> all = export("{'experiment_ids': ['0'], 'filter': 'name = \\'span 0\\''}");
    assertThat(all).hasSize(2);
    assertThat(at(JsonReader.read(all.get(1)), "info", "trace_id")).isEqualTo(traceId(1));
    List<String> otlp = export("{'experiment_ids': ['0'], 'format': 'otlp'}");
    assertThat(otlp).hasSize(3).allMatch(line -> line.startsWith("{\"resourceSpans\": ["));
  }

  @Test
  void marksAreSavedInTheirOrderAndReadAgain() {
    write(span(1, 0));
    write(span(2, 0), span(2, 1));
    List<String> lines =
        export("{'trace_ids': ['" + traceId(2) + "', 'tr-9', '" + traceId(1) + "']}");
    assertThat(lines)
        .extracting(line -> at(JsonReader.read(line), "info", "trace_id"))
        .containsExactly(traceId(2), traceId(1));
    try (TraceStore other = new InMemoryTraceStore()) {
      TraceImport.into(other)
          .read(
              new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)),
              "test");
      assertThat(other.reader().trace(traceId(2)).orElseThrow().data().spans()).hasSize(2);
    }
  }

  @Test
  void whatCannotBeSavedIsSaidBeforeAnythingIsSent() {
    refused("GET", UI + "/traces/tr-9/export", "", 404, "RESOURCE_DOES_NOT_EXIST", "tr-9");
    write(span(1, 0));
    refused(
        "GET",
        UI + "/traces/" + traceId(1) + "/export?format=pdf",
        "",
        400,
        "INVALID_PARAMETER_VALUE",
        "format: pdf");
    refused("POST", UI + "/traces/export", "{}", 400, "INVALID_PARAMETER_VALUE", "experiment_ids");
    refused(
        "POST",
        UI + "/traces/export",
        "{'experiment_ids': ['0'], 'filter': 'nonsense'}",
        400,
        "INVALID_PARAMETER_VALUE",
        "nonsense");
  }

  @Test
  void anEmptyScopeIsAnEmptyFile() {
    assertThat(export("{'experiment_ids': ['0']}")).isEmpty();
    assertThat(export("{'trace_ids': []}")).isEmpty();
  }
}
