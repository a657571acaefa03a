package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests in the shape of OpenAI's chat completions. */
final class ChatRequests {
  private static final String FUNCTION = "function";

  private ChatRequests() {}

  /**
   * A request as a model gets it.
   *
   * @param parameters those of the request, completed by the model's own
   */
  static Map<String, @Nullable Object> toMap(
      ChatRequest request, @Nullable ChatRequestParameters parameters) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    ChatRequestParameters all = parameters == null ? request.parameters() : parameters;
    put(map, "model", all.modelName());
    map.put("messages", ChatMessages.toList(request.messages()));
    put(map, "temperature", all.temperature());
    put(map, "top_p", all.topP());
    put(map, "top_k", all.topK());
    put(map, "frequency_penalty", all.frequencyPenalty());
    put(map, "presence_penalty", all.presencePenalty());
    put(map, "max_tokens", all.maxOutputTokens());
    if (all.stopSequences() != null && !all.stopSequences().isEmpty()) {
      map.put("stop", List.copyOf(all.stopSequences()));
    }
    if (all.toolSpecifications() != null && !all.toolSpecifications().isEmpty()) {
      map.put("tools", tools(all.toolSpecifications()));
    }
    if (all.toolChoice() != null) {
      map.put("tool_choice", all.toolChoice().name().toLowerCase(Locale.ROOT));
    }
    if (all.responseFormat() != null) {
      map.put("response_format", responseFormat(all.responseFormat()));
    }
    return map;
  }

  private static List<Object> tools(List<ToolSpecification> specifications) {
    List<Object> tools = new ArrayList<>();
    for (ToolSpecification specification : specifications) {
      Map<String, @Nullable Object> function = new LinkedHashMap<>();
      function.put("name", specification.name());
      put(function, "description", specification.description());
      if (specification.parameters() != null) {
        function.put("parameters", JsonSchemaElementUtils.toMap(specification.parameters()));
      }
      tools.add(Map.of("type", FUNCTION, FUNCTION, function));
    }
    return tools;
  }

  private static Map<String, @Nullable Object> responseFormat(ResponseFormat format) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    if (format.type() == ResponseFormatType.JSON && format.jsonSchema() != null) {
      map.put("type", "json_schema");
      Map<String, @Nullable Object> schema = new LinkedHashMap<>();
      put(schema, "name", format.jsonSchema().name());
      schema.put("schema", JsonSchemaElementUtils.toMap(format.jsonSchema().rootElement()));
      map.put("json_schema", schema);
    } else {
      map.put("type", format.type() == ResponseFormatType.JSON ? "json_object" : "text");
    }
    return map;
  }

  private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
