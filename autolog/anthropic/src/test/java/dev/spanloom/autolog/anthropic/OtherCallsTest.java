package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.batches.BatchCreateParams;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanType;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What else the library asks for, and what answers say. */
class OtherCallsTest extends AnthropicCase {
  @Test
  void theCountingOfTokensIsATaskThatUsesNone() {
    provider.reply(Reply.json("{\"input_tokens\":14}"));

    client
        .messages()
        .countTokens(
            MessageCountTokensParams.builder()
                .model(AnthropicWire.MODEL)
                .addUserMessage("How long is this?")
                .build());

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Messages.count_tokens");
    assertThat(span.spanType()).isEqualTo(SpanType.TASK);
    assertThat(span.inputs()).asString().contains("How long is this?");
    assertThat(span.outputs()).isEqualTo(Map.of("input_tokens", 14L));
    assertThat(span.tokenUsage()).isEmpty();
  }

  @Test
  void batchesAndModelsAreLeftAlone() {
    provider.reply(
        Reply.json(
            """
            {"id":"msgbatch_1","type":"message_batch","processing_status":"in_progress",\
            "request_counts":{"processing":1,"succeeded":0,"errored":0,"canceled":0,"expired":0},\
            "ended_at":null,"created_at":"2026-01-01T00:00:00Z",\
            "expires_at":"2026-01-02T00:00:00Z","archived_at":null,\
            "cancel_initiated_at":null,"results_url":null}"""),
        Reply.json("{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}"));

    client
        .messages()
        .batches()
        .create(
            BatchCreateParams.builder()
                .addRequest(
                    BatchCreateParams.Request.builder()
                        .customId("one")
                        .params(
                            BatchCreateParams.Request.Params.builder()
                                .model(AnthropicWire.MODEL)
                                .maxTokens(16)
                                .addUserMessage("Which colour?")
                                .build())
                        .build())
                .build());
    client.models().list();

    assertThat(provider.requests()).hasSize(2);
    assertThat(spans()).isEmpty();
  }

  @Test
  void tokensOfCachesAreBesideTheInputAndCostAsCachesDo() {
    provider.reply(
        Reply.json(
            AnthropicWire.message(
                "{\"type\":\"text\",\"text\":\"blue\"}",
                "end_turn",
                """
                {"input_tokens":1000,"output_tokens":100,"cache_read_input_tokens":500,\
                "cache_creation_input_tokens":200}""")));

    client.messages().create(params("Which colour?"));

    Span span = onlySpan();
    assertThat(span.attribute("mlflow.chat.tokenUsage"))
        .isEqualTo(
            Map.of(
                "input_tokens", 1000L,
                "output_tokens", 100L,
                "total_tokens", 1100L,
                "cache_read_input_tokens", 500L,
                "cache_creation_input_tokens", 200L));
    // 3, 0.30 and 3.75 dollars for a million tokens
    assertThat(span.attribute(SpanAttributeKey.LLM_COST))
        .isInstanceOfSatisfying(
            Map.class,
            cost ->
                assertThat(((Number) cost.get("input_cost")).doubleValue())
                    .isCloseTo((1000 * 3 + 500 * 0.3 + 200 * 3.75) / 1e6, offset(1e-9)));
  }

  @Test
  void anImageBecomesAnAttachment() {
    provider.reply(wire.answer("a cat", 1600, 3));
    String image = Base64.getEncoder().encodeToString(new byte[64 * 1024]);

    client
        .messages()
        .create(
            MessageCreateParams.builder()
                .model(AnthropicWire.MODEL)
                .maxTokens(16)
                .addUserMessage("What is it?")
                // as a block of a message, for which the library's versions have different methods
                .putAdditionalBodyProperty(
                    "image",
                    JsonValue.from(
                        Map.of(
                            "type",
                            "image",
                            "source",
                            Map.of("type", "base64", "media_type", "image/png", "data", image))))
                .build());

    assertThat(onlySpan().inputs())
        .asString()
        .contains("mlflow-attachment://", "What is it?")
        .doesNotContain(image.substring(0, 1000));
  }

  @Test
  void whatTheLibraryDoesNotKnowIsRecordedToo() {
    provider.reply(wire.answer("blue", 1, 1));

    client
        .messages()
        .create(
            MessageCreateParams.builder()
                .model(AnthropicWire.MODEL)
                .maxTokens(16)
                .addUserMessage("Which colour?")
                .putAdditionalBodyProperty("temperature", JsonValue.from(0.5))
                .system("Be brief.")
                .putAdditionalBodyProperty("brand_new", JsonValue.from("yes"))
                .build());

    assertThat(onlySpan().attribute("brand_new")).isEqualTo("yes");
    assertThat(onlySpan().attribute("system")).isEqualTo("Be brief.");
    assertThat(onlySpan().attribute("temperature")).isEqualTo(0.5);
  }

  @Test
  void othersWhoOfferTheSameModelsAreNamed() {
    AnthropicDialect dialect = new AnthropicDialect();

    assertThat(provider(dialect, "https://bedrock-runtime.eu-central-1.amazonaws.com/v1/messages"))
        .isEqualTo("bedrock");
    assertThat(provider(dialect, "https://us-east5-aiplatform.googleapis.com/v1/messages"))
        .isEqualTo("vertex_ai");
    assertThat(provider(dialect, "https://me.services.ai.azure.com/anthropic/v1/messages"))
        .isEqualTo("azure");
    assertThat(provider(dialect, "/v1/messages")).isEqualTo("anthropic");
  }

  private static String provider(AnthropicDialect dialect, String url) {
    return dialect.operation("POST", url).operation().provider();
  }
}
