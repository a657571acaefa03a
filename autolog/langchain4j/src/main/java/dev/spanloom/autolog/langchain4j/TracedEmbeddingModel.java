package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An embedding model whose calls are EMBEDDING spans. Vectors are counted, not recorded: nobody
 * reads them, and a thousand of them are megabytes.
 */
final class TracedEmbeddingModel extends TracedObject {
  private final EmbeddingModel model;
  private final AutologOptions options;

  private TracedEmbeddingModel(EmbeddingModel model, AutologOptions options) {
    super(model);
    this.model = model;
    this.options = options;
  }

  static EmbeddingModel wrap(EmbeddingModel model, AutologOptions options) {
    return isTraced(model) || !options.enabled()
        ? model
        : new TracedEmbeddingModel(model, options).as(EmbeddingModel.class);
  }

  /** Any call: those of older versions come down to embedAll, those of newer ones to a request. */
  @Override
  boolean isTraced(Method method) {
    String name = method.getName();
    return name.equals("embed") || name.equals("embedAll") || name.equals("doEmbed");
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    ModelCall call =
        ModelCall.start(
            new ModelOperation(simpleName(), SpanType.EMBEDDING, provider(), null),
            CallContext.current(),
            options);
    if (call.isRecording()) {
      Step.quietly(() -> call.request(request(arguments[0])));
    }
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

  private @Nullable String provider() {
    return PublicMethods.call(model, "provider") instanceof dev.langchain4j.model.ModelProvider said
        ? TracedChatModel.providerName(said)
        : null;
  }

  private Map<String, @Nullable Object> request(Object asked) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    String name = TracedChatModel.orNull(model::modelName);
    if (name != null && !name.equals("unknown")) {
      map.put("model", name);
    }
    map.put("input", texts(asked));
    return map;
  }

  /** The texts of a string, segments, or a request of newer versions. */
  private static Object texts(@Nullable Object asked) {
    List<Object> texts = new ArrayList<>();
    Object inputs = asked instanceof List<?> ? asked : null;
    if (inputs == null && asked != null && !(asked instanceof String)) {
      inputs = PublicMethods.call(asked, "inputs");
    }
    for (Object one : inputs instanceof List<?> list ? list : List.of(asked == null ? "" : asked)) {
      Object text = one instanceof TextSegment segment ? segment.text() : one;
      Object inner = text instanceof String ? text : PublicMethods.call(text, "text");
      texts.add(inner == null ? String.valueOf(text) : inner);
    }
    return texts;
  }

  private static void completed(ModelCall call, @Nullable Object response) {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    ModelAnswer[] answer = {ModelAnswer.NONE};
    Step.quietly(
        () -> {
          Object content =
              response instanceof Response<?> plain
                  ? plain.content()
                  : response == null ? null : PublicMethods.call(response, "embeddings");
          List<?> vectors = content instanceof List<?> list ? list : one(content);
          outputs.put("embeddings", vectors.size());
          if (!vectors.isEmpty() && vectors.get(0) instanceof Embedding embedding) {
            outputs.put("dimension", embedding.dimension());
          }
          answer[0] = new ModelAnswer(null, TokenCounts.usage(usageOf(response)), null, List.of());
        });
    call.completed(outputs, answer[0]);
  }

  private static List<?> one(@Nullable Object content) {
    return content == null ? List.of() : List.of(content);
  }

  private static @Nullable TokenUsage usageOf(@Nullable Object response) {
    if (response instanceof Response<?> plain) {
      return plain.tokenUsage();
    }
    Object metadata = response == null ? null : PublicMethods.call(response, "metadata");
    return metadata != null
            && PublicMethods.call(metadata, "tokenUsage") instanceof TokenUsage usage
        ? usage
        : null;
  }
}
