package dev.spanloom.autolog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tools of a request as MLflow shows them, in the shape of OpenAI's chat completions. */
final class ChatTools {
  private static final String FUNCTION = "function";
  private static final String PARAMETERS = "parameters";

  private ChatTools() {}

  /**
   * The tools of a list, in the shapes of OpenAI (chat and responses), Anthropic, Bedrock and
   * Gemini. What has no name is left out; a tool of the provider itself has its type as name.
   */
  static List<Map<String, Object>> of(@Nullable Object value) {
    List<Map<String, Object>> tools = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> tool) {
          add(tools, tool);
        }
      }
    }
    return tools;
  }

  private static void add(List<Map<String, Object>> tools, Map<?, ?> tool) {
    if (tool.get("functionDeclarations") instanceof List<?> declarations) {
      tools.addAll(of(declarations));
    } else if (tool.get("toolSpec") instanceof Map<?, ?> spec) {
      add(tools, spec);
    } else if (tool.get(FUNCTION) instanceof Map<?, ?> function) {
      addFunction(tools, function, tool);
    } else {
      addFunction(tools, tool, tool);
    }
  }

  private static void addFunction(
      List<Map<String, Object>> tools, Map<?, ?> definition, Map<?, ?> tool) {
    Object name = definition.get("name");
    if (!(name instanceof String)) {
      name = tool.get("type");
    }
    if (!(name instanceof String)) {
      return;
    }
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    put(function, "description", definition.get("description"));
    put(function, PARAMETERS, schema(definition));
    put(function, "strict", definition.get("strict"));
    tools.add(Map.of("type", FUNCTION, FUNCTION, function));
  }

  private static @Nullable Object schema(Map<?, ?> definition) {
    for (String key : List.of(PARAMETERS, "input_schema", "inputSchema", "parametersJsonSchema")) {
      Object schema = definition.get(key);
      if (schema instanceof Map<?, ?> map) {
        return map.get("json") instanceof Map<?, ?> inner ? inner : map;
      }
    }
    return null;
  }

  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
