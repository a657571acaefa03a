package dev.spanloom.autolog.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanType;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What else the library asks for. */
class OtherCallsTest extends GeminiCase {
  private static final String EMBEDDING = "gemini-embedding-001";

  private Client vertex() {
    return Client.builder()
        .vertexAI(true)
        .apiKey(KEY)
        .httpOptions(HttpOptions.builder().baseUrl(provider.url()).build())
        .clientOptions(GoogleGenAiTracing.options())
        .build();
  }

  @Test
  void anEmbedding() throws Exception {
    provider.reply(Reply.json("{\"embeddings\":[{\"values\":[0.1,0.2]}]}"));

    client.models.embedContent(EMBEDDING, "It is blue.", null);
    client.async.models.embedContent(EMBEDDING, "It is blue.", null).get(30, TimeUnit.SECONDS);

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span -> {
              assertThat(span.name()).isEqualTo("Models.embed_content");
              assertThat(span.spanType()).isEqualTo(SpanType.EMBEDDING);
              assertThat(span.attribute(SpanAttributeKey.MODEL)).isEqualTo(EMBEDDING);
              assertThat(span.inputs()).asString().contains("It is blue.");
              assertThat(span.outputs()).asString().contains("0.1");
            });
  }

  @Test
  void anEmbeddingOfVertexAi() {
    provider.reply(
        Reply.json(
            "{\"predictions\":[{\"embeddings\":{\"values\":[0.1],\"statistics\":{\"token_count\":3}}}]}"));
    try (Client vertex = vertex()) {
      vertex.models.embedContent("text-embedding-005", "It is blue.", null);
    }

    assertThat(onlySpan().name()).isEqualTo("Models.embed_content");
    assertThat(onlySpan().inputs()).asString().contains("It is blue.");
  }

  @Test
  void generatedImagesBecomeAttachments() {
    String image = Base64.getEncoder().encodeToString(new byte[64 * 1024]);
    provider.reply(
        Reply.json(
            "{\"predictions\":[{\"mimeType\":\"image/png\",\"bytesBase64Encoded\":\"%s\"}]}"
                .formatted(image)));

    try (Client vertex = vertex()) {
      vertex.models.generateImages("imagen-4.0-generate-001", "a cat", null);
    }

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Models.generate_images");
    assertThat(span.spanType()).isEqualTo(SpanType.TASK);
    assertThat(span.inputs()).asString().contains("a cat");
    assertThat(span.outputs())
        .asString()
        .contains("mlflow-attachment://")
        .doesNotContain(image.substring(0, 1000));
  }

  @Test
  void imagesOfAPromptBecomeAttachments() {
    provider.reply(wire.answer("a cat", 258, 3));

    client.models.generateContent(
        GeminiWire.MODEL,
        Content.fromParts(
            Part.fromText("What is it?"), Part.fromBytes(new byte[64 * 1024], "image/png")),
        null);

    assertThat(onlySpan().inputs())
        .asString()
        .contains("mlflow-attachment://", "What is it?")
        .hasSizeLessThan(10_000);
  }

  @Test
  void theCountingOfTokens() {
    provider.reply(Reply.json("{\"totalTokens\":14}"));

    client.models.countTokens(GeminiWire.MODEL, "How long is this?", null);

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Models.count_tokens");
    assertThat(span.spanType()).isEqualTo(SpanType.LLM);
    assertThat(span.outputs()).asString().contains("14");
    assertThat(span.tokenUsage()).isEmpty();
  }

  @Test
  void modelsAndFilesAreLeftAlone() {
    provider.reply(Reply.json("{\"models\":[]}"));

    client.models.list(null);

    assertThat(provider.requests()).hasSize(1);
    assertThat(spans()).isEmpty();
  }

  @Test
  void addressesTellWhatIsAskedAndOfWhom() {
    String vertex =
        "https://europe-west4-aiplatform.googleapis.com/v1beta1/projects/p/locations/l/publishers/google/models/";
    String gemini = "https://generativelanguage.googleapis.com/v1beta/models/";

    assertThat(operation(vertex + "gemini-2.5-pro:generateContent"))
        .isEqualTo(
            new ModelOperation("Models.generate_content", SpanType.LLM, "vertex_ai", "gemini"));
    assertThat(operation(gemini + "gemini-2.5-pro:streamGenerateContent").provider())
        .isEqualTo("gemini");
    assertThat(operation(vertex + "imagen-3.0-capability-001:predict").spanName())
        .isEqualTo("Models.edit_image");
    assertThat(operation(vertex + "virtual-try-on-001:predict").spanName())
        .isEqualTo("Models.predict");
    assertThat(operation(gemini + "veo-3.0-generate-001:predictLongRunning").spanName())
        .isEqualTo("Models.generate_videos");
    assertThat(operation(vertex + "gemini-2.5-pro:computeTokens").spanName())
        .isEqualTo("Models.compute_tokens");
    assertThat(new GeminiDialect().operation("GET", gemini + "gemini-2.5-pro")).isNull();
    assertThat(List.of("gemini-2.5-pro:batchGenerateContent", "files", "cachedContents"))
        .allSatisfy(
            end -> assertThat(new GeminiDialect().operation("POST", gemini + end)).isNull());
  }

  private static ModelOperation operation(String url) {
    return new GeminiDialect().operation("POST", url).operation();
  }
}
