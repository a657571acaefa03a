package dev.spanloom.autolog.googlegenai;

import com.google.genai.errors.ApiException;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.http.HttpCall;
import dev.spanloom.autolog.http.HttpOperation;
import dev.spanloom.autolog.http.RequestBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** Sees a call as a whole, outside of the library's retries. Thread-safe. */
final class CallInterceptor implements Interceptor {
  private static final System.Logger LOG = System.getLogger(CallInterceptor.class.getName());
  private static final GeminiDialect DIALECT = new GeminiDialect();
  private static final long MOST_ERROR_BYTES = 1024 * 1024;

  private final CallContexts contexts;
  private final AutologOptions options;

  CallInterceptor(CallContexts contexts, AutologOptions options) {
    this.contexts = contexts;
    this.options = options;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    CallContexts.Place place = contexts.take(chain.call(), () -> JsonBodies.of(body(request)));
    HttpCall call =
        new HttpCall(place.context(), (method, url) -> operation(method, url, place), options);
    begin(call, request);
    if (!call.isRecording()) {
      return chain.proceed(request);
    }
    Response response;
    try {
      response =
          chain.proceed(request.newBuilder().tag(Attempts.class, new Attempts(call)).build());
    } catch (Throwable e) {
      call.failed(e);
      throw e;
    }
    if (!response.isSuccessful()) {
      refused(call, response);
      return response;
    }
    return followed(call, response);
  }

  /** What a request asks for; the answer of an asynchronous one may have to be followed up. */
  private static @Nullable HttpOperation operation(
      String method, String url, CallContexts.Place place) {
    HttpOperation operation = DIALECT.operation(method, url);
    if (operation == null || !place.isAsynchronous()) {
      return operation;
    }
    return new HttpOperation(
        operation.operation(),
        answer -> {
          FollowUps.answered(place.context(), answer);
          return operation.answer().apply(answer);
        },
        operation.stream(),
        operation.asked(),
        true);
  }

  private static void begin(HttpCall call, Request request) {
    try {
      // neither the query, where a key may be, nor a user's name and password
      String url =
          request
              .url()
              .newBuilder()
              .query(null)
              .fragment(null)
              .username("")
              .password("")
              .build()
              .toString();
      call.attempt(request.method(), url, body(request));
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "a request is not recorded", e);
    }
  }

  private static @Nullable RequestBody body(Request request) {
    okhttp3.RequestBody body = request.body();
    if (body == null || body.isOneShot() || body.isDuplex()) {
      return null;
    }
    return new RequestBody() {
      @Override
      public @Nullable String contentType() {
        MediaType type = body.contentType();
        return type == null ? null : type.toString();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        BufferedSink sink = Okio.buffer(Okio.sink(out));
        body.writeTo(sink);
        sink.flush();
      }
    };
  }

  /** Has the library make of a copy the exception that it will make of the answer. */
  private static void refused(HttpCall call, Response response) {
    try {
      ResponseBody copy = response.peekBody(MOST_ERROR_BYTES);
      ApiException.throwFromResponse(response.newBuilder().body(copy).build());
      call.refused(response.code(), null);
    } catch (ApiException e) {
      call.failed(e);
    } catch (IOException | RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "an error is not recorded whole", e);
      call.refused(response.code(), null);
    }
  }

  private static Response followed(HttpCall call, Response response) {
    ResponseBody body = response.body();
    if (body == null) {
      return response;
    }
    MediaType type = body.contentType();
    InputStream bytes = body.byteStream();
    InputStream followed =
        call.answered(response.code(), type == null ? null : type.toString(), bytes);
    return followed == bytes
        ? response
        : response.newBuilder().body(new FollowedBody(body, followed)).build();
  }
}
