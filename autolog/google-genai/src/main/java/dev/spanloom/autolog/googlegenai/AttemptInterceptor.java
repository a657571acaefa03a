package dev.spanloom.autolog.googlegenai;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Sees each attempt of a call that comes as far as a connection, below the library's retries. */
final class AttemptInterceptor implements Interceptor {
  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Attempts attempts = request.tag(Attempts.class);
    if (attempts == null) {
      return chain.proceed(request);
    }
    // the first one began with the call
    if (attempts.number().incrementAndGet() > 1) {
      attempts.call().attempt(request.method(), "", null);
    }
    Response response;
    try {
      response = chain.proceed(request);
    } catch (Throwable e) {
      attempts.call().attemptFailed(e);
      throw e;
    }
    if (!response.isSuccessful()) {
      attempts.call().attemptRefused(response.code());
    }
    return response;
  }
}
