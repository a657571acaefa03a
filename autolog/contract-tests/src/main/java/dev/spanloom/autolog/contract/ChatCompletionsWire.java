package dev.spanloom.autolog.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Chat completions as OpenAI documents them, for the libraries that speak that protocol without its
 * client.
 */
public final class ChatCompletionsWire implements Wire {
  public static final String MODEL = "gpt-4o-mini";

  @Override
  public Reply answer(String text, int inputTokens, int outputTokens) {
    return completion(
        "{\"role\":\"assistant\",\"content\":\"%s\",\"refusal\":null}".formatted(text),
        "stop",
        usage(inputTokens, outputTokens));
  }

  @Override
  public Reply toolCall(String tool, String argumentsJson) {
    return toolCalls(call(0, tool, argumentsJson));
  }

  /** An answer that asks for calls of several tools, each made by {@link #call}. */
  public Reply toolCalls(String... calls) {
    return completion(
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[%s]}"
            .formatted(String.join(",", calls)),
        "tool_calls",
        usage(30, 9));
  }

  /** A call of a tool. */
  public static String call(int index, String tool, String argumentsJson) {
    return """
        {"index":%d,"id":"call_%s_%d","type":"function",\
        "function":{"name":"%s","arguments":"%s"}}"""
        .formatted(index, tool, index, tool, argumentsJson.replace("\"", "\\\""));
  }

  /** The calls of tools as a stream. */
  public Reply streamedToolCalls(String... calls) {
    List<String> events = new ArrayList<>();
    for (String call : calls) {
      events.add(
          chunk("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + call + "]}", "null"));
    }
    return ended(events, "tool_calls", usage(30, 9));
  }

  @Override
  public Reply stream(String[] pieces, int inputTokens, int outputTokens) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < pieces.length; i++) {
      String role = i == 0 ? "\"role\":\"assistant\"," : "";
      events.add(chunk("{" + role + "\"content\":\"" + pieces[i] + "\"}", "null"));
    }
    return ended(events, "stop", usage(inputTokens, outputTokens));
  }

  private static Reply ended(List<String> events, String reason, String usage) {
    events.add(chunk("{}", "\"" + reason + "\""));
    events.add(
        """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,\
        "model":"gpt-4o-mini","choices":[],"usage":%s}

        """
            .formatted(usage));
    events.add("data: [DONE]\n\n");
    return Reply.events(events);
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(
        status,
        "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"code\":null}}"
            .formatted(message));
  }

  /** Vectors of three dimensions, for a number of texts. */
  public Reply embeddings(int count) {
    List<String> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(
          String.format(
              Locale.ROOT,
              "{\"object\":\"embedding\",\"index\":%d,\"embedding\":[1.0,%d.5,0.25]}",
              i,
              i));
    }
    return Reply.json(
        """
        {"object":"list","data":[%s],"model":"text-embedding-3-small",\
        "usage":{"prompt_tokens":5,"total_tokens":5}}"""
            .formatted(String.join(",", vectors)));
  }

  private static Reply completion(String message, String reason, String usage) {
    return Reply.json(
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini",\
        "choices":[{"index":0,"message":%s,"logprobs":null,"finish_reason":"%s"}],"usage":%s,\
        "system_fingerprint":null}"""
            .formatted(message, reason, usage));
  }

  private static String usage(int input, int output) {
    return """
        {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
        "prompt_tokens_details":{"cached_tokens":4},\
        "completion_tokens_details":{"reasoning_tokens":3}}"""
        .formatted(input, output, input + output);
  }

  private static String chunk(String delta, String finishReason) {
    return """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,\
        "model":"gpt-4o-mini","choices":[{"index":0,"delta":%s,"logprobs":null,\
        "finish_reason":%s}],"usage":null}

        """
        .formatted(delta, finishReason);
  }
}
