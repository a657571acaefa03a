package dev.spanloom.autolog.ollama4j;

import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.contract.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chats as Ollama documents them: a line of JSON for each piece. */
final class OllamaWire implements Wire {
  static final String MODEL = "qwen3:0.6b";

  static String line(String message, String rest) {
    return """
        {"model":"qwen3:0.6b","created_at":"2026-01-01T00:00:00Z","message":%s,%s}
        """
        .formatted(message, rest);
  }

  static String done(String reason, int input, int output) {
    return """
        "done_reason":"%s","done":true,"total_duration":5000000,"load_duration":1000000,\
        "prompt_eval_count":%d,"prompt_eval_duration":1000000,"eval_count":%d,\
        "eval_duration":2000000"""
        .formatted(reason, input, output);
  }

  static String said(String text) {
    return "{\"role\":\"assistant\",\"content\":\"%s\"}".formatted(text);
  }

  static Reply lines(List<String> lines) {
    List<byte[]> pieces = new ArrayList<>();
    lines.forEach(line -> pieces.add(line.getBytes(StandardCharsets.UTF_8)));
    return new Reply(200, Map.of("Content-Type", "application/x-ndjson"), pieces, false, null);
  }

  @Override
  public Reply answer(String text, int inputTokens, int outputTokens) {
    return lines(List.of(line(said(text), done("stop", inputTokens, outputTokens))));
  }

  @Override
  public Reply stream(String[] pieces, int inputTokens, int outputTokens) {
    List<String> lines = new ArrayList<>();
    for (String piece : pieces) {
      lines.add(line(said(piece), "\"done\":false"));
    }
    lines.add(line(said(""), done("stop", inputTokens, outputTokens)));
    return lines(lines);
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(status, "{\"error\":\"%s\"}".formatted(message));
  }

  @Override
  public Reply toolCall(String tool, String argumentsJson) {
    return lines(
        List.of(
            line(
                """
                {"role":"assistant","content":"","tool_calls":[{"function":\
                {"name":"%s","arguments":%s}}]}"""
                    .formatted(tool, argumentsJson),
                done("stop", 30, 9))));
  }
}
