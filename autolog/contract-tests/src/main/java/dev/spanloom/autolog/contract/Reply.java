package dev.spanloom.autolog.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What the provider answers. Immutable.
 *
 * @param status the HTTP status
 * @param headers the content type among them
 * @param pieces the body; each is sent on its own
 * @param broken whether the connection breaks off after the last piece
 * @param gate what the provider waits for before the last piece; null for nothing
 */
public record Reply(
    int status,
    Map<String, String> headers,
    List<byte[]> pieces,
    boolean broken,
    @Nullable CountDownLatch gate) {
  public Reply {
    headers = Map.copyOf(headers);
    pieces = List.copyOf(pieces);
  }

  public static Reply json(int status, String body) {
    return bytes(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply json(String body) {
    return json(200, body);
  }

  public static Reply bytes(int status, String contentType, byte[] body) {
    return new Reply(status, Map.of("Content-Type", contentType), List.of(body), false, null);
  }

  /** Server-sent events, as they go over the wire; each is sent on its own. */
  public static Reply events(List<String> events) {
    List<byte[]> pieces = new ArrayList<>();
    events.forEach(event -> pieces.add(event.getBytes(StandardCharsets.UTF_8)));
    return new Reply(200, Map.of("Content-Type", "text/event-stream"), pieces, false, null);
  }

  public Reply withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, pieces, broken, gate);
  }

  /** The connection breaks off behind some of the pieces. */
  public Reply brokenAfter(int count) {
    return new Reply(status, headers, pieces.subList(0, count), true, gate);
  }

  /** The last piece is sent when the gate opens. */
  public Reply waitingFor(CountDownLatch latch) {
    return new Reply(status, headers, pieces, broken, latch);
  }
}
