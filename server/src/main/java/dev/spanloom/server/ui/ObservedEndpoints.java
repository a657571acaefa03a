package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.KeyedField.Family;
import dev.spanloom.query.TraceField;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import dev.spanloom.storage.internal.metrics.ObservedRules;
import java.util.List;
import java.util.Map;

/** Keys and values that were seen, for completion. */
final class ObservedEndpoints {
  private static final int DEFAULT_VALUES = 20;
  private static final int MOST_VALUES = 200;

  /** What keys stand behind, as people write it; the longest first. */
  private static final List<String> KEYED =
      List.of("span.attributes.", "expectation.", "metadata.", "feedback.", "tag.");

  private final TraceMetrics metrics;

  ObservedEndpoints(TraceMetrics metrics) {
    this.metrics = metrics;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, "/keys", this::keys);
    endpoints.add(HttpMethod.GET, "/values", this::values);
  }

  private Object keys(RestRequest request) {
    String name = request.text("family");
    Family family =
        switch (name) {
          case "tag" -> Family.TAG;
          case "metadata" -> Family.METADATA;
          case "attribute" -> Family.SPAN_ATTRIBUTE;
          case "feedback" -> Family.FEEDBACK;
          case "expectation" -> Family.EXPECTATION;
          default ->
              throw RestRequest.wrong(
                  "family", name, "tag, metadata, attribute, feedback or expectation");
        };
    return Map.of(
        "keys",
        FacetsEndpoint.values(
            metrics.keys(experiments(request), family, prefix(request), limit(request))));
  }

  private Object values(RestRequest request) {
    Field field = field(request.text("field"));
    List<String> experimentIds = experiments(request);
    String prefix = prefix(request);
    int limit = limit(request);
    List<ObservedValue> values =
        field == TraceField.STATUS
            ? states(experimentIds, prefix)
            : metrics.values(experimentIds, field, prefix, limit);
    return Map.of("values", FacetsEndpoint.values(values));
  }

  private List<ObservedValue> states(List<String> experimentIds, String prefix) {
    Scope scope = new Scope(experimentIds, Filter.ALL, null, null);
    return FacetsEndpoint.counted(metrics, scope, Dimension.of(Dimension.Kind.TRACE_STATUS))
        .stream()
        .filter(value -> ObservedRules.startsWith(value.value(), prefix))
        .toList();
  }

  /** A field by its name in the language; a key may stand there without the quotes it needs. */
  private static Field field(String name) {
    for (String start : KEYED) {
      String key = name.startsWith(start) ? name.substring(start.length()) : "";
      if (!key.isEmpty() && !key.startsWith("`")) {
        return new KeyedField(family(start), key);
      }
    }
    if (!(FilterParser.parse("EXISTS " + name) instanceof Filter.Present present)) {
      throw RestRequest.wrong("field", name, "the name of one field");
    }
    if (present.field() == TraceField.SESSION_ID) {
      return KeyedField.metadata(TraceMetadataKey.TRACE_SESSION);
    }
    return present.field() == TraceField.USER
        ? KeyedField.metadata(TraceMetadataKey.TRACE_USER)
        : present.field();
  }

  private static Family family(String start) {
    for (Family family : Family.values()) {
      if (start.equals(family.prefix() + ".")) {
        return family;
      }
    }
    throw new IllegalStateException(start);
  }

  private static List<String> experiments(RestRequest request) {
    return request.requiredTexts("experiment_id");
  }

  private static String prefix(RestRequest request) {
    String prefix = request.textOrNull("prefix");
    return prefix == null ? "" : prefix;
  }

  private static int limit(RestRequest request) {
    return request.number("limit", 1, MOST_VALUES, DEFAULT_VALUES);
  }
}
