package dev.spanloom.server.rest;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.MetricPoint;
import dev.spanloom.storage.MetricsQuery.Dimension;
import dev.spanloom.storage.MetricsQuery.View;
import dev.spanloom.storage.internal.metrics.MetricRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The filters of a question for figures, each {@code family.field = 'value'}, all of which must
 * hold.
 *
 * @param traces conditions on traces
 * @param rows values that spans or assessments must have, by their dimension. Figures are grouped
 *     by it, and the groups of other values left out
 */
record MetricFilters(List<Filter> traces, Map<Dimension, String> rows) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*(?<field>[a-z_]+\\.[a-z_]+)(?:\\.(?:`(?<quoted>[^`]+)`|(?<key>[^\\s=`'\"]+)))?"
              + "\\s*=\\s*(?:'(?<single>(?:[^']|'')*)'|\"(?<double>(?:[^\"]|\"\")*)\")\\s*");
  private static final int MAX_CHARS = 10_000;
  private static final String EXPECTED =
      "field = 'value' with trace.status, trace.tag.KEY, trace.metadata.KEY; of spans span.name,"
          + " span.status, span.type; of assessments assessment.name, assessment.type";

  static MetricFilters of(View view, List<String> filters) {
    List<Filter> traces = new ArrayList<>();
    Map<Dimension, String> rows = new LinkedHashMap<>();
    for (String filter : filters) {
      Matcher parts = FORM.matcher(filter);
      if (filter.length() > MAX_CHARS || !parts.matches()) {
        throw wrong(filter);
      }
      String value = value(parts);
      Field field = traceField(parts);
      if (field != null) {
        traces.add(new Filter.Compare(field, Operator.EQUAL, new Literal.Text(value)));
        continue;
      }
      Dimension dimension = rowDimension(view, parts);
      if (dimension == null) {
        throw wrong(filter);
      }
      String before = rows.put(dimension, Objects.requireNonNull(MetricRules.groupName(value)));
      if (before != null && !before.equals(rows.get(dimension))) {
        traces.add(new Filter.Not(Filter.ALL)); // no row has two values
      }
    }
    return new MetricFilters(traces, rows);
  }

  private static RuntimeException wrong(String filter) {
    return RestRequest.wrong(
        "filters", filter.length() > 200 ? filter.substring(0, 200) + "..." : filter, EXPECTED);
  }

  private static String value(Matcher parts) {
    String single = parts.group("single");
    return single == null ? parts.group("double").replace("\"\"", "\"") : single.replace("''", "'");
  }

  private static @Nullable String key(Matcher parts) {
    String quoted = parts.group("quoted");
    return quoted == null ? parts.group("key") : quoted;
  }

  private static @Nullable Field traceField(Matcher parts) {
    String key = key(parts);
    if (key == null) {
      return parts.group("field").equals("trace.status") ? TraceField.STATUS : null;
    }
    return switch (parts.group("field")) {
      case "trace.tag" -> KeyedField.tag(key);
      case "trace.metadata" ->
          key.equals(TraceMetadataKey.SOURCE_RUN) ? TraceField.RUN_ID : KeyedField.metadata(key);
      default -> null;
    };
  }

  private static @Nullable Dimension rowDimension(View view, Matcher parts) {
    if (key(parts) != null) {
      return null;
    }
    Dimension.Kind kind =
        switch (parts.group("field")) {
          case "span.name" -> Dimension.Kind.SPAN_NAME;
          case "span.status" -> Dimension.Kind.SPAN_STATUS;
          case "span.type" -> Dimension.Kind.SPAN_TYPE;
          case "assessment.name" -> Dimension.Kind.ASSESSMENT_NAME;
          case "assessment.type" -> Dimension.Kind.ASSESSMENT_TYPE;
          default -> null;
        };
    return kind != null && view.allows(Dimension.of(kind)) ? Dimension.of(kind) : null;
  }

  /** The dimensions that are asked for, and those that the filters need. */
  List<Dimension> withRows(List<Dimension> asked) {
    List<Dimension> all = new ArrayList<>(asked);
    rows.keySet().stream().filter(dimension -> !asked.contains(dimension)).forEach(all::add);
    return all;
  }

  boolean matches(MetricPoint point) {
    return rows.entrySet().stream()
        .allMatch(row -> row.getValue().equals(point.dimensions().get(row.getKey().name())));
  }
}
