package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Shows the retries of models that use the library's HTTP client: models retry where nobody sees it
 * but the client. Each request after the first becomes an event of the model's span, with what went
 * wrong before. Nothing else of the requests is looked at.
 *
 * <pre>{@code
 * ChatModel model = LangChain4jTracing.wrap(OpenAiChatModel.builder()
 *     .httpClientBuilder(LangChain4jHttpTracing.wrap(JdkHttpClient.builder()))
 *     .build());
 * }</pre>
 */
public final class LangChain4jHttpTracing {
  private LangChain4jHttpTracing() {}

  /** A builder whose clients count what they send. */
  public static HttpClientBuilder wrap(HttpClientBuilder builder) {
    return TracedObject.isTraced(builder)
        ? builder
        : new Builder(builder).as(HttpClientBuilder.class);
  }

  private static final class Builder extends TracedObject {
    Builder(HttpClientBuilder builder) {
      super(builder);
    }

    @Override
    boolean isTraced(Method method) {
      return method.getName().equals("build");
    }

    @Override
    @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
      return forward(method, arguments) instanceof HttpClient client
          ? new Client(client).as(HttpClient.class)
          : null;
    }
  }

  private static final class Client extends TracedObject {
    Client(HttpClient client) {
      super(client);
    }

    @Override
    boolean isTraced(Method method) {
      return method.getName().equals("execute")
          && method.getParameterCount() > 0
          && method.getParameterTypes()[0] == HttpRequest.class;
    }

    @Override
    @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
      Attempts attempts = Attempts.current();
      if (attempts == null) {
        return forward(method, arguments);
      }
      attempts.begin();
      try {
        return forward(method, arguments);
      } catch (Throwable e) {
        attempts.failed(
            e instanceof HttpException http ? "HTTP " + http.statusCode() : e.getClass().getName());
        throw e;
      }
    }
  }
}
