package dev.spanloom.autolog.anthropic;

import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.helpers.BetaToolRunner;
import com.anthropic.services.blocking.beta.MessageService;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.client.ClientApi;
import dev.spanloom.autolog.http.HttpCall;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shape of Anthropic's Java client. */
final class AnthropicApi implements ClientApi {
  private static final AnthropicDialect DIALECT = new AnthropicDialect();

  private final AutologOptions options;

  AnthropicApi(AutologOptions options) {
    this.options = options;
  }

  @Override
  public boolean isService(Class<?> type) {
    return type.isInterface()
        && (type.getName().startsWith("com.anthropic.services.")
            || type.getName().startsWith("com.anthropic.client."));
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

  /** A tool runner calls its service once for each turn: it gets ours. */
  @Override
  public @Nullable Object handOver(
      @Nullable Object result, Object service, Object target, Object[] arguments) {
    return result instanceof BetaToolRunner runner
            && service instanceof MessageService ours
            && target instanceof MessageService theirs
        ? ToolRunners.over(runner, ours, theirs, arguments)
        : result;
  }
}
