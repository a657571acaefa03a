package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.contract.Wire;
import java.util.ArrayList;
import java.util.List;

/** Converse and ConverseStream as AWS documents them. */
final class ConverseWire implements Wire {
  static final String MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

  @Override
  public Reply answer(String text, int inputTokens, int outputTokens) {
    return Reply.json(
        """
        {"metrics":{"latencyMs":275},"output":{"message":{"content":[{"text":"%s"}],\
        "role":"assistant"}},"stopReason":"end_turn","usage":%s}"""
            .formatted(text, usage(inputTokens, outputTokens)));
  }

  private static String usage(int input, int output) {
    return """
        {"inputTokens":%d,"outputTokens":%d,"totalTokens":%d,"cacheReadInputTokens":4,\
        "cacheWriteInputTokens":2}"""
        .formatted(input, output, input + output);
  }

  @Override
  public Reply stream(String[] pieces, int inputTokens, int outputTokens) {
    List<byte[]> frames = new ArrayList<>();
    frames.add(EventFrames.event("messageStart", "{\"role\":\"assistant\"}"));
    for (String piece : pieces) {
      frames.add(delta(piece));
    }
    frames.add(EventFrames.event("contentBlockStop", "{\"contentBlockIndex\":0}"));
    frames.add(EventFrames.event("messageStop", "{\"stopReason\":\"end_turn\"}"));
    frames.add(
        EventFrames.event(
            "metadata",
            "{\"metrics\":{\"latencyMs\":275},\"usage\":%s}"
                .formatted(usage(inputTokens, outputTokens))));
    return EventFrames.stream(frames);
  }

  static byte[] delta(String piece) {
    return EventFrames.event(
        "contentBlockDelta",
        "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"%s\"}}".formatted(piece));
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(status, "{\"message\":\"%s\"}".formatted(message))
        .withHeader(
            "x-amzn-ErrorType",
            status == 400 ? "ValidationException" : "ServiceUnavailableException");
  }

  @Override
  public Reply toolCall(String tool, String argumentsJson) {
    return Reply.json(
        """
        {"metrics":{"latencyMs":275},"output":{"message":{"content":[{"toolUse":\
        {"toolUseId":"tooluse_1","name":"%s","input":%s}}],"role":"assistant"}},\
        "stopReason":"tool_use","usage":%s}"""
            .formatted(tool, argumentsJson, usage(30, 9)));
  }
}
