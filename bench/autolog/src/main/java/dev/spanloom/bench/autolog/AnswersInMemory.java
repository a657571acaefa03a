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
  private volatile Headers headers = Headers.builder().build();
  private volatile byte[] body = {};

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
    return new Answer(headers, new ByteArrayInputStream(body));
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.completedFuture(execute(request, options));
  }

  @Override
  public void close() {}

  private record Answer(Headers headers, InputStream body) implements HttpResponse {
    @Override
    public int statusCode() {
      return 200;
    }

    @Override
    public void close() {}
  }
}
