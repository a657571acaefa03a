package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.query.Field;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.TraceField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last trace of a page, as the values of the keys of the order, so that the next page starts
 * behind it even while traces are written.
 *
 * @param keys a String, Long, Double or null for each key of {@link TraceQuery#orderBy}
 */
public record PageToken(List<@Nullable Object> keys) {
  public PageToken {
    keys = java.util.Collections.unmodifiableList(new ArrayList<>(keys));
  }

  public String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(JsonWriter.write(keys).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for anything that {@link #encode} did not
   *     make for a query of that order
   */
  public static PageToken decode(String token, TraceQuery query) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (JsonReader.read(text) instanceof List<?> list && fits(list, query.orderBy())) {
        return new PageToken(new ArrayList<@Nullable Object>(list));
      }
    } catch (RuntimeException e) {
      // said below
    }
    throw MlflowException.invalidParameter(
        "page token: \"" + token + "\" (expected: the token of a page of the same search)");
  }

  private static boolean fits(List<?> keys, List<OrderKey> order) {
    if (keys.size() != order.size()) {
      return false;
    }
    for (int i = 0; i < keys.size(); i++) {
      if (!fits(keys.get(i), order.get(i).field())) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(@Nullable Object key, Field field) {
    if (field == TraceField.TIMESTAMP_MS) {
      return key instanceof Long;
    }
    if (field == TraceField.REQUEST_ID) {
      return key instanceof String;
    }
    boolean number =
        field instanceof TraceField traceField
            && (traceField.kind() != TraceField.Kind.TEXT || field == TraceField.EXPERIMENT_ID);
    return key == null
        || (number ? key instanceof Long || key instanceof Double : key instanceof String);
  }
}
