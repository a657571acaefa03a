package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.contract.Wire;
import java.util.ArrayList;
import java.util.List;

/** Chat completions as OpenAI documents them. */
final class OpenAiWire implements Wire {
  static final String MODEL = "gpt-4o-mini";

  @Override
  public Reply answer(String text, int inputTokens, int outputTokens) {
    return Reply.json(
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
        "logprobs":null,"finish_reason":"stop"}],"usage":%s,"system_fingerprint":null}"""
            .formatted(text, usage(inputTokens, outputTokens)));
  }

  private static String usage(int input, int output) {
    return """
        {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
        "prompt_tokens_details":{"cached_tokens":4},\
        "completion_tokens_details":{"reasoning_tokens":3}}"""
        .formatted(input, output, input + output);
  }

  @Override
  public Reply stream(String[] pieces, int inputTokens, int outputTokens) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < pieces.length; i++) {
      String role = i == 0 ? "\"role\":\"assistant\"," : "";
      events.add(chunk("{" + role + "\"content\":\"" + pieces[i] + "\"}", "null"));
    }
    events.add(chunk("{}", "\"stop\""));
    events.add(
        """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,\
        "model":"gpt-4o-mini","choices":[],"usage":%s}

        """
            .formatted(usage(inputTokens, outputTokens)));
    events.add("data: [DONE]\n\n");
    return Reply.events(events);
  }

  private static String chunk(String delta, String finishReason) {
    return """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,\
        "model":"gpt-4o-mini","choices":[{"index":0,"delta":%s,"logprobs":null,\
        "finish_reason":%s}],"usage":null}

        """
        .formatted(delta, finishReason);
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(
        status,
        "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"code\":null}}"
            .formatted(message));
  }

  @Override
  public Reply toolCall(String tool, String argumentsJson) {
    return Reply.json(
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini",\
        "choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[\
        {"id":"call_1","type":"function","function":{"name":"%s","arguments":"%s"}}]},\
        "finish_reason":"tool_calls"}],"usage":%s}"""
            .formatted(tool, argumentsJson.replace("\"", "\\\""), usage(30, 9)));
  }
}
