package dev.spanloom.autolog.bedrock;

import dev.spanloom.entities.internal.json.JsonReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** The bytes of a stream of events, as they pass to the AWS SDK. */
final class EventBytes implements Publisher<ByteBuffer> {
  private static final System.Logger LOG = System.getLogger(EventBytes.class.getName());

  private final Publisher<ByteBuffer> bytes;
  private final BedrockCall call;

  EventBytes(Publisher<ByteBuffer> bytes, BedrockCall call) {
    this.bytes = bytes;
    this.call = call;
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    call.streamBegins();
    Decoding decoding = new Decoding(call);
    bytes.subscribe(new FollowedSubscriber<>(subscriber, call, decoding::accept, Runnable::run));
  }

  /** Reads the events in the bytes. Used by one thread at a time. */
  private static final class Decoding {
    private final BedrockCall call;
    private final MessageDecoder decoder = new MessageDecoder(this::message);
    private boolean failed;

    Decoding(BedrockCall call) {
      this.call = call;
    }

    void accept(ByteBuffer buffer) {
      if (failed) {
        return;
      }
      try {
        decoder.feed(buffer.duplicate());
      } catch (RuntimeException e) {
        failed = true;
        LOG.log(System.Logger.Level.DEBUG, "a stream cannot be read", e);
      }
    }

    private void message(Message message) {
      Map<String, HeaderValue> headers = message.getHeaders();
      if (!"event".equals(text(headers, ":message-type"))) {
        call.errorWithin();
        return;
      }
      String type = text(headers, ":event-type");
      String json = new String(message.getPayload(), StandardCharsets.UTF_8);
      if (type == null || !(JsonReader.readOrText(json) instanceof Map<?, ?> content)) {
        return;
      }
      Map<String, @Nullable Object> event = new HashMap<>();
      if (call.operation().isVendors()) {
        vendors(content, event);
      } else {
        event.put(type, content);
      }
      call.event(event);
    }

    private static void vendors(Map<?, ?> content, Map<String, @Nullable Object> event) {
      if (content.get("bytes") instanceof String base64) {
        String json = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        event.putAll(JsonReader.readObject(json));
      }
    }

    private static @Nullable String text(Map<String, HeaderValue> headers, String name) {
      HeaderValue value = headers.get(name);
      return value == null ? null : value.getString();
    }
  }
}
