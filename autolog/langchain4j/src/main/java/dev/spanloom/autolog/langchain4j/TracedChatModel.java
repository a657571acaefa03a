package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.lang.reflect.Method;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A chat model whose calls are spans. */
final class TracedChatModel extends TracedObject {
  static final String FORMAT = "openai";

  private final ChatModel model;
  private final AutologOptions options;

  private TracedChatModel(ChatModel model, AutologOptions options) {
    super(model);
    this.model = model;
    this.options = options;
  }

  static ChatModel wrap(ChatModel model, AutologOptions options) {
    return isTraced(model) || !options.enabled()
        ? model
        : new TracedChatModel(model, options).as(ChatModel.class);
  }

  @Override
  boolean isTraced(Method method) {
    return isCall(method);
  }

  /** Those that take a request; all others come down to them. */
  static boolean isCall(Method method) {
    return (method.getName().equals("chat") || method.getName().equals("doChat"))
        && method.getParameterCount() > 0
        && method.getParameterTypes()[0] == ChatRequest.class;
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    if (!(arguments[0] instanceof ChatRequest request)) {
      return forward(method, arguments);
    }
    ModelCall call =
        start(
            operation(simpleName(), model::provider),
            request,
            model::defaultRequestParameters,
            ServiceCalls.take(request),
            options);
    try (TracingContext.Opened entered = call.enter();
        TracingContext.Opened attempts = Attempts.of(call)) {
      Object response = forward(method, arguments);
      completed(call, response);
      return response;
    } catch (Throwable e) {
      call.failed(e);
      throw e;
    }
  }

  private static void completed(ModelCall call, @Nullable Object response) {
    if (response instanceof ChatResponse chat) {
      Answers.completed(call, chat);
    } else {
      call.completed(null, dev.spanloom.autolog.ModelAnswer.NONE);
    }
  }

  /** What a model says of itself; it may be one that fails to. */
  interface Said<T> {
    T get();
  }

  static <T> @Nullable T orNull(Said<@Nullable T> said) {
    try {
      return said.get();
    } catch (RuntimeException | LinkageError e) {
      return null;
    }
  }

  static ModelOperation operation(String name, Said<ModelProvider> provider) {
    ModelProvider said = orNull(provider);
    return new ModelOperation(name, SpanType.CHAT_MODEL, providerName(said), FORMAT);
  }

  static @Nullable String providerName(@Nullable ModelProvider provider) {
    if (provider == null || provider == ModelProvider.OTHER) {
      return null;
    }
    return switch (provider) {
      case OPEN_AI -> "openai";
      case AZURE_OPEN_AI -> "azure";
      case AMAZON_BEDROCK -> "bedrock";
      case GOOGLE_AI_GEMINI -> "gemini";
      case MISTRAL_AI -> "mistral";
      default -> provider.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Starts the span of a call, below the service that makes it, or where the program does. */
  static ModelCall start(
      ModelOperation operation,
      ChatRequest request,
      Said<ChatRequestParameters> defaults,
      ServiceCall.@Nullable Turn turn,
      AutologOptions options) {
    ModelCall call =
        ModelCall.start(
            operation,
            turn == null ? dev.spanloom.autolog.CallContext.current() : turn.context(),
            options);
    if (call.isRecording()) {
      Step.quietly(() -> call.request(ChatRequests.toMap(request, complete(request, defaults))));
    }
    return call;
  }

  /** The parameters of a request, completed by those of the model, as the library does it. */
  private static @Nullable ChatRequestParameters complete(
      ChatRequest request, Said<ChatRequestParameters> defaults) {
    return orNull(() -> defaults.get().overrideWith(request.parameters()));
  }
}
