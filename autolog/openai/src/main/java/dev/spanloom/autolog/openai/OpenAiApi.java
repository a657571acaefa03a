package dev.spanloom.autolog.openai;

import com.openai.core.http.AsyncStreamResponse;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.client.ClientApi;
import dev.spanloom.autolog.http.HttpCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shape of OpenAI's Java client. */
final class OpenAiApi implements ClientApi {
  private static final OpenAiDialect DIALECT = new OpenAiDialect();

  private final AutologOptions options;

  OpenAiApi(AutologOptions options) {
    this.options = options;
  }

  @Override
  public boolean isService(Class<?> type) {
    return type.isInterface()
        && (type.getName().startsWith("com.openai.services.")
            || type.getName().startsWith("com.openai.client."));
  }

  @Override
  public HttpCall begin(CallContext context) {
    return new HttpCall(context, DIALECT, options);
  }

  @Override
  public @Nullable Object followStream(
      Object result, HttpCall call, Consumer<@Nullable Throwable> ended) {
    if (!(result instanceof AsyncStreamResponse<?> stream)) {
      return null;
    }
    var unused = stream.onCompleteFuture().whenComplete((nothing, error) -> ended.accept(error));
    return new FollowedStream<>(stream, call.context());
  }
}
