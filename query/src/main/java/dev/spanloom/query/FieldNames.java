package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.query.KeyedField.Family;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of fields: what they mean, and how they are printed. */
final class FieldNames {
  private static final Map<String, TraceField> TRACE = new LinkedHashMap<>();
  private static final Map<String, SpanField> SPAN = new LinkedHashMap<>();
  private static final Map<String, Family> KEYED =
      Map.of(
          "tag", Family.TAG,
          "tags", Family.TAG,
          "metadata", Family.METADATA,
          "request_metadata", Family.METADATA,
          "feedback", Family.FEEDBACK,
          "expectation", Family.EXPECTATION);
  private static final List<String> TRACE_FAMILIES = List.of("trace", "attribute", "attributes");
  private static final String SPAN_FAMILY = "span";
  private static final String ATTRIBUTES = "attributes.";

  static {
    for (TraceField field : TraceField.values()) {
      TRACE.put(field.key(), field);
    }
    TRACE.put("timestamp", TraceField.TIMESTAMP_MS);
    TRACE.put("execution_time", TraceField.EXECUTION_TIME_MS);
    TRACE.put("end_time", TraceField.END_TIME_MS);
    for (SpanField field : SpanField.values()) {
      SPAN.put(field.key(), field);
    }
  }

  private FieldNames() {}

  /**
   * The field that a name means.
   *
   * @param inSpan true inside {@code span(...)}, where names mean fields of the span
   */
  static Field resolve(SourceText source, Token token, boolean inSpan) {
    String name = token.text();
    int dot = name.indexOf('.');
    String family = dot < 0 ? "" : name.substring(0, dot);
    String key = name.substring(dot + 1);
    if (inSpan) {
      return spanField(source, token, family.equals(SPAN_FAMILY) ? key : name, true);
    }
    if (family.equals(SPAN_FAMILY)) {
      return spanField(source, token, key, false);
    }
    Family keyed = KEYED.get(family);
    if (keyed != null) {
      return new KeyedField(keyed, nonEmpty(source, token, key));
    }
    if (dot < 0 || TRACE_FAMILIES.contains(family)) {
      TraceField field = TRACE.get(key);
      if (field != null) {
        return field;
      }
    }
    throw unknown(source, token, meant(name, family, key), traceFields());
  }

  private static Field spanField(SourceText source, Token token, String key, boolean inSpan) {
    SpanField field = SPAN.get(key);
    if (field != null) {
      return field;
    }
    if (key.startsWith(ATTRIBUTES)) {
      return KeyedField.spanAttribute(nonEmpty(source, token, key.substring(ATTRIBUTES.length())));
    }
    String prefix = inSpan ? "" : SPAN_FAMILY + ".";
    List<String> candidates = new ArrayList<>(SPAN.keySet());
    int dot = key.indexOf('.');
    if (dot >= 0) {
      candidates.add(ATTRIBUTES + key.substring(dot + 1));
    }
    String fields =
        SPAN.keySet().stream().map(name -> prefix + name).collect(Collectors.joining(", "));
    throw unknown(
        source,
        token,
        Nearest.of(key, candidates).map(near -> prefix + near),
        (inSpan ? "a field of a span: " : "") + fields + " or " + prefix + ATTRIBUTES + "<name>");
  }

  private static String nonEmpty(SourceText source, Token token, String key) {
    if (key.isEmpty()) {
      throw source.error(
          token.start(), source.quote(token) + " without a name behind the dot (expected: one)");
    }
    return key;
  }

  private static MlflowException unknown(
      SourceText source, Token token, Optional<String> meant, String expected) {
    return source.error(
        token.start(),
        "unknown field \""
            + SourceText.shortened(token.text())
            + "\" ("
            + meant.map(name -> "did you mean \"" + SourceText.shortened(name) + "\"? ").orElse("")
            + "expected: "
            + expected
            + ")");
  }

  private static Optional<String> meant(String name, String family, String key) {
    if (family.isEmpty()) {
      return meantAlone(name);
    }
    if (TRACE_FAMILIES.contains(family)) {
      int dot = key.indexOf('.');
      return dot > 0 && isFamily(key.substring(0, dot))
          ? Optional.of(key)
          : Nearest.of(key, TRACE.keySet())
              .map(near -> family + "." + near)
              .or(() -> Optional.of(SPAN_FAMILY + "." + ATTRIBUTES + key));
    }
    return Nearest.of(
            family,
            Stream.of(KEYED.keySet(), TRACE_FAMILIES, List.of(SPAN_FAMILY))
                .flatMap(families -> families.stream().sorted())
                .toList())
        .map(near -> near + "." + key);
  }

  private static Optional<String> meantAlone(String name) {
    if (SPAN.containsKey(name)) {
      return Optional.of(SPAN_FAMILY + "." + name);
    }
    return isFamily(name) ? Optional.of(name + ".<key>") : Nearest.of(name, TRACE.keySet());
  }

  private static boolean isFamily(String name) {
    return KEYED.containsKey(name) || name.equals(SPAN_FAMILY);
  }

  private static String traceFields() {
    List<String> keys = Stream.of(TraceField.values()).map(TraceField::key).toList();
    return String.join(", ", keys)
        + ", tag.<key>, metadata.<key>, span.<field>, span.attributes.<name>, feedback.<name> or"
        + " expectation.<name>";
  }

  /** The name of a field as the printer and messages write it. */
  static String of(Field field, boolean inSpan) {
    String prefix = inSpan ? "" : SPAN_FAMILY + ".";
    if (field instanceof TraceField traceField) {
      return traceField == TraceField.TEXT ? "trace.text" : traceField.key();
    }
    if (field instanceof SpanField spanField) {
      return prefix + spanField.key();
    }
    KeyedField keyed = (KeyedField) field;
    String key = keyed.key();
    String quoted = isPlain(key) ? key : "`" + key.replace("`", "``") + "`";
    return keyed.family() == Family.SPAN_ATTRIBUTE
        ? prefix + ATTRIBUTES + quoted
        : keyed.family().prefix() + "." + quoted;
  }

  /** True of keys that need no quotes, in MLflow's grammar either. */
  private static boolean isPlain(String key) {
    boolean plain = !key.isEmpty() && !key.startsWith(".") && !key.endsWith(".");
    for (int i = 0; plain && i < key.length(); i++) {
      char c = key.charAt(i);
      plain = c == '_' || c == '.' || (c < 128 && Character.isLetterOrDigit(c));
    }
    return plain;
  }
}
