package dev.spanloom.autolog.anthropic;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
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
  private static final System.Logger LOG = System.getLogger(TracedHttpClient.class.getName());

  private final HttpClient client;
  private final AnthropicApi api;
  private final RunningCalls running;

  TracedHttpClient(HttpClient client, AnthropicApi api, RunningCalls running) {
    this.client = client;
    this.api = api;
    this.running = running;
  }

  /**
   * The call that a request is an attempt of.
   *
   * @param alone it came by no service of ours, such as that of a helper of the library; nobody
   *     else tells how it ends
   */
  private record Attempt(HttpCall call, boolean alone) {
    void failed(Throwable error) {
      call.attemptFailed(error);
      if (alone) {
        call.failed(error);
      }
    }

    HttpResponse answered(HttpResponse response) {
      List<String> types = response.headers().values("Content-Type");
      InputStream body = response.body();
      InputStream followed =
          call.answered(response.statusCode(), types.isEmpty() ? null : types.get(0), body);
      if (alone && response.statusCode() / 100 != 2) {
        call.refused(response.statusCode(), null);
      }
      return followed == body ? response : new FollowedResponse(response, followed);
    }
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    Attempt attempt = attempt(request);
    HttpRequest sent = begun(attempt, request);
    HttpResponse response;
    try {
      response = client.execute(sent, options);
    } catch (Throwable e) {
      attempt.failed(e);
      throw e;
    }
    return attempt.answered(response);
  }

  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    Attempt attempt = attempt(request);
    HttpRequest sent = begun(attempt, request);
    return client
        .executeAsync(sent, options)
        .whenComplete(
            (response, error) -> {
              if (error != null) {
                attempt.failed(error);
              }
            })
        .thenApply(attempt::answered);
  }

  private Attempt attempt(HttpRequest request) {
    List<String> marks = request.headers().values(RunningCalls.HEADER);
    HttpCall call = marks.isEmpty() ? running.current() : running.find(marks.get(0));
    return call != null
        ? new Attempt(call, false)
        : new Attempt(api.begin(CallContext.current()), true);
  }

  /** Tells that an attempt begins; returns what is sent. */
  private static HttpRequest begun(Attempt attempt, HttpRequest request) {
    HttpRequest sent =
        request.headers().values(RunningCalls.HEADER).isEmpty()
            ? request
            : request.toBuilder().removeHeaders(RunningCalls.HEADER).build();
    try {
      attempt.call().attempt(sent.method().name(), url(sent), body(sent));
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "a request is not recorded", e);
    }
    return sent;
  }

  private static String url(HttpRequest request) {
    // what answers may add the address only below here
    String base = request.baseUrl();
    StringBuilder url = new StringBuilder(base == null ? "" : base);
    for (String segment : request.pathSegments()) {
      if (url.isEmpty() || url.charAt(url.length() - 1) != '/') {
        url.append('/');
      }
      url.append(segment);
    }
    return url.toString();
  }

  private static @Nullable RequestBody body(HttpRequest request) {
    HttpRequestBody body = RequestBodies.of(request);
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

  @Override
  public void close() {
    client.close();
  }

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
