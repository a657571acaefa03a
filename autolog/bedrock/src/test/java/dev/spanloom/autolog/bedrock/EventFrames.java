package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.contract.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** AWS's framing of events: headers, payload and checksums in binary. */
final class EventFrames {
  private EventFrames() {}

  /** An event of an operation, such as {@code contentBlockDelta}. */
  static byte[] event(String type, String json) {
    return frame(Map.of(":message-type", "event", ":event-type", type), json);
  }

  /** An event of InvokeModel's stream: what the vendor's model says, in base64. */
  static byte[] chunk(String vendorsJson) {
    String base64 =
        Base64.getEncoder().encodeToString(vendorsJson.getBytes(StandardCharsets.UTF_8));
    return event("chunk", "{\"bytes\":\"" + base64 + "\",\"p\":\"abcd\"}");
  }

  /** An error that comes within a stream. */
  static byte[] exception(String type, String message) {
    return frame(
        Map.of(":message-type", "exception", ":exception-type", type),
        "{\"message\":\"" + message + "\"}");
  }

  private static byte[] frame(Map<String, String> texts, String json) {
    Map<String, HeaderValue> headers = new LinkedHashMap<>();
    texts.forEach((name, text) -> headers.put(name, HeaderValue.fromString(text)));
    headers.put(":content-type", HeaderValue.fromString("application/json"));
    ByteBuffer buffer = new Message(headers, json.getBytes(StandardCharsets.UTF_8)).toByteBuffer();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  /** A stream of such frames, each sent on its own. */
  static Reply stream(byte[]... frames) {
    return stream(new ArrayList<>(List.of(frames)));
  }

  static Reply stream(List<byte[]> frames) {
    return new Reply(
        200, Map.of("Content-Type", "application/vnd.amazon.eventstream"), frames, false, null);
  }
}
