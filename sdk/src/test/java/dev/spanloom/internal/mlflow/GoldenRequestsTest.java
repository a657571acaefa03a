package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What we send to a server of MLflow 3.6 beside what its own Python client sent for the same
 * program: the same paths in the same order, the same headers, bodies of the same shape. What
 * differs is in one table, with the reason.
 */
class GoldenRequestsTest extends ServerCase {
  /** Where ours may differ: a pattern of what is told of a request, and why. */
  private static final Map<String, String> ALLOWED = allowed();

  private static Map<String, String> allowed() {
    Map<String, String> table = new LinkedHashMap<>();
    table.put(
        "GET /api/3\\.0/mlflow/server-info",
        "asked once: our own server says so there; MLflow 3.6 has none, newer clients ask too");
    table.put("GET /version", "the recordings of all but the first scenario begin after it");
    table.put(
        "header (User-Agent|X-MLflow-Client-Version|Accept|Accept-Encoding|Connection|Host"
            + "|Content-Length).*",
        "who we are; what the HTTP library sets by itself");
    table.put(
        "span .*: attribute mlflow\\.traceRequestId missing",
        "a server makes the same id of the trace id itself; newer ones ignore the attribute");
    table.put(
        "span .*: attribute (code\\..*|thread\\..*|spanloom\\..*) added",
        "what only our SDK records");
    table.put(
        "span .*: (kind|resource|scope).*",
        "OpenTelemetry's own fields, which MLflow leaves aside");
    table.put("info/trace_metadata/spanloom\\..* added", "what only our SDK says of the program");
    table.put(
        "info/trace_metadata/mlflow\\.(source\\.git\\..*|user|source\\..*) (missing|added)",
        "where the program comes from, as far as it knows");
    table.put(
        "info/trace_metadata/mlflow\\.trace\\.cost added", "from 3.10 on; 3.6 keeps it as it is");
    return table;
  }

  /** One request of the recording. */
  private record Recorded(Map<String, Object> fields) {
    String method() {
      return String.valueOf(fields.get("method"));
    }

    String path() {
      return String.valueOf(fields.get("path"));
    }

    Map<String, Object> body() {
      return MlflowApi.object(fields.get("request_body"));
    }

    Map<String, String> headers() {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      ((List<?>) fields.get("request_headers"))
          .forEach(
              pair ->
                  headers.put(
                      String.valueOf(((List<?>) pair).get(0)),
                      String.valueOf(((List<?>) pair).get(1))));
      return headers;
    }

    List<Span> spans() {
      return OtlpRequests.split(Base64.getDecoder().decode(body().get("base64").toString()))
          .stream()
          .map(span -> span.decode())
          .toList();
    }
  }

  private static List<Recorded> recorded(String scenario) {
    String name = "/golden/python/" + scenario + "/requests.jsonl";
    try (InputStream in = GoldenRequestsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> new Recorded(JsonReader.readObject(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shape(String path) {
    return path.replaceFirst("[?].*", "")
        .replaceAll("tr-[0-9a-f]{32}", "TRACE")
        .replaceAll("a-[0-9a-f]{32}", "ASSESSMENT");
  }

  private final List<String> differences = new ArrayList<>();

  private void differs(String what) {
    if (ALLOWED.keySet().stream().noneMatch(pattern -> Pattern.matches(pattern, what))) {
      differences.add(what);
    }
  }

  /**
   * Compares all that was sent. Python sends each span by itself as it ends; ours share a request
   * when they end together, in the same order.
   */
  private void compare(String scenario, MlflowPeer peer) {
    List<Recorded> theirs =
        recorded(scenario).stream().filter(one -> !one.method().equals("GET")).toList();
    List<MlflowPeer.Request> ours =
        peer.requests().stream()
            .filter(
                one -> {
                  boolean reads = one.method().equals("GET");
                  if (reads && one.path().matches("/version|.*/server-info")) {
                    differs("GET " + one.path());
                  }
                  return !reads;
                })
            .toList();
    assertThat(withoutRepetition(ours.stream().map(r -> r.method() + " " + shape(r.path()))))
        .as("order of requests")
        .isEqualTo(withoutRepetition(theirs.stream().map(r -> r.method() + " " + shape(r.path()))));
    Map<String, Span> theirSpans = new LinkedHashMap<>();
    theirs.stream()
        .filter(one -> one.path().equals("/v1/traces"))
        .flatMap(one -> one.spans().stream())
        .forEach(span -> theirSpans.put(span.name(), span));
    Map<String, Span> ourSpans = new LinkedHashMap<>();
    ours.stream()
        .filter(one -> one.path().equals("/v1/traces"))
        .flatMap(one -> OtlpRequests.split(one.body()).stream())
        .forEach(span -> ourSpans.put(span.decode().name(), span.decode()));
    assertThat(List.copyOf(ourSpans.keySet())).isEqualTo(List.copyOf(theirSpans.keySet()));
    theirSpans.forEach((name, span) -> compare(span, ourSpans.get(name)));
    compareOthers(
        theirs.stream().filter(one -> !one.path().equals("/v1/traces")).toList(),
        ours.stream().filter(one -> !one.path().equals("/v1/traces")).toList());
    compareHeaders(theirs.get(0), ours.get(0));
    assertThat(differences).isEmpty();
  }

  private static List<String> withoutRepetition(java.util.stream.Stream<String> lines) {
    List<String> kept = new ArrayList<>();
    lines.forEach(
        line -> {
          if (kept.isEmpty()
              || !kept.get(kept.size() - 1).equals(line)
              || !line.endsWith("/v1/traces")) {
            kept.add(line);
          }
        });
    return kept;
  }

  private void compare(Span theirs, Span ours) {
    String who = "span " + theirs.name() + ": ";
    keys(theirs.attributes(), ours.attributes(), who + "attribute ");
    theirs
        .attributes()
        .forEach(
            (key, value) -> {
              if (ours.attributes().containsKey(key)
                  && !SpanAttributeKey.REQUEST_ID.equals(key)
                  && !java.util.Objects.equals(value, ours.attributes().get(key))) {
                differs(who + key + " is " + ours.attributes().get(key) + ", not " + value);
              }
            });
    if (!theirs.status().equals(ours.status())) {
      differs(who + "status " + ours.status() + ", not " + theirs.status());
    }
    if (theirs.isRoot() != ours.isRoot()) {
      differs(who + "root");
    }
  }

  private void keys(Map<String, ?> theirs, Map<String, ?> ours, String what) {
    TreeSet<String> all = new TreeSet<>(theirs.keySet());
    all.addAll(ours.keySet());
    for (String key : all) {
      if (!ours.containsKey(key)) {
        differs(what + key + " missing");
      } else if (!theirs.containsKey(key)) {
        differs(what + key + " added");
      }
    }
  }

  private void compareOthers(List<Recorded> theirs, List<MlflowPeer.Request> ours) {
    for (int i = 0; i < theirs.size(); i++) {
      Map<String, Object> one = theirs.get(i).body();
      Map<String, Object> other = ours.get(i).object();
      if (theirs.get(i).path().equals("/api/3.0/mlflow/traces")) {
        compareInfos(
            MlflowApi.object(MlflowApi.object(one.get("trace")).get("trace_info")),
            MlflowApi.object(MlflowApi.object(other.get("trace")).get("trace_info")));
      } else {
        shapes(one, other, theirs.get(i).method() + " " + shape(theirs.get(i).path()));
      }
      compareHeaders(theirs.get(i), ours.get(i));
    }
  }

  private void compareInfos(Map<String, Object> theirs, Map<String, Object> ours) {
    for (String part : List.of("trace_metadata", "tags")) {
      keys(
          MlflowApi.object(theirs.get(part)),
          MlflowApi.object(ours.get(part)),
          "info/" + part + "/");
    }
    keys(theirs, ours, "info/");
    for (String field :
        List.of("state", "request_preview", "response_preview", "client_request_id", "tags")) {
      if (!java.util.Objects.equals(theirs.get(field), ours.get(field))) {
        differs("info/" + field + " is " + ours.get(field) + ", not " + theirs.get(field));
      }
    }
    assertThat(String.valueOf(ours.get("request_time"))).matches("\\d{4}-.*T.*Z");
    assertThat(String.valueOf(ours.get("execution_duration"))).matches("\\d+([.]\\d+)?s");
    assertThat(ours.get("trace_location").toString())
        .isEqualTo(theirs.get("trace_location").toString());
    Object tokens = MlflowApi.object(theirs.get("trace_metadata")).get("mlflow.trace.tokenUsage");
    assertThat(MlflowApi.object(ours.get("trace_metadata")).get("mlflow.trace.tokenUsage"))
        .isEqualTo(tokens);
  }

  private void shapes(Map<String, Object> theirs, Map<String, Object> ours, String where) {
    keys(theirs, ours, where + " ");
    theirs.forEach(
        (key, value) -> {
          if (value instanceof Map && ours.get(key) instanceof Map) {
            shapes(MlflowApi.object(value), MlflowApi.object(ours.get(key)), where + " " + key);
          }
        });
    if (theirs.containsKey("update_mask")
        && !theirs.get("update_mask").equals(ours.get("update_mask"))) {
      differs(where + " update_mask " + ours.get("update_mask"));
    }
  }

  private void compareHeaders(Recorded theirs, MlflowPeer.Request ours) {
    Map<String, String> one = theirs.headers();
    Map<String, String> other = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    ours.headers().forEach((name, values) -> other.put(name, values.get(0)));
    TreeSet<String> all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    all.addAll(one.keySet());
    all.addAll(other.keySet());
    for (String name : all) {
      if (!java.util.Objects.equals(one.get(name), other.get(name))) {
        differs("header " + name + " " + other.get(name) + ", not " + one.get(name));
      }
    }
  }

  /** A server whose experiment 1 is the active one, as in the recordings. */
  private MlflowPeer recordedServer() {
    MlflowPeer peer = peer("3.6.0");
    peer.store().addExperiment("python", "active");
    Mlflow.setTrackingUri(peer.uri());
    Mlflow.setDestination(dev.spanloom.entities.TraceLocation.experiment("1"));
    return peer;
  }

  @Test
  void aBasicSpan() {
    MlflowPeer peer = recordedServer();
    try (LiveSpan span = Mlflow.startSpan("my_span")) {
      span.setInputs(inOrder("x", 1, "y", 2)).setOutputs(3);
    }
    flushed();
    compare("s01_basic_span", peer);
  }

  @Test
  void threeNestedSpans() {
    MlflowPeer peer = recordedServer();
    Map<String, Span> theirs = new LinkedHashMap<>();
    recorded("s07_nested_three").stream()
        .filter(one -> one.path().equals("/v1/traces"))
        .flatMap(one -> one.spans().stream())
        .forEach(span -> theirs.put(span.name(), span));
    replay(theirs, null, null);
    flushed();
    compare("s07_nested_three", peer);
  }

  @Test
  void tokensOfSiblingsAndOfAParentWithItsChild() {
    MlflowPeer peer = recordedServer();
    Map<String, Span> theirs = new LinkedHashMap<>();
    recorded("s10_token_usage").stream()
        .filter(one -> one.path().equals("/v1/traces"))
        .flatMap(one -> one.spans().stream())
        .forEach(span -> theirs.put(span.name(), span));
    replay(theirs, null, null);
    flushed();
    compare("s10_token_usage", peer);
  }

  /** Does what the recorded program did: the same spans below each other, ended in their order. */
  private static void replay(Map<String, Span> spans, String parentId, LiveSpan parent) {
    for (Span span : spans.values()) {
      if (java.util.Objects.equals(span.parentId(), parentId)) {
        try (LiveSpan live = Mlflow.startSpan(span.name(), span.spanType())) {
          replay(spans, span.spanId(), live);
          span.attributes()
              .forEach(
                  (key, value) -> {
                    if (!key.equals(SpanAttributeKey.REQUEST_ID)
                        && !key.equals(SpanAttributeKey.SPAN_TYPE)) {
                      live.setAttribute(key, value);
                    }
                  });
          live.setStatus(new SpanStatus(span.status().statusCode(), span.status().description()));
        }
      }
    }
  }

  @Test
  void assessments() {
    MlflowPeer peer = recordedServer();
    List<Recorded> theirs = recorded("s11_assessments");
    Map<String, Span> spans = new LinkedHashMap<>();
    theirs.stream()
        .filter(one -> one.path().equals("/v1/traces"))
        .flatMap(one -> one.spans().stream())
        .forEach(span -> spans.put(span.name(), span));
    replay(spans, null, null);
    flushed();
    Destination destination = destination(peer.uri());
    String id = peer.store().infos().get(0).traceId();
    Map<String, String> ids = new LinkedHashMap<>(); // theirs to ours
    for (Recorded one : theirs) {
      if (!one.path().contains("/assessments")) {
        continue;
      }
      String theirId = one.path().replaceFirst("[?].*", "").replaceFirst(".*/", "");
      Map<String, Object> given =
          new LinkedHashMap<>(MlflowApi.object(one.body().get("assessment")));
      switch (one.method()) {
        case "POST" -> {
          given.put("trace_id", id);
          given.computeIfPresent("overrides", (key, value) -> ids.get(value.toString()));
          String made =
              String.valueOf(
                  destination
                      .createAssessment(dev.spanloom.entities.Assessment.fromMap(given))
                      .assessmentId());
          Object answer =
              MlflowApi.object(
                      MlflowApi.object(one.fields().get("response_body")).get("assessment"))
                  .get("assessment_id");
          ids.put(String.valueOf(answer), made);
        }
        case "PATCH" ->
            destination.updateAssessment(
                Expectation.builder(String.valueOf(given.get("assessment_name")))
                    .value(String.valueOf(MlflowApi.object(given.get("expectation")).get("value")))
                    .traceId(id)
                    .assessmentId(ids.get(theirId))
                    .build());
        case "DELETE" -> destination.deleteAssessment(id, ids.get(theirId));
        default -> assertThat(destination.getAssessment(id, ids.get(theirId)).name()).isNotEmpty();
      }
    }
    compare("s11_assessments", peer);
    assertThat(Feedback.DEFAULT_NAME).isEqualTo("feedback");
  }

  private static Map<String, Object> inOrder(String key, Object value, String next, Object other) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    map.put(next, other);
    return map;
  }
}
