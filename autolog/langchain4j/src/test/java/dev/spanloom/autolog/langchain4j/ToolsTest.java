package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Tools of AI services. */
class ToolsTest extends TracedTest {
  interface Assistant {
    String chat(String message);
  }

  static final class Weather {
    @Tool("the weather in a city")
    public String weather(String city) {
      try (LiveSpan span = Mlflow.startSpan("look at the sky")) {
        return "rain in " + city;
      }
    }

    @Tool("the wind in a city")
    public String wind(String city) {
      throw new IllegalStateException("no wind in " + city);
    }
  }

  /** Two that wait for each other: they run at the same time, or never end. */
  static final class Meeting {
    private final CountDownLatch both = new CountDownLatch(2);

    @Tool
    public String left() throws InterruptedException {
      return meet("left");
    }

    @Tool
    public String right() throws InterruptedException {
      return meet("right");
    }

    private String meet(String side) throws InterruptedException {
      both.countDown();
      assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
      Mlflow.startSpan("met by " + side).close();
      return side;
    }
  }

  @Test
  void aToolIsASpanBetweenTheCallsOfTheModel() {
    provider.reply(
        wire.toolCall("weather", "{\"arg0\":\"Graz\",\"city\":\"Graz\"}"),
        wire.answer("Take an umbrella.", 40, 5));

    String answer =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .tools(new Weather())
            .build()
            .chat("Is it raining in Graz?");

    assertThat(answer).isEqualTo("Take an umbrella.");
    assertThat(tree())
        .isEqualTo(
            """
            AGENT Assistant.chat
              CHAT_MODEL OpenAiChatModel
              TOOL weather
                UNKNOWN look at the sky
              CHAT_MODEL OpenAiChatModel
            """);
    Span tool = named("weather");
    assertThat(String.valueOf(tool.inputs())).contains("Graz");
    assertThat(tool.outputs()).isEqualTo("rain in Graz");
    assertThat(tool.attribute("tool_call_id")).isEqualTo("call_weather_0");
    Span inside = named("look at the sky");
    assertThat(tool.startTimeUnixNanos()).isLessThanOrEqualTo(inside.startTimeUnixNanos());
    assertThat(tool.endTimeUnixNanos()).isGreaterThanOrEqualTo(inside.endTimeUnixNanos());
    assertThat(tool.attribute("spanloom.langchain4j.times-estimated")).isNull();
  }

  @Test
  void aToolThatThrowsIsAFailedSpanAndTheServiceGoesOn() {
    provider.reply(
        wire.toolCall("wind", "{\"arg0\":\"Graz\",\"city\":\"Graz\"}"),
        wire.answer("I do not know.", 40, 5));

    String answer =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .tools(new Weather())
            .build()
            .chat("Is it windy?");

    assertThat(answer).isEqualTo("I do not know.");
    Span tool = named("wind");
    assertThat(tool.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(tool.status().description()).contains("no wind in Graz");
    assertThat(named("Assistant.chat").status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void argumentsThatDoNotFitFailTheToolAndTheService() {
    provider.reply(wire.toolCall("weather", "{\"arg0\":"));

    assertThatThrownBy(
            () ->
                AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(new Weather())
                    .build()
                    .chat("Is it raining?"))
        .isNotNull();

    assertThat(named("weather").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(named("Assistant.chat").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void toolsThatRunAtTheSameTimeAreBelowTheirService() {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      runConcurrently(threads);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void toolsOnVirtualThreadsAreBelowTheirService() throws Exception {
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    try {
      runConcurrently(threads);
    } finally {
      threads.shutdownNow();
    }
  }

  private void runConcurrently(ExecutorService threads) {
    provider.reply(
        wire.toolCalls(
            ChatCompletionsWire.call(0, "left", "{}"), ChatCompletionsWire.call(1, "right", "{}")),
        wire.answer("They met.", 1, 1));

    AiServices.builder(Assistant.class)
        .chatModel(model)
        .tools(new Meeting())
        .executeToolsConcurrently(threads)
        .build()
        .chat("Let them meet.");

    String root = named("Assistant.chat").spanId();
    Span left = named("left");
    Span right = named("right");
    assertThat(left.parentId()).isEqualTo(root);
    assertThat(right.parentId()).isEqualTo(root);
    assertThat(left.startTimeUnixNanos()).isLessThan(right.endTimeUnixNanos());
    assertThat(right.startTimeUnixNanos()).isLessThan(left.endTimeUnixNanos());
    assertThat(named("met by left").parentId()).isEqualTo(left.spanId());
    assertThat(named("met by right").parentId()).isEqualTo(right.spanId());
  }

  /** A tool that is a service of its own. */
  static final class Expert {
    private final Assistant assistant;

    Expert(ChatModel model) {
      assistant = AiServices.create(Assistant.class, model);
    }

    @Tool
    public String expert() {
      return assistant.chat("What do you say?");
    }
  }

  @Test
  void aServiceInsideAToolIsBelowTheTool() {
    provider.reply(
        wire.toolCall("expert", "{}"), wire.answer("42", 5, 1), wire.answer("It is 42.", 9, 3));

    AiServices.builder(Assistant.class)
        .chatModel(model)
        .tools(new Expert(model))
        .build()
        .chat("Ask the expert.");

    assertThat(tree())
        .isEqualTo(
            """
            AGENT Assistant.chat
              CHAT_MODEL OpenAiChatModel
              TOOL expert
                CHAIN Assistant.chat
                  CHAT_MODEL OpenAiChatModel
              CHAT_MODEL OpenAiChatModel
            """);
  }

  private static ToolProvider providing(ToolExecutor executor) {
    return request ->
        ToolProviderResult.builder()
            .add(
                ToolSpecification.builder()
                    .name("provided")
                    .parameters(JsonObjectSchema.builder().build())
                    .build(),
                executor)
            .build();
  }

  @Test
  void aToolOfAProviderHasItsRealTimesAndTheProgramIsToldAsBefore() {
    provider.reply(wire.toolCall("provided", "{\"a\":1}"), wire.answer("done", 1, 1));
    AtomicInteger told = new AtomicInteger();

    AiServices.builder(Assistant.class)
        .chatModel(model)
        .toolProvider(
            providing(
                (request, memoryId) -> {
                  Mlflow.startSpan("work").close();
                  return "the result";
                }))
        .beforeToolExecution(execution -> told.incrementAndGet())
        .afterToolExecution(execution -> told.incrementAndGet())
        .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
        .build()
        .chat("Use it.");

    assertThat(told).hasValue(2);
    assertThat(traces()).hasSize(2);
    Span tool =
        traces().stream()
            .flatMap(trace -> trace.data().spans().stream())
            .filter(span -> span.name().equals("provided"))
            .findFirst()
            .orElseThrow();
    Span work =
        traces().stream()
            .flatMap(trace -> trace.data().spans().stream())
            .filter(span -> span.name().equals("work"))
            .findFirst()
            .orElseThrow();
    assertThat(tool.outputs()).isEqualTo("the result");
    assertThat(tool.attribute("spanloom.langchain4j.times-estimated")).isNull();
    assertThat(tool.startTimeUnixNanos()).isLessThanOrEqualTo(work.startTimeUnixNanos());
    assertThat(tool.endTimeUnixNanos()).isGreaterThanOrEqualTo(work.endTimeUnixNanos());
  }

  @Test
  void aWrappedToolOfAProviderHasWhatItDoesBelow() {
    provider.reply(wire.toolCall("provided", "{\"a\":1}"), wire.answer("done", 1, 1));

    AiServices.builder(Assistant.class)
        .chatModel(model)
        .toolProvider(
            providing(
                LangChain4jTracing.wrap(
                    (ToolExecutor)
                        (request, memoryId) -> {
                          Mlflow.startSpan("work").close();
                          return "the result";
                        })))
        .build()
        .chat("Use it.");

    assertThat(tree())
        .isEqualTo(
            """
            AGENT Assistant.chat
              CHAT_MODEL OpenAiChatModel
              TOOL provided
                UNKNOWN work
              CHAT_MODEL OpenAiChatModel
            """);
  }

  @Test
  void aToolOfAProviderThatThrowsIsAFailedSpan() {
    provider.reply(wire.toolCall("provided", "{\"a\":1}"), wire.answer("done", 1, 1));

    AiServices.builder(Assistant.class)
        .chatModel(model)
        .toolProvider(
            providing(
                (request, memoryId) -> {
                  throw new IllegalStateException("it broke");
                }))
        .build()
        .chat("Use it.");

    assertThat(named("provided").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(named("provided").status().description()).contains("it broke");
  }
}
