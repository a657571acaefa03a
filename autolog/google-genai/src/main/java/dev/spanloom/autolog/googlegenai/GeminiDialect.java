package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.autolog.http.HttpDialect;
import dev.spanloom.autolog.http.HttpOperation;
import dev.spanloom.autolog.http.StreamReducer;
import dev.spanloom.entities.SpanType;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the Gemini API and Vertex AI offer, under {@code …/models/MODEL:OPERATION}. */
final class GeminiDialect implements HttpDialect {
  private static final String FORMAT = "gemini";

  @Override
  public @Nullable HttpOperation operation(String method, String url) {
    String last = url.substring(url.lastIndexOf('/') + 1);
    int colon = last.lastIndexOf(':');
    if (!method.equals("POST") || colon <= 0) {
      return null;
    }
    String model = last.substring(0, colon);
    Call call =
        new Call(url.contains("aiplatform.googleapis.com/") ? "vertex_ai" : "gemini", model);
    return switch (last.substring(colon + 1)) {
      case "generateContent", "streamGenerateContent" ->
          call.with("generate_content", SpanType.LLM, FORMAT, GeminiReducer::new);
      case "countTokens" -> call.with("count_tokens", SpanType.LLM, FORMAT, null);
      case "computeTokens" -> call.with("compute_tokens", SpanType.LLM, FORMAT, null);
      case "embedContent", "batchEmbedContents" ->
          call.with("embed_content", SpanType.EMBEDDING, null, null);
      case "predict" -> call.predict();
      case "predictLongRunning" -> call.with("generate_videos", SpanType.TASK, null, null);
      default -> null;
    };
  }

  /** A call of a model. */
  private record Call(String provider, String model) {
    /** Several methods of the library share this address; the model tells most of them apart. */
    HttpOperation predict() {
      if (model.contains("embedding")) {
        return with("embed_content", SpanType.EMBEDDING, null, null);
      }
      if (model.startsWith("imagen")) {
        return model.contains("capability")
            ? with("edit_image", SpanType.TASK, null, null)
            : with("generate_images", SpanType.TASK, null, null);
      }
      return with("predict", SpanType.TASK, null, null);
    }

    HttpOperation with(
        String name,
        String type,
        @Nullable String format,
        @Nullable Supplier<StreamReducer> stream) {
      return new HttpOperation(
          new ModelOperation("Models." + name, type, provider, format),
          GeminiAnswers::read,
          stream,
          Map.of("model", model));
    }
  }
}
