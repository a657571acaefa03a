package dev.spanloom.autolog.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Chat;
import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.Content;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.ThinkingConfig;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way that leads to a call of a model is seen, once, with its parent. */
class CallPathsTest extends GeminiCase {
  @BeforeEach
  void answerBlue() {
    provider.reply(wire.answer("{\\\"name\\\":\\\"blue\\\"}", 23, 7));
  }

  private static void assertOneCall() {
    assertCall(onlySpan());
  }

  private static void assertCall(Span span) {
    assertThat(span.name()).isEqualTo("Models.generate_content");
    assertThat(span.spanType()).isEqualTo(SpanType.LLM);
    assertThat(span.attribute(SpanAttributeKey.MESSAGE_FORMAT)).isEqualTo("gemini");
    assertThat(span.attribute(SpanAttributeKey.MODEL_PROVIDER)).isEqualTo("gemini");
    assertThat(span.attribute(SpanAttributeKey.MODEL)).isEqualTo(GeminiWire.MODEL);
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(span.inputs()).asString().contains("Which colour?", GeminiWire.MODEL);
    assertThat(span.outputs()).asString().contains("blue");
    assertThat(span.attribute("gen_ai.response.finish_reasons")).isEqualTo(List.of("STOP"));
    assertThat(span.tokenUsage())
        .hasValueSatisfying(usage -> assertThat(usage.totalTokens()).isEqualTo(30));
  }

  @Test
  void thePlainCall() {
    client.models.generateContent(GeminiWire.MODEL, "Which colour?", null);

    assertOneCall();
    assertThat(onlySpan().attribute("contents")).isNull();
  }

  @Test
  void theCallWithContents() {
    client.models.generateContent(
        GeminiWire.MODEL,
        List.of(Content.fromParts(Part.fromText("Which colour?"))),
        GenerateContentConfig.builder()
            .temperature(0.5f)
            .systemInstruction(Content.fromParts(Part.fromText("Be brief.")))
            .build());

    assertOneCall();
    assertThat(onlySpan().attribute("generationConfig")).isEqualTo(Map.of("temperature", 0.5));
    assertThat(onlySpan().attribute("systemInstruction")).asString().contains("Be brief.");
  }

  @Test
  void theStructuredCall() {
    client.models.generateContent(
        GeminiWire.MODEL,
        "Which colour?",
        GenerateContentConfig.builder()
            .responseMimeType("application/json")
            .responseSchema(Schema.fromJson("{\"type\":\"OBJECT\"}"))
            .build());

    assertOneCall();
    assertThat(onlySpan().attribute("generationConfig")).asString().contains("responseSchema");
  }

  @Test
  void theStream() {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    try (ResponseStream<GenerateContentResponse> stream =
        client.models.generateContentStream(GeminiWire.MODEL, "Which colour?", null)) {
      stream.forEach(response -> {});
    }

    assertOneCall();
    assertThat(onlySpan().outputs()).asString().contains("parts=[{text=blue}]");
  }

  @Test
  void theAsynchronousCall() throws Exception {
    String root;
    try (LiveSpan span = Mlflow.startSpan("around")) {
      root = span.spanId();
      client
          .async
          .models
          .generateContent(GeminiWire.MODEL, "Which colour?", null)
          .get(30, TimeUnit.SECONDS);
    }

    assertThat(spans())
        .hasSize(2)
        .last()
        .satisfies(
            call -> {
              assertThat(call.parentId()).isEqualTo(root);
              assertCall(call);
            });
  }

  @Test
  void theAsynchronousStream() throws Exception {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    client
        .async
        .models
        .generateContentStream(GeminiWire.MODEL, "Which colour?", null)
        .thenAccept(stream -> stream.forEach(response -> {}))
        .get(30, TimeUnit.SECONDS);

    assertOneCall();
  }

  @Test
  void aChatIsACallForEachMessage() {
    Chat chat = client.chats.create(GeminiWire.MODEL);
    try (LiveSpan span = Mlflow.startSpan("chat")) {
      chat.sendMessage("Which colour?");
      provider.reply(wire.stream(new String[] {"dark ", "blue"}, 23, 7));
      chat.sendMessageStream("And which shade?").forEach(response -> {});
    }

    assertThat(spans()).hasSize(3);
    assertCall(spans().get(1));
    assertCall(spans().get(2));
    assertThat(spans().get(2).inputs()).asString().contains("Which colour?", "And which shade?");
  }

  @Test
  void anAsynchronousChat() throws Exception {
    client
        .async
        .chats
        .create(GeminiWire.MODEL)
        .sendMessage("Which colour?")
        .get(30, TimeUnit.SECONDS);

    assertOneCall();
  }

  @Test
  void theCallOfVertexAi() {
    try (Client vertex =
        Client.builder()
            .vertexAI(true)
            .apiKey(KEY)
            .httpOptions(HttpOptions.builder().baseUrl(provider.url()).build())
            .clientOptions(GoogleGenAiTracing.options())
            .build()) {
      vertex.models.generateContent(GeminiWire.MODEL, "Which colour?", null);
    }

    assertThat(provider.requests().get(0).path()).contains("/publishers/google/models/");
    assertOneCall();
  }

  @Test
  void thoughtsAndCallsOfFunctionsOfAStreamAreKeptApart() {
    provider.reply(
        Reply.events(
            List.of(
                GeminiWire.event(
                    GeminiWire.response(
                        "{\"text\":\"Hm, \",\"thought\":true}", false, GeminiWire.usage(9, 0))),
                GeminiWire.event(
                    GeminiWire.response(
                        "{\"text\":\"rain.\",\"thought\":true}", false, GeminiWire.usage(9, 0))),
                GeminiWire.event(
                    GeminiWire.response(
                        "{\"text\":\"Let me \"},{\"text\":\"see.\"}",
                        false,
                        GeminiWire.usage(9, 0))),
                GeminiWire.event(
                    GeminiWire.response(
                        "{\"functionCall\":{\"name\":\"weather\",\"args\":{\"city\":\"Graz\"}},"
                            + "\"thoughtSignature\":\"c2ln\"}",
                        true,
                        "{\"promptTokenCount\":9,\"candidatesTokenCount\":5,"
                            + "\"thoughtsTokenCount\":40,\"cachedContentTokenCount\":4,"
                            + "\"totalTokenCount\":54}")))));

    client
        .models
        .generateContentStream(
            GeminiWire.MODEL,
            "Is it raining?",
            GenerateContentConfig.builder()
                .thinkingConfig(ThinkingConfig.builder().includeThoughts(true))
                .build())
        .forEach(response -> {});

    Span span = onlySpan();
    assertThat(span.outputs())
        .asString()
        .contains("text=Hm, rain., thought=true", "text=Let me see.", "args={city=Graz}")
        .contains("thoughtSignature=c2ln");
    assertThat(span.attribute("gen_ai.usage.reasoning.output_tokens")).isEqualTo(40L);
    assertThat(span.attribute("mlflow.chat.tokenUsage"))
        .isEqualTo(
            Map.of(
                "input_tokens", 9L,
                "output_tokens", 5L,
                "total_tokens", 54L,
                "cache_read_input_tokens", 4L));
    // thoughts cost as the answer does: 0.30 and 2.50 dollars for a million tokens
    assertThat(span.attribute(SpanAttributeKey.LLM_COST)).asString().contains("output_cost");
  }

  @Test
  void theLibrarysExceptionReachesTheProgramUnchanged() {
    provider.reply(wire.error(400, "no such model"));

    assertThatThrownBy(() -> client.models.generateContent(GeminiWire.MODEL, "Which colour?", null))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("no such model");

    assertThat(onlySpan().status().description())
        .contains("ClientException: 400 ", "no such model");
  }

  @Test
  void anErrorWithinAStreamIsAnError() {
    provider.reply(
        Reply.events(
            List.of(
                GeminiWire.event(
                    GeminiWire.response(GeminiWire.textPart("bl"), false, GeminiWire.usage(9, 1))),
                GeminiWire.event(
                    "{\"error\":{\"code\":503,\"message\":\"overloaded\",\"status\":\"UNAVAILABLE\"}}"))));

    assertThatThrownBy(
            () ->
                client
                    .models
                    .generateContentStream(GeminiWire.MODEL, "Which colour?", null)
                    .forEach(response -> {}))
        .isNotNull();

    Span span = onlySpan();
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("overloaded");
    assertThat(span.outputs()).asString().contains("bl");
  }

  @Test
  void whatTheConsumerOfAStreamThrowsIsNoErrorOfTheCall() {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    assertThatThrownBy(
            () -> {
              try (ResponseStream<GenerateContentResponse> stream =
                  client.models.generateContentStream(GeminiWire.MODEL, "Which colour?", null)) {
                stream.forEach(
                    response -> {
                      throw new IllegalStateException("the consumer's own");
                    });
              }
            })
        .hasMessage("the consumer's own");

    assertThat(onlySpan().status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void aClientOfOtherOptionsIsNotTraced() {
    try (Client bare =
        Client.builder()
            .apiKey(KEY)
            .httpOptions(HttpOptions.builder().baseUrl(provider.url()).build())
            .clientOptions(
                GoogleGenAiTracing.options(
                    ClientOptions.builder().build(), AutologOptions.DEFAULT.withEnabled(false)))
            .build()) {
      bare.models.generateContent(GeminiWire.MODEL, "Which colour?", null);
    }

    assertThat(spans()).isEmpty();
  }
}
