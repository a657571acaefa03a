package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.StreamResponse;
import com.openai.models.audio.speech.SpeechCreateParams;
import com.openai.models.audio.speech.SpeechModel;
import com.openai.models.audio.transcriptions.TranscriptionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.images.ImageGenerateParams;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is not a chat completion: responses, embeddings, legacy completions, images, audio …. */
class OtherCallsTest extends OpenAiCase {
  private static final String RESPONSE =
      """
      {"id":"resp_1","object":"response","created_at":1700000000,"status":"%s","model":"gpt-5",\
      "output":[{"type":"message","id":"msg_1","role":"assistant","status":"completed",\
      "content":[{"type":"output_text","text":"It is blue.","annotations":[]}]}],\
      "parallel_tool_calls":true,"tool_choice":"auto","tools":[],\
      "usage":{"input_tokens":23,"output_tokens":7,"total_tokens":30,\
      "input_tokens_details":{"cached_tokens":5},"output_tokens_details":{"reasoning_tokens":2}}}""";

  private static ResponseCreateParams question() {
    return ResponseCreateParams.builder().model("gpt-5").input("Which colour?").build();
  }

  private static void assertResponse(Span span) {
    assertThat(span.name()).isEqualTo("Responses");
    assertThat(span.spanType()).isEqualTo(SpanType.CHAT_MODEL);
    assertThat(span.inputs()).asString().contains("input=Which colour?");
    assertThat(span.attribute(SpanAttributeKey.MESSAGE_FORMAT)).isEqualTo("openai");
    assertThat(span.tokenUsage())
        .hasValueSatisfying(
            usage -> {
              assertThat(usage.inputTokens()).isEqualTo(23);
              assertThat(usage.outputTokens()).isEqualTo(7);
              assertThat(usage.cacheReadInputTokens()).isEqualTo(5);
            });
    assertThat(span.attribute("gen_ai.usage.reasoning.output_tokens")).isEqualTo(2L);
    assertThat(span.attribute(SpanAttributeKey.LLM_COST)).asString().contains("total_cost");
    assertThat(span.outputs()).asString().contains("It is blue.");
  }

  @Test
  void aResponse() {
    provider.reply(Reply.json(RESPONSE.formatted("completed")));

    client.responses().create(question());

    assertResponse(onlySpan());
  }

  @Test
  void aLaterResponse() throws Exception {
    provider.reply(Reply.json(RESPONSE.formatted("completed")));

    client.async().responses().create(question()).get(30, TimeUnit.SECONDS);

    assertResponse(onlySpan());
  }

  private static Reply stream(boolean whole) {
    String created =
        RESPONSE.formatted("in_progress").replaceAll("\"output\":\\[.*]}],", "\"output\":[],");
    return Reply.events(
        List.of(
            "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":"
                + created
                + "}\n\n",
            "event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"status\":\"in_progress\",\"content\":[]}}\n\n",
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":2,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"It is \",\"logprobs\":[]}\n\n",
            "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":3,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"blue.\",\"logprobs\":[]}\n\n",
            whole
                ? "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":4,\"response\":"
                    + RESPONSE.formatted("completed")
                    + "}\n\n"
                : ": nothing more\n\n"));
  }

  @Test
  void aStreamedResponseIsThatOfItsLastEvent() {
    provider.reply(stream(true));

    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(question())) {
      assertThat(events.stream().count()).isEqualTo(5);
    }

    Span span = onlySpan();
    assertResponse(span);
    assertThat(span.attribute("spanloom.stream.chunks")).isEqualTo(5L);
  }

  @Test
  void aLaterStreamedResponseIsThatOfItsLastEvent() throws Exception {
    provider.reply(stream(true));

    AsyncStreamResponse<ResponseStreamEvent> events =
        client.async().responses().createStreaming(question());
    events.subscribe(event -> {}).onCompleteFuture().get(30, TimeUnit.SECONDS);

    assertResponse(onlySpan());
  }

  @Test
  void aResponseWhoseStreamIsClosedEarlyHasTheTextSoFar() {
    provider.reply(stream(false));

    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(question())) {
      events.stream().limit(4).forEach(event -> {});
    }

    Span span = onlySpan();
    assertThat(span.outputs()).asString().contains("It is blue.", "output_text");
  }

  @Test
  void aResponseThatFailsWithinItsStreamIsAnError() {
    provider.reply(
        Reply.events(
            List.of(
                "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":0,\"response\":"
                    + RESPONSE
                        .formatted("failed")
                        .replace(
                            "\"status\":\"failed\"",
                            "\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"out of luck\"}")
                    + "}\n\n")));

    try (StreamResponse<ResponseStreamEvent> events =
        client.responses().createStreaming(question())) {
      events.stream().forEach(event -> {});
    }

    Span span = onlySpan();
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("out of luck");
  }

  @Test
  void aResponseThatIsNotFinishedSaysWhy() {
    provider.reply(
        Reply.json(
            RESPONSE
                .formatted("incomplete")
                .replace(
                    "\"output\":",
                    "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},\"output\":")));

    client.responses().create(question());

    assertThat(onlySpan().attribute("gen_ai.response.finish_reasons"))
        .isEqualTo(List.of("max_output_tokens"));
  }

  @Test
  void embeddings() {
    provider.reply(
        Reply.json(
            """
            {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,0.2]}],\
            "model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}"""));

    client
        .embeddings()
        .create(
            EmbeddingCreateParams.builder().model("text-embedding-3-small").input("blue").build());

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Embeddings");
    assertThat(span.spanType()).isEqualTo(SpanType.EMBEDDING);
    assertThat(span.attribute(SpanAttributeKey.MESSAGE_FORMAT)).isNull();
    assertThat(span.tokenUsage()).hasValueSatisfying(u -> assertThat(u.inputTokens()).isEqualTo(8));
    assertThat(span.outputs()).asString().contains("embedding");
  }

  @Test
  void legacyCompletions() {
    provider.reply(
        Reply.json(
            """
            {"id":"cmpl-1","object":"text_completion","created":1,"model":"davinci-002",\
            "choices":[{"text":"blue","index":0,"finish_reason":"length","logprobs":null}],\
            "usage":{"prompt_tokens":2,"completion_tokens":1,"total_tokens":3}}"""),
        Reply.events(
            List.of(
                "data: {\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"davinci-002\",\"choices\":[{\"text\":\"bl\",\"index\":0,\"finish_reason\":null,\"logprobs\":null}]}\n\n",
                "data: {\"id\":\"c\",\"object\":\"text_completion\",\"created\":1,\"model\":\"davinci-002\",\"choices\":[{\"text\":\"ue\",\"index\":0,\"finish_reason\":\"stop\",\"logprobs\":null}]}\n\n",
                "data: [DONE]\n\n")));
    CompletionCreateParams params =
        CompletionCreateParams.builder().model("davinci-002").prompt("The sky is").build();

    client.completions().create(params);
    try (var stream = client.completions().createStreaming(params)) {
      stream.stream().forEach(chunk -> {});
    }

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span -> {
              assertThat(span.spanType()).isEqualTo(SpanType.LLM);
              assertThat(span.outputs()).asString().contains("text=blue");
            });
  }

  @Test
  void imagesAreAttachments() {
    String pixels = java.util.Base64.getEncoder().encodeToString(new byte[3000]);
    provider.reply(Reply.json("{\"created\":1,\"data\":[{\"b64_json\":\"" + pixels + "\"}]}"));

    client
        .images()
        .generate(ImageGenerateParams.builder().model("gpt-image-1").prompt("a blue bird").build());

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Images");
    assertThat(span.outputs()).asString().doesNotContain(pixels).contains("mlflow-attachment://");
  }

  @Test
  void whatIsSpokenAndHeardIsAnAttachment() throws Exception {
    byte[] sound = "not really sound".repeat(100).getBytes(StandardCharsets.UTF_8);
    provider.reply(Reply.bytes(200, "audio/mpeg", sound), Reply.json("{\"text\":\"It is blue.\"}"));

    try (HttpResponse response =
        client
            .audio()
            .speech()
            .create(
                SpeechCreateParams.builder()
                    .model(SpeechModel.TTS_1)
                    .voice(SpeechCreateParams.Voice.UnionMember1.ALLOY)
                    .input("It is blue.")
                    .build())) {
      assertThat(response.body().readAllBytes()).isEqualTo(sound);
    }
    client
        .audio()
        .transcriptions()
        .create(TranscriptionCreateParams.builder().model("whisper-1").file(sound).build());

    List<Span> spans = spans();
    Span speech = named(spans, "Speech");
    assertThat(speech.inputs()).asString().contains("It is blue.");
    Optional<Attachment> spoken = Mlflow.getAttachment(String.valueOf(speech.outputs()));
    assertThat(spoken).hasValueSatisfying(a -> assertThat(a.content()).isEqualTo(sound));
    Span transcription = named(spans, "Transcriptions");
    assertThat(transcription.inputs())
        .asString()
        .contains("whisper-1", "mlflow-attachment://")
        .doesNotContain("not really sound");
    assertThat(transcription.outputs()).isEqualTo(Map.of("text", "It is blue."));
  }

  private static Span named(List<Span> spans, String name) {
    return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void moderations() {
    provider.reply(
        Reply.json(
            "{\"id\":\"modr-1\",\"model\":\"omni-moderation-latest\",\"results\":[{\"flagged\":false,\"categories\":{},\"category_scores\":{},\"category_applied_input_types\":{}}]}"));

    client.moderations().create(ModerationCreateParams.builder().input("blue").build());

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Moderations");
    assertThat(span.spanType()).isEqualTo(SpanType.GUARDRAIL);
  }

  @Test
  void azuresPathsAreThoseOfOpenAi() {
    provider.reply(wire.answer("It is blue.", 23, 7));
    OpenAIClient azure =
        OpenAiTracing.wrap(
            OpenAIOkHttpClient.builder()
                .baseUrl(provider.url() + "/openai/deployments/colours")
                .credential(AzureApiKeyCredential.create("secret-key-4711"))
                .build());

    azure.chat().completions().create(params("Which colour?"));

    assertThat(onlySpan().name()).isEqualTo("Completions");
    assertThat(onlySpan().attributes().toString()).doesNotContain("secret-key-4711");
    assertThat(
            new OpenAiDialect()
                .operation(
                    "POST", "https://x.openai.azure.com/openai/deployments/d/chat/completions"))
        .extracting(operation -> operation.operation().provider())
        .isEqualTo("azure");
    azure.close();
  }
}
