package dev.spanloom.autolog.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

/** Bodies of InvokeModel as each vendor documents them. */
class InvokeModelTest extends BedrockCase {

  /** A conversation in a vendor's words: question "Which colour?", answer "It is blue.", 23 + 7. */
  private record Vendor(
      String model, String asked, String answer, List<String> chunks, String reason) {
    @Override
    public String toString() {
      return model;
    }
  }

  private static final String METRICS =
      """
      "amazon-bedrock-invocationMetrics":{"inputTokenCount":23,"outputTokenCount":7,\
      "invocationLatency":432,"firstByteLatency":120}""";

  static Stream<Vendor> vendors() {
    return Stream.of(
        new Vendor(
            "anthropic.claude-3-haiku-20240307-v1:0",
            """
            {"anthropic_version":"bedrock-2023-05-31","max_tokens":100,"system":"Be short.",\
            "messages":[{"role":"user","content":[{"type":"text","text":"Which colour?"}]}]}""",
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"claude-3-haiku-20240307",\
            "content":[{"type":"text","text":"It is blue."}],"stop_reason":"end_turn",\
            "stop_sequence":null,"usage":{"input_tokens":23,"output_tokens":7}}""",
            List.of(
                """
                {"type":"message_start","message":{"id":"msg_1","type":"message",\
                "role":"assistant","model":"claude-3-haiku-20240307","content":[],\
                "stop_reason":null,"usage":{"input_tokens":23,"output_tokens":1}}}""",
                """
                {"type":"content_block_start","index":0,\
                "content_block":{"type":"text","text":""}}""",
                """
                {"type":"content_block_delta","index":0,\
                "delta":{"type":"text_delta","text":"It is "}}""",
                """
                {"type":"content_block_delta","index":0,\
                "delta":{"type":"text_delta","text":"blue."}}""",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},\
                "usage":{"output_tokens":7}}""",
                "{\"type\":\"message_stop\"," + METRICS + "}"),
            "end_turn"),
        new Vendor(
            "amazon.nova-lite-v1:0",
            """
            {"schemaVersion":"messages-v1","system":[{"text":"Be short."}],\
            "messages":[{"role":"user","content":[{"text":"Which colour?"}]}],\
            "inferenceConfig":{"maxTokens":100}}""",
            """
            {"output":{"message":{"content":[{"text":"It is blue."}],"role":"assistant"}},\
            "stopReason":"end_turn","usage":{"inputTokens":23,"outputTokens":7,"totalTokens":30}}""",
            List.of(
                "{\"messageStart\":{\"role\":\"assistant\"}}",
                "{\"contentBlockDelta\":{\"delta\":{\"text\":\"It is \"},\"contentBlockIndex\":0}}",
                "{\"contentBlockDelta\":{\"delta\":{\"text\":\"blue.\"},\"contentBlockIndex\":0}}",
                "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
                "{\"messageStop\":{\"stopReason\":\"end_turn\"}}",
                "{\"metadata\":{\"usage\":{\"inputTokens\":23,\"outputTokens\":7}},"
                    + METRICS
                    + "}"),
            "end_turn"),
        new Vendor(
            "amazon.titan-text-express-v1",
            """
            {"inputText":"Which colour?","textGenerationConfig":{"maxTokenCount":100}}""",
            """
            {"inputTextTokenCount":23,"results":[{"tokenCount":7,"outputText":"It is blue.",\
            "completionReason":"FINISH"}]}""",
            List.of(
                """
                {"outputText":"It is ","index":0,"totalOutputTextTokenCount":null,\
                "completionReason":null,"inputTextTokenCount":23}""",
                """
                {"outputText":"blue.","index":0,"totalOutputTextTokenCount":7,\
                "completionReason":"FINISH","inputTextTokenCount":null,%s}"""
                    .formatted(METRICS)),
            "FINISH"),
        new Vendor(
            "meta.llama3-8b-instruct-v1:0",
            "{\"prompt\":\"Which colour?\",\"max_gen_len\":100}",
            """
            {"generation":"It is blue.","prompt_token_count":23,"generation_token_count":7,\
            "stop_reason":"stop"}""",
            List.of(
                """
                {"generation":"It is ","prompt_token_count":23,"generation_token_count":3,\
                "stop_reason":null}""",
                """
                {"generation":"blue.","prompt_token_count":null,"generation_token_count":7,\
                "stop_reason":"stop",%s}"""
                    .formatted(METRICS)),
            "stop"),
        new Vendor(
            "cohere.command-r-v1:0",
            """
            {"message":"Which colour?","chat_history":[{"role":"USER","message":"Hello"},\
            {"role":"CHATBOT","message":"Hello!"}],"max_tokens":100}""",
            """
            {"text":"It is blue.","generation_id":"g-1","response_id":"r-1",\
            "finish_reason":"COMPLETE","chat_history":[]}""",
            List.of(
                "{\"is_finished\":false,\"event_type\":\"stream-start\",\"generation_id\":\"g-1\"}",
                """
                {"is_finished":false,"event_type":"text-generation","text":"It is "}""",
                """
                {"is_finished":false,"event_type":"text-generation","text":"blue."}""",
                """
                {"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE",%s}"""
                    .formatted(METRICS)),
            "COMPLETE"),
        new Vendor(
            "cohere.command-text-v14",
            "{\"prompt\":\"Which colour?\",\"max_tokens\":100}",
            """
            {"generations":[{"finish_reason":"COMPLETE","id":"g-1","text":"It is blue."}],\
            "id":"i-1","prompt":"Which colour?"}""",
            List.of(
                "{\"index\":0,\"is_finished\":false,\"text\":\"It is \"}",
                "{\"index\":0,\"is_finished\":false,\"text\":\"blue.\"}",
                "{\"finish_reason\":\"COMPLETE\",\"index\":0,\"is_finished\":true,"
                    + METRICS
                    + "}"),
            "COMPLETE"),
        new Vendor(
            "mistral.mistral-7b-instruct-v0:2",
            "{\"prompt\":\"Which colour?\",\"max_tokens\":100}",
            "{\"outputs\":[{\"text\":\"It is blue.\",\"stop_reason\":\"stop\"}]}",
            List.of(
                "{\"outputs\":[{\"text\":\"It is \",\"stop_reason\":null}]}",
                "{\"outputs\":[{\"text\":\"blue.\",\"stop_reason\":\"stop\"}]," + METRICS + "}"),
            "stop"),
        new Vendor(
            "mistral.mistral-large-2407-v1:0",
            """
            {"messages":[{"role":"user","content":"Which colour?"}],"max_tokens":100}""",
            """
            {"id":"i-1","model":"mistral-large-2407","choices":[{"index":0,"message":\
            {"role":"assistant","content":"It is blue."},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":23,"completion_tokens":7,"total_tokens":30}}""",
            List.of(
                """
                {"id":"i-1","choices":[{"index":0,"message":{"role":"assistant",\
                "content":"It is "},"finish_reason":null}]}""",
                """
                {"id":"i-1","choices":[{"index":0,"message":{"role":"assistant",\
                "content":"blue."},"finish_reason":"stop"}],%s}"""
                    .formatted(METRICS)),
            "stop"));
  }

  private static InvokeModelRequest request(Vendor vendor) {
    return InvokeModelRequest.builder()
        .modelId(vendor.model())
        .contentType("application/json")
        .body(SdkBytes.fromUtf8String(vendor.asked()))
        .build();
  }

  private static Reply answer(Vendor vendor) {
    // AWS counts for those vendors whose bodies say no tokens
    return Reply.json(vendor.answer())
        .withHeader("x-amzn-bedrock-input-token-count", "23")
        .withHeader("x-amzn-bedrock-output-token-count", "7");
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void theConversationAndItsTokensAreRead(Vendor vendor) {
    provider.reply(answer(vendor));

    InvokeModelResponse response = client.invokeModel(request(vendor));

    assertThat(response.body().asUtf8String()).isEqualTo(vendor.answer());
    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("BedrockRuntime.invoke_model");
    assertThat(span.spanType()).isEqualTo(SpanType.LLM);
    assertThat(span.inputs())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("modelId", vendor.model())
        .extractingByKey("body")
        .isInstanceOf(Map.class);
    assertConversation(span, vendor);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void aStreamOfAWrappedClientIsRead(Vendor vendor) throws Exception {
    assertStream(BedrockTracing.wrap(async, AutologOptions.DEFAULT), vendor);
  }

  @ParameterizedTest
  @MethodSource("vendors")
  void aStreamOfAnyClientIsRead(Vendor vendor) throws Exception {
    assertStream(async, vendor);
  }

  private void assertStream(
      software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient asked, Vendor vendor)
      throws Exception {
    provider.reply(EventFrames.stream(vendor.chunks().stream().map(EventFrames::chunk).toList()));
    StringBuffer seen = new StringBuffer();

    asked
        .invokeModelWithResponseStream(
            in -> in.modelId(vendor.model()).body(SdkBytes.fromUtf8String(vendor.asked())),
            InvokeModelWithResponseStreamResponseHandler.builder()
                .subscriber(
                    InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                        .onChunk(chunk -> seen.append(chunk.bytes().asUtf8String()))
                        .build())
                .build())
        .get(30, TimeUnit.SECONDS);

    assertThat(seen.toString()).isEqualTo(String.join("", vendor.chunks()));
    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("BedrockRuntime.invoke_model_with_response_stream");
    assertThat(span.attribute("spanloom.stream.chunks")).isEqualTo((long) vendor.chunks().size());
    assertConversation(span, vendor);
  }

  private static void assertConversation(Span span, Vendor vendor) {
    assertThat(span.attribute(SpanAttributeKey.MODEL)).isEqualTo(vendor.model());
    assertThat(span.tokenUsage()).contains(new TokenUsage(23, 7));
    assertThat(span.attribute("gen_ai.response.finish_reasons"))
        .isEqualTo(List.of(vendor.reason()));
    assertThat(String.valueOf(span.outputs())).contains("It is blue.");
    assertThat(span.attribute("mlflow.chat.messages"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSizeGreaterThanOrEqualTo(2)
        .anySatisfy(
            message ->
                assertThat(String.valueOf(message)).contains("role=user").contains("Which colour?"))
        .last()
        .satisfies(
            message ->
                assertThat(String.valueOf(message))
                    .contains("role=assistant")
                    .contains("It is blue."));
  }

  @Test
  void anEmbeddingIsOne() {
    provider.reply(Reply.json("{\"embedding\":[0.25,-0.5],\"inputTextTokenCount\":4}"));

    var unused =
        client.invokeModel(
            in ->
                in.modelId("amazon.titan-embed-text-v2:0")
                    .body(SdkBytes.fromUtf8String("{\"inputText\":\"blue\"}")));

    Span span = onlySpan();
    assertThat(span.spanType()).isEqualTo(SpanType.EMBEDDING);
    assertThat(span.tokenUsage()).contains(new TokenUsage(4, 0));
    assertThat(span.attribute("mlflow.chat.messages")).isNull();
  }

  @Test
  void toolsOfAnthropicAndTheirCallsInAStreamAreRead() throws Exception {
    provider.reply(
        EventFrames.stream(
            Stream.of(
                    """
                    {"type":"message_start","message":{"role":"assistant","content":[],\
                    "usage":{"input_tokens":23,"cache_read_input_tokens":11}}}""",
                    """
                    {"type":"content_block_start","index":0,"content_block":\
                    {"type":"tool_use","id":"t-1","name":"get_weather","input":{}}}""",
                    """
                    {"type":"content_block_delta","index":0,"delta":\
                    {"type":"input_json_delta","partial_json":"{\\"city\\":"}}""",
                    """
                    {"type":"content_block_delta","index":0,"delta":\
                    {"type":"input_json_delta","partial_json":"\\"Graz\\"}"}}""",
                    """
                    {"type":"message_delta","delta":{"stop_reason":"tool_use"},\
                    "usage":{"output_tokens":7}}""",
                    "{\"type\":\"message_stop\"}")
                .map(EventFrames::chunk)
                .toList()));

    async
        .invokeModelWithResponseStream(
            in ->
                in.modelId("anthropic.claude-3-haiku-20240307-v1:0")
                    .body(
                        SdkBytes.fromUtf8String(
                            """
                            {"messages":[{"role":"user","content":"Rain in Graz?"}],"tools":\
                            [{"name":"get_weather","input_schema":{"type":"object"}}]}""")),
            InvokeModelWithResponseStreamResponseHandler.builder().subscriber(event -> {}).build())
        .get(30, TimeUnit.SECONDS);

    Span span = onlySpan();
    assertThat(String.valueOf(span.attribute(SpanAttributeKey.CHAT_TOOLS))).contains("get_weather");
    assertThat(String.valueOf(span.outputs())).contains("input={city=Graz}");
    assertThat(span.tokenUsage()).contains(new TokenUsage(23, 7, 30, 11L, null));
  }

  @Test
  void aBodyThatIsNoJsonStaysText() {
    provider.reply(Reply.bytes(200, "text/plain", "no JSON".getBytes()));

    var unused =
        client.invokeModel(in -> in.modelId("mine").body(SdkBytes.fromUtf8String("neither")));

    assertThat(String.valueOf(onlySpan().inputs())).contains("neither");
    assertThat(String.valueOf(onlySpan().outputs())).contains("no JSON");
  }
}
