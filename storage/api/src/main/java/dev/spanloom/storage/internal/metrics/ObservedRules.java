package dev.spanloom.storage.internal.metrics;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.OrderValues;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.query.Words;
import dev.spanloom.storage.TraceMetrics.ObservedValue;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which keys and values are offered for completion, and in which order. */
public final class ObservedRules {
  /** Longer values are not offered: nobody completes to them. In UTF-16 units. */
  public static final int LONGEST_VALUE = 200;

  /** The most frequent first, then by the text. */
  public static final Comparator<ObservedValue> FREQUENT_FIRST =
      Comparator.comparingLong(ObservedValue::traces)
          .reversed()
          .thenComparing(ObservedValue::value, OrderValues::compareTexts);

  /** Attributes that are large, different in every span, or have fields of their own. */
  private static final Set<String> UNLISTED_ATTRIBUTES =
      Set.of(
          SpanAttributeKey.INPUTS,
          SpanAttributeKey.OUTPUTS,
          SpanAttributeKey.REQUEST_ID,
          SpanAttributeKey.EXPERIMENT_ID,
          SpanAttributeKey.CHAT_USAGE,
          SpanAttributeKey.LLM_COST);

  private ObservedRules() {}

  /** True of span attributes whose keys and values are offered. */
  public static boolean isListedAttribute(String key) {
    return !UNLISTED_ATTRIBUTES.contains(key);
  }

  /**
   * True of tags whose keys and values are offered: not those that the store puts on all traces.
   */
  public static boolean isListedTag(String key) {
    return !key.equals(TraceTagKey.SPANS_LOCATION) && !key.equals(TraceTagKey.ARTIFACT_LOCATION);
  }

  /** True when a value begins with a prefix, whatever the case. */
  public static boolean startsWith(String value, String prefix) {
    return Words.fold(value).startsWith(Words.fold(prefix));
  }

  /**
   * Checks what engines check first.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a field whose values are not offered,
   *     and a limit that is not positive
   */
  public static void check(Field field, int limit) {
    boolean offered =
        field instanceof KeyedField
            || field == TraceField.NAME
            || (field instanceof SpanField spanField
                && List.of(SpanField.NAME, SpanField.TYPE, SpanField.STATUS, SpanField.MODEL)
                    .contains(spanField));
    if (!offered) {
      throw MlflowException.invalidParameter(
          "observed values of "
              + field
              + " (expected: a tag, a metadata entry, a span attribute, an assessment, the name of"
              + " a trace, or name, type, status or model of a span)");
    }
    checkLimit(limit);
  }

  /**
   * Checks a limit.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is not positive
   */
  public static void checkLimit(int limit) {
    if (limit <= 0) {
      throw MlflowException.invalidParameter("limit: " + limit + " (expected: a positive number)");
    }
  }
}
