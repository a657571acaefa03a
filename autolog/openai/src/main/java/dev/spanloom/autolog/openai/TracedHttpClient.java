package dev.spanloom.autolog.openai;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import com.openai.core.http.HttpResponse;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.client.RunningCalls;
import dev.spanloom.autolog.http.HttpCall;
import dev.spanloom.autolog.http.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sees each attempt of a call, below the library's retries. Thread-safe. */
final class TracedHttpClient implements HttpClient {
  private final HttpClient client;
  private final OpenAiApi api;
  private final RunningCalls running;
  private volatile @Nullable Address lastAddress;

  /** Where a request goes: programs call the same address again and again. */
  private record Address(String baseUrl, List<String> segments, String url) {
    boolean isOf(HttpRequest request) {
      return baseUrl.equals(request.baseUrl()) && segments.equals(request.pathSegments());
    }
  }

  TracedHttpClient(HttpClient client, OpenAiApi api, RunningCalls running) {
    this.client = client;
    this.api = api;
    this.running = running;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    List<String> marks = marks(request);
    HttpCall call = callOf(marks);
    HttpRequest sent = marks.isEmpty() ? request : withoutMark(request);
    call.attempt(sent.method().name(), url(sent), body(sent));
    HttpResponse response;
    try {
      response = client.execute(sent, options);
    } catch (Throwable e) {
      call.attemptFailed(e);
      throw e;
    }
    return answered(call, response);
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    List<String> marks = marks(request);
    HttpCall call = callOf(marks);
    HttpRequest sent = marks.isEmpty() ? request : withoutMark(request);
    call.attempt(sent.method().name(), url(sent), body(sent));
    return client
        .executeAsync(sent, options)
        .whenComplete(
            (response, error) -> {
              if (error != null) {
                call.attemptFailed(error);
              }
            })
        .thenApply(response -> answered(call, response));
  }

  private List<String> marks(HttpRequest request) {
    return running.isMarking() ? request.headers().values(RunningCalls.HEADER) : List.of();
  }

  private HttpCall callOf(List<String> marks) {
    HttpCall call = marks.isEmpty() ? running.current() : running.find(marks.get(0));
    // a call that came by no service of ours, such as that of a helper of the library
    return call != null ? call : api.begin(CallContext.current());
  }

  private static HttpRequest withoutMark(HttpRequest request) {
    return request.toBuilder().removeHeaders(RunningCalls.HEADER).build();
  }

  private String url(HttpRequest request) {
    Address last = lastAddress;
    if (last != null && last.isOf(request)) {
      return last.url;
    }
    String url = newUrl(request);
    lastAddress = new Address(request.baseUrl(), List.copyOf(request.pathSegments()), url);
    return url;
  }

  private static String newUrl(HttpRequest request) {
    StringBuilder url = new StringBuilder(128).append(request.baseUrl());
    for (String segment : request.pathSegments()) {
      if (url.isEmpty() || url.charAt(url.length() - 1) != '/') {
        url.append('/');
      }
      url.append(segment);
    }
    return url.toString();
  }

  private static @Nullable RequestBody body(HttpRequest request) {
    HttpRequestBody body = request.body();
    if (body == null || !body.repeatable()) {
      return null;
    }
    return new RequestBody() {
      @Override
      public @Nullable String contentType() {
        return body.contentType();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
      }
    };
  }

  private static HttpResponse answered(HttpCall call, HttpResponse response) {
    List<String> types = response.headers().values("Content-Type");
    InputStream body = response.body();
    InputStream followed =
        call.answered(response.statusCode(), types.isEmpty() ? null : types.get(0), body);
    return followed == body ? response : new FollowedResponse(response, followed);
  }

  /** The program closes its client by the one that it made; this one is only let go of. */
  @Override
  public void close() {}

  /** A response whose body is followed. */
  private record FollowedResponse(HttpResponse response, InputStream followed)
      implements HttpResponse {
    @Override
    public int statusCode() {
      return response.statusCode();
    }

    @Override
    public Headers headers() {
      return response.headers();
    }

    @Override
    public InputStream body() {
      return followed;
    }

    @Override
    public void close() {
      try {
        response.close();
      } finally {
        try {
          followed.close();
        } catch (IOException e) {
          // the response is closed already
        }
      }
    }
  }
}
