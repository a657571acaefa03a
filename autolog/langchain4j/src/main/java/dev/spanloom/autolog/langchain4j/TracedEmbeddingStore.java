package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.entities.SpanType;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A store whose searches are RETRIEVER spans with MLflow's documents; what is added and removed is
 * counted in TASK spans.
 */
final class TracedEmbeddingStore extends TracedObject {
  private final AutologOptions options;

  private TracedEmbeddingStore(EmbeddingStore<?> store, AutologOptions options) {
    super(store);
    this.options = options;
  }

  @SuppressWarnings("unchecked") // the proxy hands everything on as it is
  static <T> EmbeddingStore<T> wrap(EmbeddingStore<T> store, AutologOptions options) {
    return isTraced(store) || !options.enabled()
        ? store
        : new TracedEmbeddingStore(store, options).as(EmbeddingStore.class);
  }

  @Override
  boolean isTraced(Method method) {
    return switch (method.getName()) {
      case "search", "add", "addAll", "remove", "removeAll" -> true;
      default -> false;
    };
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    boolean isSearch = method.getName().equals("search");
    Step step =
        Step.start(
            simpleName() + "." + method.getName(),
            isSearch ? SpanType.RETRIEVER : SpanType.TASK,
            CallContext.current(),
            options);
    Step.quietly(() -> describe(step, arguments));
    try (TracingContext.Opened entered = step.enter()) {
      Object result = forward(method, arguments);
      step.completed(() -> outputs(result));
      return result;
    } catch (Throwable e) {
      step.failed(e);
      throw e;
    }
  }

  private static void describe(Step step, Object[] arguments) {
    if (arguments.length > 0 && arguments[0] instanceof EmbeddingSearchRequest request) {
      step.attributes(Map.of("max_results", request.maxResults(), "min_score", request.minScore()));
      step.inputs(
          () -> {
            Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
            if (request.query() != null) {
              inputs.put("query", request.query());
            }
            inputs.put("max_results", request.maxResults());
            inputs.put("min_score", request.minScore());
            if (request.filter() != null) {
              inputs.put("filter", request.filter().toString());
            }
            return inputs;
          });
      return;
    }
    for (Object argument : arguments) {
      if (argument instanceof Collection<?> many) {
        step.attributes(Map.of("count", many.size()));
        return;
      }
    }
  }

  private static @Nullable Object outputs(@Nullable Object result) {
    if (result instanceof EmbeddingSearchResult<?> found) {
      List<? extends EmbeddingMatch<?>> matches = found.matches();
      return Documents.ofMatches(matches);
    }
    return result;
  }
}
