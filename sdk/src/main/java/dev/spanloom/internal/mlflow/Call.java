package dev.spanloom.internal.mlflow;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request. Immutable as long as nobody changes the body, which is not copied. */
public final class Call {
  static final String JSON = "application/json";
  static final int SMALL_REPLY_BYTES = 4 << 20;
  static final int LARGE_REPLY_BYTES = 512 << 20;

  private final String method;
  private final String path;
  private final @Nullable URI target;
  private final byte @Nullable [] body;
  private final Map<String, String> headers;
  private final @Nullable Duration timeout;
  private final boolean repeatable;
  private final int largestReplyBytes;

  private Call(
      String method,
      String path,
      @Nullable URI target,
      byte @Nullable [] body,
      Map<String, String> headers,
      @Nullable Duration timeout,
      boolean repeatable,
      int largestReplyBytes) {
    this.method = method;
    this.path = path;
    this.target = target;
    this.body = body;
    this.headers = headers;
    this.timeout = timeout;
    this.repeatable = repeatable;
    this.largestReplyBytes = largestReplyBytes;
  }

  String method() {
    return method;
  }

  /** From the base of the server on, with its query. */
  String path() {
    return path;
  }

  /** Where it is sent instead, without our login; null for the server itself. */
  @Nullable URI target() {
    return target;
  }

  /** For messages: what is asked of a place elsewhere may be secret, so that only says where. */
  String shown(URI uri) {
    return method
        + " "
        + (target == null
            ? uri
            : uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + "?...");
  }

  /** Null for none. */
  byte @Nullable [] body() {
    return body;
  }

  /** Beside those that every request has. */
  Map<String, String> headers() {
    return headers;
  }

  /** With its answer; null for that of the settings. */
  @Nullable Duration timeout() {
    return timeout;
  }

  /** Whether it does no harm when the server gets it twice. */
  boolean repeatable() {
    return repeatable;
  }

  /** A longer answer is none that makes sense. */
  int largestReplyBytes() {
    return largestReplyBytes;
  }

  public static Call get(String path) {
    return new Call("GET", path, null, null, Map.of(), null, true, LARGE_REPLY_BYTES);
  }

  /**
   * A request to another place, such as a store of files that a URI with a signature gives access
   * to: goes without our login, and its query is shown to nobody.
   *
   * @param body null for none
   */
  public static Call elsewhere(String method, URI target, byte @Nullable [] body) {
    return new Call(
        method,
        "",
        target,
        body,
        Map.of(),
        null,
        true,
        body == null ? LARGE_REPLY_BYTES : SMALL_REPLY_BYTES);
  }

  public static Call json(String method, String path, String json) {
    return of(method, path, json.getBytes(StandardCharsets.UTF_8), JSON);
  }

  public static Call of(String method, String path, byte[] body, String contentType) {
    return new Call(
        method,
        path,
        null,
        body,
        Map.of("Content-Type", contentType),
        null,
        true,
        SMALL_REPLY_BYTES);
  }

  public Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, path, target, body, more, timeout, repeatable, largestReplyBytes);
  }

  public Call within(Duration time) {
    return new Call(method, path, target, body, headers, time, repeatable, largestReplyBytes);
  }

  /** The same, for answers that hold whole traces. */
  public Call withLargeReply() {
    return new Call(method, path, target, body, headers, timeout, repeatable, LARGE_REPLY_BYTES);
  }

  /** The same, not to be sent again when nobody knows whether it came. */
  public Call once() {
    return new Call(method, path, target, body, headers, timeout, false, largestReplyBytes);
  }
}
