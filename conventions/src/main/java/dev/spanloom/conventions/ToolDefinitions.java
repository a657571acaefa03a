package dev.spanloom.conventions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes MLflow's tool definitions of what others call tools. */
final class ToolDefinitions {
  private static final String FUNCTION = "function";
  private static final String NAME = "name";
  private static final String DESCRIPTION = "description";
  private static final String PARAMETERS = "parameters";
  private static final List<String> SCHEMAS =
      List.of(PARAMETERS, "input_schema", "inputSchema", "json_schema");

  private ToolDefinitions() {}

  /** The tools of a list; null when it has none. What has no name is left out. */
  static @Nullable Object of(@Nullable Object value) {
    if (!(value instanceof List<?> items)) {
      return null;
    }
    List<Object> tools = new ArrayList<>();
    for (Object item : items) {
      Object tool = Values.unwrap(item) instanceof Map<?, ?> map ? tool(map) : null;
      if (tool != null) {
        tools.add(tool);
      }
    }
    return tools;
  }

  private static @Nullable Object tool(Map<?, ?> map) {
    Object schema = schema(map);
    if (schema instanceof Map<?, ?> inner
        && (inner.get(FUNCTION) instanceof Map<?, ?> || isDefinition(inner))) {
      return tool(inner, map); // OpenInference puts the whole definition where the schema belongs
    }
    return tool(map, map);
  }

  /** A definition has its schema inside; a schema that has a name too is still a schema. */
  private static boolean isDefinition(Map<?, ?> map) {
    return map.get(NAME) instanceof String && schema(map) != null;
  }

  private static @Nullable Object tool(Map<?, ?> map, Map<?, ?> otherwise) {
    Map<?, ?> definition = map.get(FUNCTION) instanceof Map<?, ?> inner ? inner : map;
    String name = Values.text(definition.get(NAME));
    if (name == null) {
      name = Values.text(otherwise.get(NAME));
    }
    if (name == null) {
      return null;
    }
    Map<String, Object> function = new LinkedHashMap<>();
    function.put(NAME, name);
    Object description = definition.get(DESCRIPTION);
    Values.put(
        function, DESCRIPTION, description != null ? description : otherwise.get(DESCRIPTION));
    Values.put(function, PARAMETERS, schema(definition));
    Values.put(function, "strict", definition.get("strict"));
    return Map.of("type", FUNCTION, FUNCTION, function);
  }

  private static @Nullable Object schema(Map<?, ?> definition) {
    for (String key : SCHEMAS) {
      Object schema = Values.unwrap(definition.get(key));
      if (schema instanceof Map<?, ?>) {
        return schema;
      }
    }
    return null;
  }
}
