package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.helpers.BetaToolRunner;
import com.anthropic.models.beta.messages.BetaMessage;
import com.anthropic.models.beta.messages.BetaRawMessageStreamEvent;
import com.anthropic.models.beta.messages.MessageCreateParams;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Each turn of a tool runner is a call of a model, and the tools run where the program iterates.
 */
class ToolRunnerTest extends AnthropicCase {
  /** A tool that traces itself, as a method with {@code @Trace} does. */
  @JsonClassDescription("Tells the weather of a city")
  @JsonTypeName("weather")
  static final class Weather implements Supplier<String> {
    public String city;

    @Override
    public String get() {
      try (LiveSpan span = Mlflow.spanBuilder("weather").spanType(SpanType.TOOL).start()) {
        span.setInputs(city);
        return "It rains in " + city + ".";
      }
    }
  }

  private static MessageCreateParams params() {
    return MessageCreateParams.builder()
        .model(AnthropicWire.MODEL)
        .maxTokens(1024)
        .addUserMessage("Is it raining in Graz?")
        .addTool(Weather.class)
        .build();
  }

  private List<BetaMessage> run(AnthropicClient through) {
    List<BetaMessage> messages = new ArrayList<>();
    through.beta().messages().toolRunner(params()).forEach(messages::add);
    return messages;
  }

  @Test
  void turnsAndToolsStandBelowTheSpanAroundThem() {
    provider.reply(
        wire.toolCall("weather", "{\"city\":\"Graz\"}"), wire.answer("Yes, it rains.", 60, 5));

    String root;
    try (LiveSpan span = Mlflow.startSpan("agent")) {
      root = span.spanId();
      assertThat(run(client)).hasSize(2);
    }

    List<Span> all = spans();
    assertThat(all)
        .extracting(Span::name)
        .containsExactly("agent", "Messages.create", "weather", "Messages.create");
    assertThat(all.subList(1, 4)).allSatisfy(s -> assertThat(s.parentId()).isEqualTo(root));
    assertThat(all.get(1).attribute(SpanAttributeKey.CHAT_TOOLS)).asString().contains("weather");
    assertThat(all.get(3).inputs()).asString().contains("tool_result", "It rains in Graz.");
    assertThat(all.get(3).outputs()).asString().contains("Yes, it rains.");
  }

  @Test
  void retriesOfATurnAreEventsOfItsSpan() {
    provider.reply(
        wire.toolCall("weather", "{\"city\":\"Graz\"}"),
        wire.error(503, "busy"),
        wire.answer("Yes, it rains.", 60, 5));

    run(client);

    List<Span> turns =
        spans().stream().filter(span -> span.name().equals("Messages.create")).toList();
    assertThat(turns).hasSize(2);
    assertThat(turns)
        .flatExtracting(Span::events)
        .filteredOn(event -> event.name().equals("retry"))
        .hasSize(1);
  }

  @Test
  void aTurnThatIsRefusedIsAnError() {
    provider.reply(wire.toolCall("weather", "{\"city\":\"Graz\"}"), wire.error(400, "too long"));

    assertThatThrownBy(() -> run(client)).hasMessageContaining("too long");

    assertThat(spans())
        .filteredOn(span -> span.status().statusCode() == SpanStatusCode.ERROR)
        .singleElement()
        .satisfies(span -> assertThat(span.status().description()).contains("too long"));
  }

  @Test
  void theTurnsOfAStreamingRunnerAreSeenToo() {
    provider.reply(
        Reply.events(
            List.of(
                AnthropicWire.start(30),
                AnthropicWire.blockStart(
                    0,
                    "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}"),
                AnthropicWire.delta(
                    0,
                    "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Graz\\\"}\"}"),
                AnthropicWire.blockStop(0),
                AnthropicWire.stop("tool_use", 9))),
        wire.stream(new String[] {"Yes, ", "it rains."}, 60, 5));

    try (LiveSpan span = Mlflow.startSpan("agent")) {
      BetaToolRunner runner = client.beta().messages().toolRunner(params());
      for (StreamResponse<BetaRawMessageStreamEvent> stream : runner.streaming()) {
        try (stream) {
          stream.stream().forEach(event -> {});
        }
      }
    }

    assertThat(spans())
        .filteredOn(span -> span.name().equals("Messages.create"))
        .hasSize(2)
        .last()
        .satisfies(
            span -> {
              assertThat(span.inputs()).asString().contains("It rains in Graz.");
              assertThat(span.outputs()).asString().contains("Yes, it rains.");
            });
  }

  @Test
  void aRunnerHasTheOptionsOfItsClient() {
    provider.reply(wire.answer("Yes.", 60, 5));

    run(client.withOptions(options -> options.putHeader("X-Team", "weather")));

    assertThat(provider.requests().get(0).header("X-Team")).isEqualTo("weather");
    assertThat(onlySpan().outputs()).asString().contains("Yes.");
  }

  @Test
  void aRunnerOfTheUntracedClientIsNotTraced() {
    provider.reply(wire.answer("Yes.", 60, 5));

    run(raw);

    assertThat(spans()).isEmpty();
  }
}
