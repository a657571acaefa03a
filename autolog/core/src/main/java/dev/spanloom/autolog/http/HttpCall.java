package dev.spanloom.autolog.http;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the program over HTTP, with all the attempts that the library makes of it. The span
 * starts with the first attempt that the dialect knows, and ends when the body of the answer has
 * been read, or with {@link #failed}. Nothing here throws into the program. Thread-safe.
 */
public final class HttpCall {
  private static final System.Logger LOG = System.getLogger(HttpCall.class.getName());
  private static final int MOST_REQUEST_BYTES = 16 * 1024 * 1024;

  private final CallContext context;
  private final HttpDialect dialect;
  private final AutologOptions options;
  private @Nullable HttpOperation operation;
  private @Nullable ModelCall call;
  private int attempts;
  private String lastOutcome = "";

  public HttpCall(CallContext context, HttpDialect dialect, AutologOptions options) {
    this.context = context;
    this.dialect = dialect;
    this.options = options;
  }

  /** Where the program made the call. */
  public CallContext context() {
    return context;
  }

  /**
   * An attempt begins.
   *
   * @param method in upper case
   * @param url without the query
   * @param body null when there is none, or when it cannot be written twice
   */
  public void attempt(String method, String url, @Nullable RequestBody body) {
    try {
      begin(method, url, body);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a request is not recorded", e);
    }
  }

  private synchronized void begin(String method, String url, @Nullable RequestBody body) {
    attempts++;
    if (call != null) {
      call.retried(attempts, lastOutcome);
      return;
    }
    HttpOperation found = operation != null ? operation : dialect.operation(method, url);
    if (found == null || !options.enabled() || context.enclosing() != null) {
      return; // or a framework above the client records this call
    }
    operation = found;
    ModelCall started = ModelCall.start(found.operation(), context, options);
    call = started;
    if (started.isRecording()) {
      request(started, found.asked(), body);
    }
  }

  private static void request(
      ModelCall call, Map<String, Object> byAddress, @Nullable RequestBody body) {
    BoundedBytes bytes = new BoundedBytes(MOST_REQUEST_BYTES);
    if (body != null) {
      try {
        body.writeTo(bytes);
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "the body of a request is not recorded", e);
        bytes = new BoundedBytes(0);
      }
    }
    BoundedBytes written = bytes;
    String type = body == null ? null : body.contentType();
    call.requestLater(written.heldBytes(), () -> asked(byAddress, read(written, type)));
  }

  private static Map<String, @Nullable Object> asked(
      Map<String, Object> byAddress, @Nullable Map<String, @Nullable Object> byBody) {
    if (byAddress.isEmpty() && byBody != null) {
      return byBody;
    }
    Map<String, @Nullable Object> both = new LinkedHashMap<>(byAddress);
    if (byBody != null) {
      both.putAll(byBody);
    }
    return both;
  }

  private static @Nullable Map<String, @Nullable Object> read(
      BoundedBytes bytes, @Nullable String type) {
    if (bytes.totalBytes() == 0) {
      return null;
    }
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      return MultipartForm.parse(bytes.toByteArray(), type);
    }
    if (bytes.isCut()) {
      return new LinkedHashMap<>(Map.of("cut", bytes.totalBytes() + " bytes of JSON"));
    }
    try {
      return bytes.json() instanceof Map<?, ?> map ? JsonObjects.of(map) : Map.of();
    } catch (JsonSyntaxException e) {
      return null;
    }
  }

  /** The attempt brought no answer. Another one may follow. */
  public synchronized void attemptFailed(Throwable error) {
    lastOutcome = error.toString();
  }

  /** The attempt was refused. Another one may follow. */
  public synchronized void attemptRefused(int status) {
    lastOutcome = "HTTP " + status;
  }

  /**
   * The attempt brought an answer. For another status than 2xx the span stays open: the library
   * tries again, or tells the program by {@link #failed}.
   *
   * @param contentType as the answer says; null when it does not
   * @return what the library must read instead of the body
   */
  public synchronized InputStream answered(
      int status, @Nullable String contentType, InputStream body) {
    ModelCall started = call;
    HttpOperation found = operation;
    if (started == null || found == null || !started.isRecording()) {
      return body;
    }
    if (status / 100 != 2) {
      attemptRefused(status);
      return body;
    }
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    if (found.stream() != null && type.startsWith("text/event-stream")) {
      return new RecordedBody(
          body, new StreamedAnswer(started, found, new EventStream(started, found.stream().get())));
    }
    return new RecordedBody(body, new WholeAnswer(started, found, type));
  }

  /** The call failed, as the program is told. */
  public void failed(Throwable error) {
    ModelCall started;
    synchronized (this) {
      started = call;
    }
    if (started != null) {
      started.failed(error);
    }
  }

  /** The call is over with an HTTP status that is no success, and no exception. */
  public void refused(int status, @Nullable String message) {
    ModelCall started;
    synchronized (this) {
      started = call;
    }
    if (started != null) {
      started.failed(
          "HTTP " + status + (message == null ? "" : ": " + message), null, ModelAnswer.NONE);
    }
  }

  /** True when there is a span, so that the end of the call matters. */
  public synchronized boolean isRecording() {
    return call != null && call.isRecording();
  }
}
