package dev.spanloom.server.otlp;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpJson;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes an OTLP request in JSON apart. */
final class OtlpJsonRequest {
  private OtlpJsonRequest() {}

  /**
   * The spans of a request.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is none
   */
  static ReceivedSpans split(String json) {
    Object read;
    try {
      read = JsonReader.read(json);
    } catch (JsonSyntaxException e) {
      throw MlflowException.invalidParameter("OTLP trace request: " + e.getMessage());
    }
    if (!(read instanceof Map<?, ?> request)) {
      throw MlflowException.invalidParameter(
          "OTLP trace request: not a JSON object (expected: {\"resourceSpans\": [...]})");
    }
    ReceivedSpans spans = new ReceivedSpans();
    for (Map<?, ?> group : objects(request, "resourceSpans", "resource_spans")) {
      OtelResource resource = OtlpJson.resource(object(group, "resource"), url(group));
      byte[] encodedResource = OtlpRequests.encodeResource(resource);
      for (Map<?, ?> scoped : objects(group, "scopeSpans", "scope_spans")) {
        OtelScope scope = OtlpJson.scope(object(scoped, "scope"), url(scoped));
        byte[] encodedScope = OtlpRequests.encodeScope(scope);
        for (Map<?, ?> span : objects(scoped, "spans", "spans")) {
          try {
            spans.add(
                new EncodedSpan(
                    OtlpJson.span(span),
                    encodedResource,
                    resource.schemaUrl(),
                    encodedScope,
                    scope.schemaUrl()));
          } catch (MlflowException e) {
            spans.reject(String.valueOf(e.getMessage()));
          }
        }
      }
    }
    return spans;
  }

  private static List<Map<?, ?>> objects(Map<?, ?> parent, String name, String otherName) {
    Object value = parent.containsKey(name) ? parent.get(name) : parent.get(otherName);
    if (value == null) {
      return List.of();
    }
    List<Map<?, ?>> objects = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        objects.add(object(item, name));
      }
      return objects;
    }
    throw wrong(name, value, "a list");
  }

  private static Map<?, ?> object(Map<?, ?> parent, String name) {
    Object value = parent.get(name);
    return value == null ? Map.of() : object(value, name);
  }

  private static Map<?, ?> object(@Nullable Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw wrong(name, value, "an object");
  }

  private static MlflowException wrong(String name, @Nullable Object value, String expected) {
    return MlflowException.invalidParameter(
        "OTLP trace request: " + name + ": " + value + " (expected: " + expected + ")");
  }

  private static String url(Map<?, ?> group) {
    Object url = group.containsKey("schemaUrl") ? group.get("schemaUrl") : group.get("schema_url");
    return url instanceof String text ? text : "";
  }
}
