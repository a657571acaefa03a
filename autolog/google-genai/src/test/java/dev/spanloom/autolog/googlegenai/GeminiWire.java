package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.contract.Wire;
import java.util.ArrayList;
import java.util.List;

/** Contents as the Gemini API documents them. */
final class GeminiWire implements Wire {
  static final String MODEL = "gemini-2.5-flash";

  @Override
  public Reply answer(String text, int inputTokens, int outputTokens) {
    return Reply.json(response(textPart(text), true, usage(inputTokens, outputTokens)));
  }

  static String textPart(String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  static String response(String parts, boolean finished, String usage) {
    return """
        {"candidates":[{"content":{"parts":[%s],"role":"model"},%s"index":0}],\
        "usageMetadata":%s,"modelVersion":"gemini-2.5-flash","responseId":"r1"}"""
        .formatted(parts, finished ? "\"finishReason\":\"STOP\"," : "", usage);
  }

  static String usage(int input, int output) {
    return """
        {"promptTokenCount":%d,"candidatesTokenCount":%d,"totalTokenCount":%d}"""
        .formatted(input, output, input + output);
  }

  @Override
  public Reply stream(String[] pieces, int inputTokens, int outputTokens) {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < pieces.length; i++) {
      boolean last = i == pieces.length - 1;
      events.add(
          event(
              response(
                  textPart(pieces[i]),
                  last,
                  last
                      ? usage(inputTokens, outputTokens)
                      : "{\"promptTokenCount\":%d}".formatted(inputTokens))));
    }
    return Reply.events(events);
  }

  static String event(String json) {
    return "data: " + json + "\r\n\r\n";
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(
        status,
        "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"INVALID_ARGUMENT\"}}"
            .formatted(status, message));
  }

  @Override
  public Reply toolCall(String tool, String argumentsJson) {
    return Reply.json(
        response(
            "{\"functionCall\":{\"name\":\"%s\",\"args\":%s}}".formatted(tool, argumentsJson),
            true,
            usage(30, 9)));
  }
}
