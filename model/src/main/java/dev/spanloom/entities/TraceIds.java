package dev.spanloom.entities;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The three spellings of a trace id: {@code tr-} and 32 hex digits (V3), {@code
 * trace:/catalog.schema/} and 32 hex digits (V4), and 32 hex digits alone (V2 and OpenTelemetry).
 */
public final class TraceIds {
  /** The trace id that spans which record nothing answer. */
  public static final String NO_OP = "MLFLOW_NO_OP_SPAN_TRACE_ID";

  private static final String V3_PREFIX = "tr-";
  private static final String V4_PREFIX = "trace:/";
  private static final int HEX_DIGITS = 32;

  private TraceIds() {}

  /** The V3 id of an OpenTelemetry trace id of 32 hex digits. */
  public static String fromOtel(String otelTraceId) {
    return V3_PREFIX + otelTraceId;
  }

  /** The V4 id of an OpenTelemetry trace id at a location such as {@code catalog.schema}. */
  public static String v4(String location, String otelTraceId) {
    return V4_PREFIX + location + "/" + otelTraceId;
  }

  /** The id of a trace at a location: V4 in Unity Catalog, V3 elsewhere. */
  public static String at(TraceLocation location, String otelTraceId) {
    String place = location.locationId();
    return place != null && location.isInUnityCatalog()
        ? v4(place, otelTraceId)
        : fromOtel(otelTraceId);
  }

  /** The OpenTelemetry id inside an id of any spelling; empty where there is none. */
  public static Optional<String> toOtel(String traceId) {
    String hex = traceId;
    if (traceId.startsWith(V3_PREFIX)) {
      hex = traceId.substring(V3_PREFIX.length());
    } else if (traceId.startsWith(V4_PREFIX)) {
      hex = traceId.substring(traceId.lastIndexOf('/') + 1);
    }
    return isHex(hex, HEX_DIGITS) ? Optional.of(hex.toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  /**
   * The location of a V4 id; empty for the other spellings.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for {@code trace:/…} that is not {@code
   *     trace:/location/id}
   */
  public static Optional<String> location(String traceId) {
    if (!traceId.startsWith(V4_PREFIX)) {
      return Optional.empty();
    }
    String rest = traceId.substring(V4_PREFIX.length());
    int slash = rest.indexOf('/');
    if (slash <= 0 || slash == rest.length() - 1 || rest.indexOf('/', slash + 1) >= 0) {
      throw MlflowException.invalidParameter(
          "trace id: \"" + traceId + "\" (expected: trace:/<location>/<id>)");
    }
    return Optional.of(rest.substring(0, slash));
  }

  /**
   * The id that an attribute {@link SpanAttributeKey#REQUEST_ID} has, be it the id itself or, from
   * other exporters, its JSON text; null when it has none.
   */
  public static @Nullable String inAttribute(AttributeValue attribute) {
    if (!(attribute.get() instanceof String text) || text.isEmpty()) {
      return null;
    }
    if (text.length() > 2 && text.startsWith("\"") && text.endsWith("\"")) {
      return text.substring(1, text.length() - 1);
    }
    return text;
  }

  static boolean isHex(String text, int digits) {
    if (text.length() != digits) {
      return false;
    }
    for (int i = 0; i < digits; i++) {
      if (Character.digit(text.charAt(i), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
