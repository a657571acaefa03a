package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.RawMessageStreamEvent;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is put together from the events of streams. */
class StreamsTest extends AnthropicCase {
  private Span streamed(String... events) {
    provider.reply(Reply.events(List.of(events)));
    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(params("Is it raining?"))) {
      stream.stream().forEach(event -> {});
    }
    return onlySpan();
  }

  private static List<Map<String, Object>> content(Span span) {
    @SuppressWarnings("unchecked")
    Map<String, Object> outputs = (Map<String, Object>) span.outputs();
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> content = (List<Map<String, Object>>) outputs.get("content");
    return content;
  }

  @Test
  void theInputOfAToolIsPutTogether() {
    Span span =
        streamed(
            AnthropicWire.start(30),
            AnthropicWire.blockStart(0, "{\"type\":\"text\",\"text\":\"\"}"),
            AnthropicWire.event("ping", "\"at\":1"),
            AnthropicWire.delta(0, "{\"type\":\"text_delta\",\"text\":\"Let me \"}"),
            AnthropicWire.delta(0, "{\"type\":\"text_delta\",\"text\":\"see.\"}"),
            AnthropicWire.blockStop(0),
            AnthropicWire.blockStart(
                1, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}"),
            AnthropicWire.delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
            AnthropicWire.delta(
                1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\": \\\"Gr\"}"),
            AnthropicWire.delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"az\\\"}\"}"),
            AnthropicWire.blockStop(1),
            AnthropicWire.stop("tool_use", 9));

    assertThat(content(span))
        .satisfiesExactly(
            text -> assertThat(text).containsEntry("text", "Let me see."),
            tool ->
                assertThat(tool)
                    .containsEntry("name", "weather")
                    .containsEntry("input", Map.of("city", "Graz")));
    assertThat(span.attribute("gen_ai.response.finish_reasons")).isEqualTo(List.of("tool_use"));
    assertThat(span.tokenUsage())
        .hasValueSatisfying(u -> assertThat(u.outputTokens()).isEqualTo(9));
  }

  @Test
  void aToolWithoutInputHasAnEmptyOne() {
    Span span =
        streamed(
            AnthropicWire.start(30),
            AnthropicWire.blockStart(
                0, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"now\",\"input\":{}}"),
            AnthropicWire.delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
            AnthropicWire.blockStop(0),
            AnthropicWire.stop("tool_use", 9));

    assertThat(content(span))
        .singleElement()
        .satisfies(tool -> assertThat(tool).containsEntry("input", Map.of()));
  }

  @Test
  void thoughtsHaveTheirSignature() {
    Span span =
        streamed(
            AnthropicWire.start(30),
            AnthropicWire.blockStart(
                0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
            AnthropicWire.delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Hm, \"}"),
            AnthropicWire.delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"clouds.\"}"),
            AnthropicWire.delta(0, "{\"type\":\"signature_delta\",\"signature\":\"EqQB\"}"),
            AnthropicWire.blockStop(0),
            AnthropicWire.stop("end_turn", 9));

    assertThat(content(span))
        .singleElement()
        .satisfies(
            block ->
                assertThat(block)
                    .containsEntry("thinking", "Hm, clouds.")
                    .containsEntry("signature", "EqQB"));
  }

  @Test
  void citationsAreCollected() {
    String citation =
        "{\"type\":\"char_location\",\"cited_text\":\"It rains.\",\"document_index\":0,"
            + "\"document_title\":null,\"file_id\":null,\"start_char_index\":0,\"end_char_index\":9}";
    Span span =
        streamed(
            AnthropicWire.start(30),
            AnthropicWire.blockStart(0, "{\"type\":\"text\",\"text\":\"\",\"citations\":[]}"),
            AnthropicWire.delta(0, "{\"type\":\"citations_delta\",\"citation\":" + citation + "}"),
            AnthropicWire.delta(0, "{\"type\":\"citations_delta\",\"citation\":" + citation + "}"),
            AnthropicWire.delta(0, "{\"type\":\"text_delta\",\"text\":\"Yes.\"}"),
            AnthropicWire.blockStop(0),
            AnthropicWire.stop("end_turn", 9));

    assertThat(content(span))
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block).containsEntry("text", "Yes.");
              assertThat((List<?>) block.get("citations")).hasSize(2);
            });
  }

  @Test
  void theLastNumbersOfTokensCount() {
    Span span =
        streamed(
            AnthropicWire.event(
                "message_start",
                """
                "message":{"id":"msg_1","type":"message","role":"assistant",\
                "model":"claude-sonnet-4-5","content":[],"stop_reason":null,"stop_sequence":null,\
                "usage":{"input_tokens":10,"output_tokens":1,"cache_read_input_tokens":2000,\
                "cache_creation_input_tokens":300}}"""),
            AnthropicWire.event(
                "message_delta",
                """
                "delta":{"stop_reason":"max_tokens","stop_sequence":null},\
                "usage":{"input_tokens":12,"output_tokens":64,"cache_read_input_tokens":2100,\
                "cache_creation_input_tokens":null,\
                "output_tokens_details":{"thinking_tokens":40}}"""),
            AnthropicWire.event("message_stop", "\"at\":1"));

    assertThat(span.tokenUsage())
        .hasValueSatisfying(
            usage ->
                assertThat(usage.toMap())
                    .containsEntry("input_tokens", 12L)
                    .containsEntry("output_tokens", 64L)
                    .containsEntry("total_tokens", 76L)
                    .containsEntry("cache_read_input_tokens", 2100L)
                    .containsEntry("cache_creation_input_tokens", 300L));
    assertThat(span.attribute("gen_ai.usage.reasoning.output_tokens")).isEqualTo(40L);
  }

  @Test
  void anErrorWithinAStreamIsAnError() {
    provider.reply(
        Reply.events(
            List.of(
                AnthropicWire.start(30),
                AnthropicWire.blockStart(0, "{\"type\":\"text\",\"text\":\"\"}"),
                AnthropicWire.delta(0, "{\"type\":\"text_delta\",\"text\":\"It \"}"),
                AnthropicWire.event(
                    "error",
                    "\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}"))));

    assertThatThrownBy(
            () -> {
              try (StreamResponse<RawMessageStreamEvent> stream =
                  client.messages().createStreaming(params("Is it raining?"))) {
                stream.stream().forEach(event -> {});
              }
            })
        .isNotNull();

    Span span = onlySpan();
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("Overloaded");
    assertThat(span.outputs()).asString().contains("It ");
  }

  @Test
  void anInputThatIsCutOffIsKeptAsItCame() {
    MessageReducer reducer = new MessageReducer();
    reducer.add(
        Map.of(
            "type",
            "content_block_start",
            "index",
            0L,
            "content_block",
            Map.of("type", "tool_use", "name", "weather", "input", Map.of())));
    reducer.add(
        Map.of(
            "type",
            "content_block_delta",
            "index",
            0L,
            "delta",
            Map.of("type", "input_json_delta", "partial_json", "{\"city\": \"Gr")));

    assertThat(reducer.isComplete()).isFalse();
    assertThat(reducer.answer()).asString().contains("input={\"city\": \"Gr");
  }
}
