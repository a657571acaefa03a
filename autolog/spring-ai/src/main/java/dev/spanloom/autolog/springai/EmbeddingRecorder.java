package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationContext;

/**
 * Calls of embedding models: EMBEDDING spans. Vectors are counted, not recorded: nobody reads them,
 * and a thousand of them are megabytes.
 */
final class EmbeddingRecorder extends Recorder<EmbeddingModelObservationContext> {
  EmbeddingRecorder() {
    super(EmbeddingModelObservationContext.class);
  }

  @Override
  ModelOperation operation(EmbeddingModelObservationContext context) {
    return new ModelOperation(
        "EmbeddingModel",
        SpanType.EMBEDDING,
        Providers.name(context.getOperationMetadata().provider()),
        null);
  }

  @Override
  boolean isCallOfModel() {
    return true;
  }

  @Override
  void started(EmbeddingModelObservationContext context, ModelCall call) {
    Map<String, @Nullable Object> request = new LinkedHashMap<>();
    EmbeddingOptions options = context.getRequest().getOptions();
    if (options != null && options.getModel() != null) {
      request.put("model", options.getModel());
    }
    if (options != null && options.getDimensions() != null) {
      request.put("dimensions", options.getDimensions());
    }
    request.put("input", context.getRequest().getInstructions());
    call.request(request);
  }

  @Override
  Outcome outcome(EmbeddingModelObservationContext context, ModelCall call) {
    EmbeddingResponse response = context.getResponse();
    if (response == null) {
      return Outcome.UNKNOWN;
    }
    int count = response.getResults().size();
    call.span().setAttribute("count", count);
    int dimensions = count == 0 ? 0 : response.getResults().get(0).getOutput().length;
    EmbeddingResponseMetadata metadata = response.getMetadata();
    return new Outcome(
        true,
        Map.of("embeddings", count, "dimensions", dimensions),
        metadata == null
            ? ModelAnswer.NONE
            : new ModelAnswer(
                blankToNull(metadata.getModel()),
                TokenCounts.usage(metadata.getUsage()),
                null,
                List.of()));
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
