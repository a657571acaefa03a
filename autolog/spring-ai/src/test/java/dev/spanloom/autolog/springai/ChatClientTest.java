package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.Trace;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import reactor.core.publisher.Hooks;

/** Chat clients with their advisors and tools. */
class ChatClientTest extends Tracing {
  private static final ChatCompletionsWire WIRE = new ChatCompletionsWire();

  private ChatClient client(ObservationRegistry registry) {
    return Models.client(Models.chat(provider.url(), "key", registry), registry).build();
  }

  private ChatClient client() {
    return client(Registries.tracing(new SpringAiObservationHandler(AutologOptions.DEFAULT)));
  }

  @Test
  void aCallOfAClientHasTheCallOfItsModelBelowIt() {
    provider.reply(WIRE.answer("It is blue.", 23, 7));

    try (LiveSpan span = Mlflow.startSpan("around")) {
      assertThat(client().prompt("Which colour?").system("Be brief.").call().content())
          .isEqualTo("It is blue.");
      assertThat(Mlflow.getCurrentActiveSpan().spanId()).isEqualTo(span.spanId());
    }

    Trace trace = onlyTrace();
    Span client = named(trace, "ChatClient.call");
    Span model = named(trace, "ChatModel");
    assertThat(trace.data().spans()).extracting(Span::name).doesNotContain("call");
    assertThat(client.parentId()).isEqualTo(named(trace, "around").spanId());
    assertThat(client.spanType()).isEqualTo(SpanType.CHAIN);
    assertThat(client.inputs().toString()).contains("Be brief.", "Which colour?");
    assertThat(client.outputs().toString()).contains("It is blue.");
    assertThat(model.spanType()).isEqualTo(SpanType.CHAT_MODEL);
    assertThat(model.inputs().toString()).contains("Be brief.", "Which colour?");
    assertThat(model.attribute("temperature")).isEqualTo(0.5);
    assertThat(model.attribute(SpanAttributeKey.MODEL)).isEqualTo("gpt-4o-mini");
    assertThat(model.attribute(SpanAttributeKey.MODEL_PROVIDER)).isEqualTo("openai");
    assertThat(model.attribute("gen_ai.response.finish_reasons")).isEqualTo(List.of("stop"));
    assertThat(model.attribute("gen_ai.usage.reasoning.output_tokens")).isEqualTo(3L);
    assertThat(isBelow(trace, model, client)).isTrue();
  }

  @Test
  void tokensAreCountedOnceWithThoseOfCaches() {
    provider.reply(WIRE.answer("It is blue.", 23, 7));

    client().prompt("Which colour?").call().content();

    Trace trace = onlyTrace();
    assertThat(named(trace, "ChatClient.call").tokenUsage()).isEmpty();
    assertThat(named(trace, "ChatModel").tokenUsage().orElseThrow().toMap())
        .containsEntry("input_tokens", 23L)
        .containsEntry("output_tokens", 7L)
        .containsEntry("total_tokens", 30L)
        .containsEntry("cache_read_input_tokens", 4L);
    assertThat(trace.info().tokenUsage().orElseThrow().totalTokens()).isEqualTo(30);
  }

  @Test
  void toolsStandBetweenTheCallsOfTheModel() {
    provider.reply(
        WIRE.toolCall("get_weather", "{\"city\":\"Graz\"}"), WIRE.answer("Take a coat.", 40, 5));

    String answer =
        client()
            .prompt("Is it raining in Graz?")
            .toolCallbacks(
                Tools.doing(
                    "get_weather",
                    place -> {
                      Mlflow.startSpan("look").close();
                      return "rain in " + place.city();
                    }))
            .call()
            .content();

    assertThat(answer).isEqualTo("Take a coat.");
    Trace trace = onlyTrace();
    Span agent = named(trace, "ChatClient.call");
    Span tool = named(trace, "get_weather");
    assertThat(agent.spanType()).isEqualTo(SpanType.AGENT);
    assertThat(all(trace, "ChatModel")).hasSize(2);
    assertThat(all(trace, "ChatModel").get(0).attribute(SpanAttributeKey.CHAT_TOOLS))
        .asString()
        .contains("get_weather", "looks at the sky", "city");
    assertThat(all(trace, "ChatModel").get(1).inputs().toString())
        .contains("tool_calls", "rain in Graz");
    assertThat(tool.spanType()).isEqualTo(SpanType.TOOL);
    assertThat(tool.inputs().toString()).contains("city", "Graz");
    assertThat(tool.outputs().toString()).contains("rain in Graz");
    assertThat(isBelow(trace, tool, agent)).isTrue();
    assertThat(named(trace, "look").parentId()).isEqualTo(tool.spanId());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStreamWithToolsIsOneTreeOnWhateverThread(boolean automaticPropagation) {
    provider.reply(
        WIRE.streamedToolCalls(ChatCompletionsWire.call(0, "get_weather", "{\"city\":\"Graz\"}")),
        WIRE.stream(new String[] {"Take ", "a ", "coat."}, 40, 5));

    if (automaticPropagation) {
      Hooks.enableAutomaticContextPropagation();
    }
    try (LiveSpan span = Mlflow.startSpan("around")) {
      List<String> pieces =
          client()
              .prompt("Is it raining in Graz?")
              .toolCallbacks(
                  Tools.doing(
                      "get_weather",
                      place -> {
                        Mlflow.startSpan("look").close();
                        return "rain in " + place.city();
                      }))
              .stream()
              .content()
              .collectList()
              .block();
      assertThat(String.join("", pieces)).isEqualTo("Take a coat.");
      assertThat(Mlflow.getCurrentActiveSpan().spanId()).isEqualTo(span.spanId());
    } finally {
      Hooks.disableAutomaticContextPropagation();
    }

    waitForEnds("ChatModel", "ChatModel", "ChatClient.stream", "get_weather", "look", "around");
    waitForParents();
    Trace trace = onlyTrace();
    Span agent = named(trace, "ChatClient.stream");
    assertThat(agent.parentId()).isEqualTo(named(trace, "around").spanId());
    assertThat(agent.outputs().toString()).contains("Take a coat.");
    assertThat(all(trace, "ChatModel"))
        .hasSize(2)
        .allSatisfy(
            model -> {
              assertThat(isBelow(trace, model, agent)).isTrue();
              assertThat(model.status().statusCode()).isEqualTo(SpanStatusCode.OK);
            });
    assertThat(isBelow(trace, named(trace, "get_weather"), agent)).isTrue();
    assertThat(named(trace, "look").parentId()).isEqualTo(named(trace, "get_weather").spanId());
    assertThat(trace.info().tokenUsage().orElseThrow().totalTokens()).isEqualTo(39 + 45);
  }

  @Test
  void aConversationIsTheSessionOfTheTrace() {
    ChatMemory memory = MessageWindowChatMemory.builder().build();
    ChatClient client =
        client().mutate().defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build()).build();
    provider.reply(WIRE.answer("Hello.", 1, 1), WIRE.answer("Ada.", 1, 1));

    for (String prompt : List.of("I am Ada.", "Who am I?")) {
      client
          .prompt(prompt)
          .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "talk-1"))
          .call()
          .content();
    }

    List<Trace> traces = traces();
    assertThat(traces)
        .hasSize(2)
        .allSatisfy(
            trace ->
                assertThat(trace.info().traceMetadata())
                    .containsEntry("mlflow.trace.session", "talk-1"));
    Trace second =
        traces.stream()
            .filter(trace -> trace.data().spans().get(0).inputs().toString().contains("Who am I?"))
            .findFirst()
            .orElseThrow();
    Span advisor = spanContaining(second, "Memory");
    assertThat(advisor.spanType()).isEqualTo(SpanType.CHAIN);
    assertThat(isBelow(second, named(second, "ChatModel"), advisor)).isTrue();
    assertThat(named(second, "ChatModel").inputs().toString())
        .contains("I am Ada.", "Hello.", "Who am I?");
  }

  @Test
  void spansOfAdvisorsCanBeLeftOut() {
    ChatMemory memory = MessageWindowChatMemory.builder().build();
    ObservationRegistry registry =
        Registries.tracing(
            new SpringAiObservationHandler(AutologOptions.DEFAULT).withAdvisors(false));
    provider.reply(WIRE.answer("Hello.", 1, 1));

    client(registry)
        .prompt("I am Ada.")
        .advisors(MessageChatMemoryAdvisor.builder(memory).build())
        .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, "talk-1"))
        .call()
        .content();

    Trace trace = onlyTrace();
    assertThat(trace.data().spans())
        .extracting(Span::name)
        .containsExactly("ChatClient.call", "ChatModel");
    assertThat(named(trace, "ChatModel").parentId())
        .isEqualTo(named(trace, "ChatClient.call").spanId());
  }

  @Test
  void anErrorIsOnTheSpanOfTheModelAndOfTheClient() {
    provider.reply(WIRE.error(400, "no such model"));

    assertThatThrownBy(() -> client().prompt("Which colour?").call().content())
        .satisfies(
            thrown ->
                assertThat(onlyTrace().data().spans())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(
                        span -> {
                          assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
                          assertThat(span.events().get(0).attributes())
                              .containsEntry("exception.type", thrown.getClass().getName());
                        }));
  }

  @Test
  void withoutContentNothingOfWhatIsSaidIsRecorded() {
    ObservationRegistry registry =
        Registries.tracing(
            new SpringAiObservationHandler(AutologOptions.DEFAULT.withContent(false)));
    provider.reply(
        WIRE.toolCall("get_weather", "{\"city\":\"Graz\"}"), WIRE.answer("Take a coat.", 40, 5));

    client(registry)
        .prompt("Is it raining in Graz?")
        .toolCallbacks(Tools.named("get_weather"))
        .call()
        .content();

    Trace trace = onlyTrace();
    assertThat(trace.data().spans()).hasSizeGreaterThanOrEqualTo(4);
    for (Span span : trace.data().spans()) {
      assertThat(span.attributes() + span.name() + span.events())
          .doesNotContain("Graz")
          .doesNotContain("coat");
    }
    assertThat(trace.info().tokenUsage().orElseThrow().totalTokens()).isEqualTo(39 + 45);
  }

  @Test
  void twoHandlersRecordACallOnce() {
    ObservationRegistry registry =
        Registries.tracing(
            new SpringAiObservationHandler(AutologOptions.DEFAULT),
            new SpringAiObservationHandler(AutologOptions.DEFAULT));
    provider.reply(WIRE.answer("It is blue.", 23, 7));

    client(registry).prompt("Which colour?").call().content();

    assertThat(onlyTrace().data().spans())
        .extracting(Span::name)
        .filteredOn(name -> name.startsWith("Chat"))
        .containsExactly("ChatClient.call", "ChatModel");
  }

  @Test
  void nothingIsRecordedWhenItIsSwitchedOff() {
    ObservationRegistry registry =
        Registries.tracing(
            new SpringAiObservationHandler(AutologOptions.DEFAULT.withEnabled(false)));
    provider.reply(WIRE.answer("It is blue.", 23, 7));

    client(registry).prompt("Which colour?").call().content();

    assertThat(traces()).isEmpty();
  }
}
