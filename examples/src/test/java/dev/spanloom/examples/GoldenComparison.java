package dev.spanloom.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.Trace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is comparable of a trace: everything but ids, times, sizes, and where the program came from.
 *
 * <p>The differences between the languages, all of them, and why:
 *
 * <ul>
 *   <li>{@code exception.type}: a Python {@code ValueError} is a Java {@code
 *       IllegalArgumentException}, a {@code KeyError} a {@code NoSuchElementException}; the event
 *       names it in full, the status without its package.
 *   <li>{@code exception.escaped} is OpenTelemetry's for Python, always {@code False}, and out of
 *       use.
 *   <li>Functions have the names that the language gives them: {@code retrieve_documents} is {@code
 *       retrieveDocuments}.
 *   <li>{@code exception.stacktrace}: each language prints its own.
 *   <li>The input {@code timestamp} is the time of the run.
 *   <li>The metadata {@code mlflow.user}, {@code mlflow.source.*} and {@code mlflow.trace.size*}
 *       depend on the machine; {@code spanloom.*} is ours alone, and so is {@code
 *       mlflow.trace.cost}, which MLflow 3.6 did not know.
 *   <li>The attributes {@code mlflow.llm.*} are those that clients write since 3.10; {@code
 *       gen_ai.*} and {@code spanloom.*} are ours alone.
 *   <li>Python writes a field of the provider's that is absent as null; of those that the answer
 *       does not have we write nothing.
 *   <li>Event times: Python writes microseconds by a known bug, we write nanoseconds.
 * </ul>
 */
final class GoldenComparison {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> MACHINE_METADATA =
      List.of(
          "mlflow.user", "mlflow.source.", "mlflow.trace.size", "mlflow.trace.cost", "spanloom.");

  private static final List<String> NEWER_ATTRIBUTES =
      List.of("mlflow.traceRequestId", "mlflow.llm.", "gen_ai.", "spanloom.");

  private GoldenComparison() {}

  static Trace golden(String scenario) throws IOException {
    return golden(scenario, "trace.json");
  }

  static Trace golden(String scenario, String file) throws IOException {
    String path = "/golden/python/" + scenario + "/" + file;
    try (InputStream in =
        Objects.requireNonNull(GoldenComparison.class.getResourceAsStream(path), path)) {
      return Trace.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static Map<String, Object> comparable(Trace trace) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("state", trace.info().state());
    map.put("requestPreview", trace.info().requestPreview());
    map.put("responsePreview", trace.info().responsePreview());
    Map<String, Object> metadata = new TreeMap<>();
    trace
        .info()
        .traceMetadata()
        .forEach(
            (key, value) -> {
              if (MACHINE_METADATA.stream().noneMatch(key::startsWith)) {
                metadata.put(key, value);
              }
            });
    map.put("metadata", metadata);
    Map<String, String> tags = new TreeMap<>(trace.info().tags());
    tags.computeIfPresent(
        "mlflow.artifactLocation",
        (key, value) -> value.replaceAll("/\\d+/traces/tr-\\w+/", "/E/traces/T/"));
    tags.computeIfPresent("mlflow.traceName", (key, value) -> functionName(value));
    map.put("tags", tags);
    Map<String, String> names = new LinkedHashMap<>();
    trace.data().spans().forEach(span -> names.put(span.spanId(), functionName(span.name())));
    List<Object> spans = new ArrayList<>();
    for (Span span : trace.data().spans()) {
      spans.add(comparable(span, names));
    }
    map.put("spans", spans);
    return map;
  }

  private static Map<String, Object> comparable(Span span, Map<String, String> names)
      throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", functionName(span.name()));
    map.put("parent", String.valueOf(names.get(span.parentId())));
    map.put("status", span.status().statusCode());
    map.put(
        "description",
        span.status()
            .description()
            .replace("ValueError:", "IllegalArgumentException:")
            .replace("KeyError:", "NoSuchElementException:"));
    Map<String, JsonNode> attributes = new TreeMap<>();
    for (var entry : span.attributeValues().entrySet()) {
      if (NEWER_ATTRIBUTES.stream().noneMatch(entry.getKey()::startsWith)) {
        String json = entry.getValue().json();
        attributes.put(
            entry.getKey(),
            withoutTimestamp(
                JSON.readTree(
                    entry.getKey().equals("mlflow.spanFunctionName") ? functionName(json) : json)));
      }
    }
    map.put("attributes", attributes);
    List<Object> events = new ArrayList<>();
    for (SpanEvent event : span.events()) {
      Map<String, Object> eventAttributes = new TreeMap<>(event.attributes());
      eventAttributes.computeIfPresent("exception.stacktrace", (key, value) -> "a stack trace");
      eventAttributes.replace("exception.type", "ValueError", "java.lang.IllegalArgumentException");
      eventAttributes.replace(
          "exception.type", "IllegalArgumentException", "java.lang.IllegalArgumentException");
      eventAttributes.replace("exception.type", "KeyError", "java.util.NoSuchElementException");
      eventAttributes.remove("exception.escaped");
      events.add(List.of(event.name(), eventAttributes));
    }
    map.put("events", events);
    return map;
  }

  /** The Java spelling of a function's name; texts with capitals in them are no such names. */
  private static String functionName(String name) {
    return name.equals(name.toLowerCase(Locale.ROOT))
        ? Pattern.compile("_([a-z])")
            .matcher(name)
            .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT))
        : name;
  }

  private static JsonNode withoutTimestamp(JsonNode value) {
    if (value.has("timestamp") && value.get("timestamp").isNumber()) {
      ((com.fasterxml.jackson.databind.node.ObjectNode) value).put("timestamp", "a time");
    }
    return value;
  }
}
