package dev.spanloom.bench.autolog;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Answers without a network, on the calling thread: what is left of a call is the client and who
 * traces it, so that figures differ little from run to run.
 */
final class AnswersInMemory implements HttpClient {
  private final boolean byEvent;
  private volatile Headers headers = Headers.builder().build();
  private volatile byte[] body = {};

  /**
   * @param byEvent whether each event of a stream comes in a read of its own, as one does that is
   *     sent once its model has found the next word
   */
  AnswersInMemory(boolean byEvent) {
    this.byEvent = byEvent;
  }

  /** What is answered from now on. */
  void answer(String contentType, byte[] bytes) {
    headers = Headers.builder().put("Content-Type", contentType).build();
    body = bytes;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    HttpRequestBody sent = request.body();
    if (sent != null) {
      sent.writeTo(OutputStream.nullOutputStream());
    }
    return new Answer(headers, byEvent ? new Events(body) : new ByteArrayInputStream(body));
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.completedFuture(execute(request, options));
  }

  @Override
  public void close() {}

  /** Answers no more than one event, which an empty line ends, to each that reads. */
  private static final class Events extends ByteArrayInputStream {
    Events(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] bytes, int from, int length) {
      int end = pos;
      while (end < count && !(end > pos && buf[end] == '\n' && buf[end - 1] == '\n')) {
        end++;
      }
      return super.read(bytes, from, Math.min(length, end + 1 - pos));
    }

    @Override
    public synchronized int available() {
      return 0; // what comes next is not there yet
    }
  }

  private record Answer(Headers headers, InputStream body) implements HttpResponse {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public void close() {}
  }
}
