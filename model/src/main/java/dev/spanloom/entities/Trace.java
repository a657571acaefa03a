package dev.spanloom.entities;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A trace: what is known of it, and its spans. Immutable and thread-safe. Counterpart of {@code
 * mlflow.entities.Trace}.
 *
 * <pre>{@code
 * Span retriever = trace.searchSpansByType(SpanType.RETRIEVER).get(0);
 * retriever.documents().forEach(doc -> System.out.println(doc.pageContent()));
 * }</pre>
 */
public record Trace(TraceInfo info, TraceData data) {
  public Trace {
    Objects.requireNonNull(info, "info");
    Objects.requireNonNull(data, "data");
  }

  public Trace(TraceInfo info, List<Span> spans) {
    this(info, new TraceData(spans));
  }

  /** The spans of a type, such as {@link SpanType#RETRIEVER}, in the order of the trace. */
  public List<Span> searchSpansByType(String spanType) {
    return searchSpans(span -> span.spanType().equals(spanType));
  }

  /** The spans of exactly this name. */
  public List<Span> searchSpansByName(String name) {
    return searchSpans(span -> span.name().equals(name));
  }

  /** The spans in whose name the pattern is found. */
  public List<Span> searchSpansByName(Pattern name) {
    return searchSpans(span -> name.matcher(span.name()).find());
  }

  /** The spans that satisfy a condition, in the order of the trace. */
  public List<Span> searchSpans(Predicate<? super Span> condition) {
    return data.spans().stream().filter(condition).toList();
  }

  /** The span of an id of 16 hex digits. */
  public Optional<Span> findSpan(String spanId) {
    return data.spans().stream().filter(span -> span.spanId().equals(spanId)).findFirst();
  }

  /**
   * The references to attachments in inputs, outputs and attributes: one for each attachment, in
   * the order of the trace. They may name another trace, from which a value was taken over.
   */
  public List<Attachment.Reference> attachmentReferences() {
    return AttachmentReferences.in(data.spans());
  }

  /** The valid assessments. */
  public List<Assessment> searchAssessments() {
    return searchAssessments(AssessmentSearch.all());
  }

  public List<Assessment> searchAssessments(AssessmentSearch search) {
    return info.assessments().stream().filter(search::matches).toList();
  }

  /** MLflow's dict form, as plain Java values. Python's {@code to_dict}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("info", info.toMap());
    map.put("data", Map.of("spans", data.spans().stream().map(Span::toMap).toList()));
    return map;
  }

  /** MLflow's dict form as JSON text on one line. Python's {@code to_json}. */
  public String toJson() {
    return JsonWriter.write(toMap());
  }

  /** MLflow's dict form as JSON text with two spaces for each level. */
  public String toPrettyJson() {
    return JsonWriter.pretty().value(toMap()).toString();
  }

  /** MLflow's wire form, as its REST API carries it: {@code trace_info} and {@code spans}. */
  public Map<String, @Nullable Object> toWireMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("trace_info", info.toWireMap());
    map.put("spans", data.spans().stream().map(SpanWire::new).toList());
    return map;
  }

  /**
   * The form that MLflow's TypeScript SDK writes and reads: the info as on the wire, attributes
   * decoded.
   */
  public Map<String, @Nullable Object> toTypeScriptMap() {
    Map<String, @Nullable Object> wire = info.toWireMap();
    wire.putIfAbsent("assessments", List.of());
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("info", wire);
    map.put("data", Map.of("spans", data.spans().stream().map(SpanDict::writeTypeScript).toList()));
    return map;
  }

  /**
   * Reads JSON text in the form of Python (V3, V2) or TypeScript.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is no JSON or no trace
   */
  public static Trace fromJson(String json) {
    Object value;
    try {
      value = JsonReader.read(json);
    } catch (JsonSyntaxException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE, "trace is not JSON: " + e.getMessage(), e);
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw MlflowException.invalidParameter("trace is not a JSON object");
    }
    return fromMap(JsonBinding.stringKeys(map));
  }

  /**
   * Reads the dict form of Python (V3, V2) or TypeScript.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when {@code info} or {@code data} is
   *     missing or malformed
   */
  public static Trace fromMap(Map<String, ? extends @Nullable Object> map) {
    if (!(map.get("info") instanceof Map<?, ?>) || !(map.get("data") instanceof Map<?, ?>)) {
      throw MlflowException.invalidParameter(
          "trace with keys " + map.keySet() + " (expected: the objects info and data)");
    }
    Map<String, @Nullable Object> info = Fields.map(map, "info");
    List<Span> spans =
        Fields.maps(Fields.map(map, "data"), "spans").stream().map(Span::fromMap).toList();
    TraceData data = new TraceData(spans);
    TraceInfo read = TraceInfo.fromMap(info);
    return new Trace(TraceInfoDict.isV2(info) ? withPreviews(read, data) : read, data);
  }

  /** V2 knew no previews: MLflow takes the whole texts then. */
  private static TraceInfo withPreviews(TraceInfo info, TraceData data) {
    return info.toBuilder().requestPreview(data.request()).responsePreview(data.response()).build();
  }
}
