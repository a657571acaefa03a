package dev.spanloom.server.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.server.Damage;
import dev.spanloom.server.LiveServer;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.transfer.ImportReport;
import dev.spanloom.storage.transfer.SpansFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Paths and spans files that were made or damaged in many ways are taken, or refused in words.
 * {@code -Dspanloom.fuzz.inputs=200000} makes many of them.
 */
class ArtifactFuzzTest {
  private static final int INPUTS = Integer.getInteger("spanloom.fuzz.inputs", 1_000);
  private static final int ROUND = 500;
  private static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";

  /** What paths are put together from; as it is sent. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "0",
          "traces",
          "artifacts",
          "traces.json",
          TRACE,
          "/",
          "/",
          "/",
          "/",
          "//",
          ".",
          "..",
          "...",
          "../",
          "/..",
          "%2e",
          "%2E%2e",
          "%2f",
          "%2F..%2f",
          "%5c",
          "\\",
          "..\\",
          "%252e",
          "%252f",
          "%25",
          "%",
          "%zz",
          "%00",
          "%0a",
          "%0d%0a",
          "%7f",
          "C:",
          "c%3a",
          "file:",
          "%c3%bc",
          "%ff",
          "%c0%ae",
          "%e2%80%ae",
          "%ed%a0%80",
          "~",
          "%20",
          "+",
          ";",
          ":",
          "*",
          "|",
          "<",
          "\"",
          "`",
          "{",
          "}",
          "[",
          "]",
          "^",
          "?",
          "#",
          "&path=",
          "=",
          "@",
          "ü",
          "日");

  private static final List<String> METHODS = List.of("PUT", "PUT", "PUT", "GET", "GET", "DELETE");

  @Test
  void noPathLeadsAnywhereElse() throws IOException {
    Random random = new Random(1);
    Map<Integer, Integer> statuses = new TreeMap<>();
    for (int done = 0; done < INPUTS; done += 10 * ROUND) {
      try (LiveServer server = new LiveServer();
          RawRequests requests = new RawRequests(server.uri("/").getPort())) {
        startTrace(server.store());
        for (int i = 0; i < Math.min(10 * ROUND, INPUTS - done); i++) {
          StringBuilder path = new StringBuilder(PROXY);
          for (int pieces = random.nextInt(9); pieces >= 0; pieces--) {
            path.append(PIECES.get(random.nextInt(PIECES.size())));
          }
          String method = METHODS.get(random.nextInt(METHODS.size()));
          int status = requests.send(method, path.toString(), "x");
          statuses.merge(status, 1, Integer::sum);
          assertThat(status).as("%s %s", method, path).isIn(200, 400, 404, 405);
        }
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        checkFiles(server.store().artifacts(), null, new HashSet<>());
      }
    }
    assertThat(statuses).containsKeys(200, 400, 404);
  }

  /** Every file that was stored is under an ordinary path, and can be read by it. */
  private static void checkFiles(
      ArtifactStore artifacts, @Nullable ArtifactPath folder, Set<String> seen) throws IOException {
    for (ArtifactStore.Entry entry : artifacts.list(folder, 100_000)) {
      ArtifactPath path =
          new ArtifactPath(folder == null ? entry.name() : folder + "/" + entry.name());
      assertThat(seen.add(path.text())).as(path.text()).isTrue();
      assertThat(entry.name())
          .doesNotContain("/", "\\", "\0", "\n", "\r")
          .isNotIn("", ".", "..")
          .doesNotMatch("[A-Za-z]:.*");
      if (entry.isFolder()) {
        checkFiles(artifacts, path, seen);
      } else {
        assertThat(artifacts.open(path).orElseThrow().stream().readAllBytes()).containsExactly('x');
      }
    }
  }

  private static TraceInfo startTrace(TraceStore store) {
    TraceInfo info = TraceInfo.builder(TRACE).experimentId("0").requestTimeUnixMillis(1).build();
    store.writer().write(new WriteBatch(List.of(info), List.of(), "0"));
    return info;
  }

  @Test
  void spansFiles() throws IOException {
    Span span =
        Span.builder(TRACE, "b7ad6b7169203331")
            .parentId("00f067aa0ba902b7")
            .name("call")
            .spanType("LLM")
            .startTimeUnixNanos(1_700_000_000_000_000_000L)
            .endTimeUnixNanos(1_700_000_001_000_000_000L)
            .inputs(Map.of("q", List.of(1, true, "ü", 1.5)))
            .attribute("mlflow.chat.tokenUsage", AttributeValue.of(Map.of("input_tokens", 1)))
            .build();
    byte[] good =
        JsonWriter.write(Map.of("spans", List.of(span.toMap(), span.toMap())))
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(2);
    for (int done = 0; done < INPUTS; done += ROUND) {
      try (TraceStore store = new InMemoryTraceStore()) {
        TraceInfo info = startTrace(store);
        for (int i = 0; i < ROUND; i++) {
          byte[] input = Damage.damaged(good, random);
          ImportReport report = SpansFile.read(store, info, new ByteArrayInputStream(input));
          assertThat(report.skipped()).allSatisfy(s -> assertThat(s.reason()).isNotBlank());
        }
        assertThat(store.health().stats().traces()).isEqualTo(1);
        store.reader().trace(TRACE).orElseThrow().toWireMap();
      }
    }
  }
}
