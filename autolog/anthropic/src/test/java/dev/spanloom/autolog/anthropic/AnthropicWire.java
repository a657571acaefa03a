package dev.spanloom.autolog.anthropic;

import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.contract.Wire;
import java.util.ArrayList;
import java.util.List;

/** Messages as Anthropic documents them. */
final class AnthropicWire implements Wire {
  static final String MODEL = "claude-sonnet-4-5";

  @Override
  public Reply answer(String text, int inputTokens, int outputTokens) {
    return Reply.json(
        message(
            "{\"type\":\"text\",\"text\":\"%s\"}".formatted(text),
            "end_turn",
            usage(inputTokens, outputTokens)));
  }

  static String message(String content, String stopReason, String usage) {
    return """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5",\
        "content":[%s],"stop_reason":"%s","stop_sequence":null,"usage":%s}"""
        .formatted(content, stopReason, usage);
  }

  static String usage(int input, int output) {
    return """
        {"input_tokens":%d,"output_tokens":%d,"cache_creation_input_tokens":0,\
        "cache_read_input_tokens":0}"""
        .formatted(input, output);
  }

  @Override
  public Reply stream(String[] pieces, int inputTokens, int outputTokens) {
    List<String> events = new ArrayList<>();
    String before = start(inputTokens) + blockStart(0, "{\"type\":\"text\",\"text\":\"\"}");
    for (String piece : pieces) {
      events.add(before + delta(0, "{\"type\":\"text_delta\",\"text\":\"" + piece + "\"}"));
      before = "";
    }
    events.add(blockStop(0) + stop("end_turn", outputTokens));
    return Reply.events(events);
  }

  static String start(int inputTokens) {
    return event(
        "message_start",
        """
        "message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5",\
        "content":[],"stop_reason":null,"stop_sequence":null,"usage":%s}"""
            .formatted(usage(inputTokens, 1)));
  }

  /** The last two events, which are sent as one. */
  static String stop(String reason, int outputTokens) {
    return event(
            "message_delta",
            """
            "delta":{"stop_reason":"%s","stop_sequence":null},"usage":{"input_tokens":null,\
            "output_tokens":%d,"cache_creation_input_tokens":null,"cache_read_input_tokens":null,\
            "server_tool_use":null,"iterations":null}"""
                .formatted(reason, outputTokens))
        + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
  }

  static String blockStart(int index, String block) {
    return event("content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
  }

  static String delta(int index, String delta) {
    return event("content_block_delta", "\"index\":" + index + ",\"delta\":" + delta);
  }

  static String blockStop(int index) {
    return event("content_block_stop", "\"index\":" + index);
  }

  static String event(String type, String fields) {
    return "event: %s\ndata: {\"type\":\"%s\",%s}\n\n".formatted(type, type, fields);
  }

  @Override
  public Reply error(int status, String message) {
    return Reply.json(
        status,
        "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"}}"
            .formatted(message));
  }

  @Override
  public Reply toolCall(String tool, String argumentsJson) {
    return Reply.json(
        message(
            """
            {"type":"tool_use","id":"toolu_1","name":"%s","input":%s}"""
                .formatted(tool, argumentsJson),
            "tool_use",
            usage(30, 9)));
  }
}
