package dev.spanloom.server.rest;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of MLflow's API: the parameters of its path, and those of its query or its JSON body,
 * which are asked for by name. Whatever is missing or of a wrong kind is INVALID_PARAMETER_VALUE.
 * Not thread-safe.
 */
public final class RestRequest {
  private static final int MOST_SHOWN = 200;

  private final Map<String, String> path;
  private final Map<String, @Nullable Object> parameters;

  private RestRequest(Map<String, String> path, Map<String, @Nullable Object> parameters) {
    this.path = path;
    this.parameters = parameters;
  }

  /** The parameters of a request: of a GET those of its query, of others those of its body. */
  public static RestRequest of(ServiceRequestContext context, AggregatedHttpRequest request) {
    Map<String, @Nullable Object> parameters =
        request.method() == HttpMethod.GET && !context.queryParams().isEmpty()
            ? query(context.queryParams())
            : body(request);
    return new RestRequest(context.pathParams(), parameters);
  }

  /** The parameters of a request without a body. */
  public static RestRequest ofQuery(ServiceRequestContext context) {
    return new RestRequest(context.pathParams(), query(context.queryParams()));
  }

  private static Map<String, @Nullable Object> query(QueryParams params) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    for (String name : params.names()) {
      List<String> values = params.getAll(name);
      parameters.put(name, values.size() == 1 ? values.get(0) : values);
    }
    return parameters;
  }

  private static Map<String, @Nullable Object> body(AggregatedHttpRequest request) {
    if (request.content().isEmpty()) {
      return Map.of();
    }
    HttpMethod method = request.method();
    MediaType type = request.contentType();
    if ((method == HttpMethod.POST || method == HttpMethod.PUT)
        && (type == null || !type.is(MediaType.JSON.withoutParameters()))) {
      throw MlflowException.invalidParameter(
          "Content-Type: " + (type == null ? "none" : type) + " (expected: application/json)");
    }
    try {
      Object read = JsonReader.read(request.contentUtf8());
      if (read instanceof String text) {
        read = JsonReader.read(text); // some clients write JSON as JSON
      }
      if (read instanceof Map<?, ?> object) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        object.forEach((key, value) -> parameters.put(String.valueOf(key), value));
        return parameters;
      }
      throw MlflowException.invalidParameter("body: not a JSON object (expected: one)");
    } catch (JsonSyntaxException e) {
      throw MlflowException.invalidParameter("body: " + e.getMessage());
    }
  }

  /** A parameter of the path. */
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the path has no {" + name + "}");
    }
    return value;
  }

  /**
   * Any parameter; null when it is not there. MLflow's own server takes the names of protobuf's
   * JSON as well: {@code maxResults} for {@code max_results}.
   */
  public @Nullable Object get(String name) {
    Object value = parameters.get(name);
    return value == null && name.indexOf('_') >= 0 ? parameters.get(camelCase(name)) : value;
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      camel.append(c == '_' && i + 1 < name.length() ? Character.toUpperCase(name.charAt(++i)) : c);
    }
    return camel.toString();
  }

  /** A text that must be there. Numbers count as their text: MLflow's ids once were numbers. */
  public String text(String name) {
    return required(name, textOrNull(name));
  }

  public @Nullable String textOrNull(String name) {
    Object value = get(name);
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : ownTextOrNull(name);
  }

  /** A text that must be there and is no id: MLflow's own server takes no number for it either. */
  String ownText(String name) {
    return required(name, ownTextOrNull(name));
  }

  /** As {@link #ownText}; null when it is not there. */
  @Nullable String ownTextOrNull(String name) {
    Object value = get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(name, value, "a string");
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw missing(name);
    }
    return value;
  }

  /** A whole number; null when it is not there. */
  public @Nullable Long numberOrNull(String name) {
    Object value = get(name);
    if (value == null) {
      return null;
    }
    try {
      if (value instanceof Integer || value instanceof Long) {
        return ((Number) value).longValue();
      }
      if (value instanceof Double number && number == Math.rint(number)) {
        return new BigDecimal(number).longValueExact();
      }
      if (value instanceof String text) {
        return Long.valueOf(text.trim());
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(name, value, "a whole number");
    }
    throw wrong(name, value, "a whole number");
  }

  /** A truth value; false when it is not there. */
  public boolean flag(String name) {
    Object value = get(name);
    if (value == null) {
      return false;
    }
    return switch (value.toString().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, value, "true or false");
    };
  }

  /** An object that must be there. */
  public Map<String, @Nullable Object> object(String name) {
    Object value = get(name);
    if (value == null) {
      throw missing(name);
    }
    return object(name, value);
  }

  private static Map<String, @Nullable Object> object(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(name, value, "an object");
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    map.forEach((key, item) -> object.put(String.valueOf(key), item));
    return object;
  }

  /** A whole number within bounds; a default when it is not there. */
  public int number(String name, int least, int most, int otherwise) {
    Long value = numberOrNull(name, least, most);
    return value == null ? otherwise : value.intValue();
  }

  /** A whole number within bounds; null when it is not there. */
  public @Nullable Long numberOrNull(String name, int least, int most) {
    Long value = numberOrNull(name);
    if (value != null && (value < least || value > most)) {
      throw wrong(name, value, least + " to " + most);
    }
    return value;
  }

  /** Texts; at least one. */
  public List<String> requiredTexts(String name) {
    List<String> texts = texts(name);
    if (texts.isEmpty()) {
      throw missing(name);
    }
    return texts;
  }

  /** Entries, as an object or as MLflow's list of keys and values; none when they are not there. */
  public Map<String, String> pairs(String name) {
    Map<String, String> pairs = new LinkedHashMap<>();
    if (get(name) instanceof Map<?, ?> object) {
      object.forEach((key, value) -> pairs.put(String.valueOf(key), valueText(name, value)));
      return pairs;
    }
    for (Map<String, @Nullable Object> pair : objects(name)) {
      if (!(pair.get("key") instanceof String key)) {
        throw wrong(name, pair, "{\"key\": …, \"value\": …}");
      }
      pairs.put(key, valueText(name, pair.get("value")));
    }
    return pairs;
  }

  private static String valueText(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      throw wrong(name, value, "strings as values");
    }
    return value == null ? "" : value.toString();
  }

  /** Texts; none when they are not there. A single one may stand for a list of it. */
  public List<String> texts(String name) {
    Object value = get(name);
    List<String> texts = new ArrayList<>();
    for (Object item : list(value)) {
      if (!(item instanceof String || item instanceof Number)) {
        throw wrong(name, value, "a list of strings");
      }
      texts.add(item.toString());
    }
    return texts;
  }

  /** Objects; none when they are not there. */
  public List<Map<String, @Nullable Object>> objects(String name) {
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (Object item : list(get(name))) {
      objects.add(object(name, item));
    }
    return objects;
  }

  private static List<?> list(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list ? list : List.of(value);
  }

  /** Refuses a request that lacks a parameter, in MLflow's words. */
  public static MlflowException missing(String name) {
    return MlflowException.invalidParameter("Missing value for required parameter '" + name + "'.");
  }

  /** Refuses a value. */
  public static MlflowException wrong(String name, @Nullable Object value, String expected) {
    String shown = String.valueOf(value);
    return MlflowException.invalidParameter(
        name
            + ": "
            + (shown.length() > MOST_SHOWN ? shown.substring(0, MOST_SHOWN) + "..." : shown)
            + " (expected: "
            + expected
            + ")");
  }
}
