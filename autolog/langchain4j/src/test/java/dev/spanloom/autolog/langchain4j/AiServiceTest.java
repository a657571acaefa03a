package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiModerationModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Moderate;
import dev.langchain4j.service.ModerationException;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.V;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** AI services, without a line of code for their tracing. */
class AiServiceTest extends TracedTest {
  interface Assistant {
    @SystemMessage("Be brief.")
    String chat(String message);
  }

  interface Counter {
    int count(@dev.langchain4j.service.UserMessage String message);
  }

  interface Moderated {
    @Moderate
    String chat(String message);
  }

  @Test
  void aCallIsATraceWithTheCallOfItsModelBelow() {
    provider.reply(wire.answer("It is blue.", 23, 7));

    String answer = AiServices.create(Assistant.class, model).chat("Which colour?");

    assertThat(answer).isEqualTo("It is blue.");
    assertThat(tree()).isEqualTo("CHAIN Assistant.chat\n  CHAT_MODEL OpenAiChatModel\n");
    Span root = named("Assistant.chat");
    assertThat(String.valueOf(root.inputs())).contains("Which colour?", "Be brief.");
    assertThat(root.outputs()).isEqualTo("It is blue.");
    Span call = named("OpenAiChatModel");
    assertThat(call.attribute(SpanAttributeKey.MODEL)).isEqualTo(ChatCompletionsWire.MODEL);
    assertThat(call.attribute(SpanAttributeKey.MODEL_PROVIDER)).isEqualTo("openai");
    assertThat(call.attribute("temperature")).isEqualTo(0.5);
    assertThat(call.tokenUsage().orElseThrow().cacheReadInputTokens()).isEqualTo(4);
    assertThat(call.attribute("gen_ai.usage.reasoning.output_tokens")).isEqualTo(3L);
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    assertThat(ServiceCalls.size()).isZero();
  }

  @Test
  void itStandsBelowTheSpanAroundIt() {
    provider.reply(wire.answer("yes", 1, 1));

    try (LiveSpan span = Mlflow.startSpan("around")) {
      AiServices.create(Assistant.class, model).chat("Are you there?");
      assertThat(Mlflow.getCurrentActiveSpan().spanId()).isEqualTo(span.spanId());
    }

    assertThat(tree())
        .isEqualTo("UNKNOWN around\n  CHAIN Assistant.chat\n    CHAT_MODEL OpenAiChatModel\n");
  }

  @Test
  void aModelThatIsWrappedOrListenedToIsRecordedOnce() {
    provider.reply(wire.answer("yes", 1, 1));
    OpenAiChatModel listened =
        OpenAiChatModel.builder()
            .baseUrl(provider.url() + "/v1")
            .apiKey("key")
            .modelName(ChatCompletionsWire.MODEL)
            .listeners(List.of(LangChain4jTracing.listener(), LangChain4jTracing.listener()))
            .build();

    AiServices.create(Assistant.class, LangChain4jTracing.wrap(listened)).chat("Are you there?");

    assertThat(tree()).isEqualTo("CHAIN Assistant.chat\n  CHAT_MODEL OpenAiChatModel\n");
  }

  @Test
  void aModelThatIsOnlyListenedToIsRecordedOnce() {
    provider.reply(wire.answer("yes", 1, 1), wire.error(400, "no such model"));
    OpenAiChatModel listened =
        OpenAiChatModel.builder()
            .baseUrl(provider.url() + "/v1")
            .apiKey("key")
            .modelName(ChatCompletionsWire.MODEL)
            .listeners(List.of(LangChain4jTracing.listener(), LangChain4jTracing.listener()))
            .build();

    listened.chat("Are you there?");
    assertThatThrownBy(() -> listened.chat("And now?")).isNotNull();

    assertThat(traces()).hasSize(2);
    Span failed = traces().get(0).data().spans().get(0);
    assertThat(failed.name()).isEqualTo("ChatModel");
    assertThat(failed.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    Span answered = traces().get(1).data().spans().get(0);
    assertThat(answered.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(answered.tokenUsage()).isPresent();
    assertThat(traces()).allSatisfy(trace -> assertThat(trace.data().spans()).hasSize(1));
  }

  @Test
  void aFailureOfTheModelIsThatOfTheServiceToo() {
    provider.reply(wire.error(400, "no such model"));

    assertThatThrownBy(() -> AiServices.create(Assistant.class, model).chat("Which colour?"))
        .hasRootCauseInstanceOf(HttpException.class);

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span -> {
              assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
              assertThat(span.events()).filteredOn(e -> e.name().equals("exception")).hasSize(1);
            });
  }

  @Test
  void anAnswerThatCannotBeReadFailsTheServiceAndNotTheModel() {
    provider.reply(wire.answer("no number", 1, 1));

    assertThatThrownBy(() -> AiServices.create(Counter.class, model).count("How many?"))
        .isNotNull();

    assertThat(named("Counter.count").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(named("OpenAiChatModel").status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void callsOfManyThreadsAreATraceEach() throws Exception {
    provider.reply(wire.answer("yes", 1, 1));
    Assistant assistant = AiServices.create(Assistant.class, model);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> all = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String message = "I am " + i + ".";
        all.add(threads.submit(() -> assistant.chat(message)));
      }
      for (Future<String> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(traces())
        .hasSize(24)
        .allSatisfy(
            trace -> {
              assertThat(trace.data().spans()).hasSize(2);
              String asked = String.valueOf(trace.data().spans().get(1).inputs());
              String message = asked.replaceAll("(?s).*(I am [0-9]+[.]).*", "$1");
              assertThat(String.valueOf(trace.data().spans().get(0).inputs())).contains(message);
            });
  }

  // ---- guardrails, moderation

  /** Asks a model of its own. */
  static final class AskingGuardrail implements InputGuardrail {
    private final dev.langchain4j.model.chat.ChatModel judge;

    AskingGuardrail(dev.langchain4j.model.chat.ChatModel judge) {
      this.judge = judge;
    }

    @Override
    public InputGuardrailResult validate(UserMessage message) {
      return judge.chat("Is this harmless? " + message.singleText()).equals("yes")
          ? success()
          : fatal("not harmless");
    }
  }

  static final class LengthGuardrail implements OutputGuardrail {
    @Override
    public OutputGuardrailResult validate(AiMessage message) {
      return message.text().length() < 8 ? success() : reprompt("too long", "Say it in one word.");
    }
  }

  @Test
  void guardrailsAreSpansWithWhatTheyDoBelow() {
    provider.reply(
        wire.answer("yes", 1, 1),
        wire.answer("It is blue, as far as I see.", 23, 7),
        wire.answer("Blue.", 30, 2));

    String answer =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .inputGuardrails(new AskingGuardrail(LangChain4jTracing.wrap(model)))
            .outputGuardrails(new LengthGuardrail())
            .build()
            .chat("Which colour?");

    assertThat(answer).isEqualTo("Blue.");
    assertThat(tree())
        .isEqualTo(
            """
            CHAIN Assistant.chat
              GUARDRAIL AskingGuardrail
                CHAT_MODEL OpenAiChatModel
              CHAT_MODEL OpenAiChatModel
              GUARDRAIL LengthGuardrail
              CHAT_MODEL OpenAiChatModel
              GUARDRAIL LengthGuardrail
            """);
    assertThat(String.valueOf(named("LengthGuardrail").outputs())).contains("too long");
    assertThat(named("AskingGuardrail").attribute("result")).isEqualTo("SUCCESS");
  }

  @Test
  void whatAGuardrailRejectsFailsTheService() {
    provider.reply(wire.answer("no", 1, 1));

    assertThatThrownBy(
            () ->
                AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .inputGuardrails(new AskingGuardrail(model))
                    .build()
                    .chat("Which colour?"))
        .isInstanceOf(InputGuardrailException.class);

    assertThat(named("Assistant.chat").status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(named("AskingGuardrail").attribute("result")).isEqualTo("FATAL");
    assertThat(named("AskingGuardrail").status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void moderationOnAThreadOfTheLibraryIsBelowItsService() {
    provider.replyBy(
        request ->
            request.path().endsWith("moderations")
                ? Reply.json(
                    """
                    {"id":"modr-1","model":"omni-moderation","results":[{"flagged":true,\
                    "categories":{"violence":true},"category_scores":{"violence":0.9}}]}""")
                : wire.answer("I will not.", 3, 3));
    ModerationModel moderation =
        OpenAiModerationModel.builder()
            .baseUrl(provider.url() + "/v1")
            .apiKey("key")
            .modelName("omni-moderation")
            .build();

    assertThatThrownBy(
            () ->
                AiServices.builder(Moderated.class)
                    .chatModel(model)
                    .moderationModel(moderation)
                    .build()
                    .chat("Hit him!"))
        .isInstanceOf(ModerationException.class);

    Span root = named("Moderated.chat");
    Span checked = named("OpenAiModerationModel");
    assertThat(checked.spanType()).isEqualTo("GUARDRAIL");
    assertThat(checked.parentId()).isEqualTo(root.spanId());
    assertThat(checked.attribute("flagged")).isEqualTo(true);
    assertThat(String.valueOf(checked.inputs())).contains("Hit him!");
    assertThat(root.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void aModerationModelOfTheProgramIsWrapped() {
    ModerationModel calm =
        LangChain4jTracing.wrap(
            (ModerationModel)
                java.lang.reflect.Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ModerationModel.class},
                    (proxy, method, arguments) -> Response.from(Moderation.notFlagged())));

    assertThat(calm.moderate("Good morning").content().flagged()).isFalse();

    assertThat(spans()).singleElement().extracting(Span::spanType).isEqualTo("GUARDRAIL");
  }

  // ---- switched off

  @Test
  void nothingIsRecordedWhenTracingIsOff() {
    provider.reply(wire.answer("yes", 1, 1));
    Mlflow.disable();
    try {
      assertThat(AiServices.create(Assistant.class, model).chat("Are you there?")).isEqualTo("yes");
    } finally {
      Mlflow.enable();
    }

    assertThat(traces()).isEmpty();
  }

  @Test
  void aPropertySwitchesItOffForServicesThatAreBuiltLater() {
    provider.reply(wire.answer("yes", 1, 1));
    System.setProperty("spanloom.autolog.langchain4j", "false");
    try {
      assertThat(AiServices.create(Assistant.class, model).chat("Are you there?")).isEqualTo("yes");
    } finally {
      System.clearProperty("spanloom.autolog.langchain4j");
    }

    assertThat(traces()).isEmpty();
  }

  @Test
  void theProgramSwitchesItOffAndOnAgain() {
    provider.reply(wire.answer("yes", 1, 1));
    LangChain4jAutolog.disable();
    try {
      AiServices.create(Assistant.class, model).chat("Are you there?");
      assertThat(traces()).isEmpty();
      assertThat(Mlflow.autolog()).doesNotContain("langchain4j");
    } finally {
      assertThat(LangChain4jAutolog.autolog()).isTrue();
    }
    AiServices.create(Assistant.class, model).chat("Are you there?");

    assertThat(traces()).hasSize(1);
  }

  @Test
  void withoutContentNothingThatIsSaidIsRecorded() {
    provider.reply(
        wire.toolCall("weather", "{\"arg0\":\"Graz\",\"city\":\"Graz\"}"),
        wire.answer("Rain.", 2, 2));
    System.setProperty("spanloom.autolog.content", "false");
    try {
      AiServices.builder(Assistant.class)
          .chatModel(model)
          .tools(new ToolsTest.Weather())
          .build()
          .chat("Is it raining in Graz?");
    } finally {
      System.clearProperty("spanloom.autolog.content");
    }

    assertThat(spans()).hasSize(5);
    for (Span span : spans()) {
      assertThat(span.attributes().toString() + span.events() + span.status())
          .doesNotContain("Graz")
          .doesNotContain("rain")
          .doesNotContain("brief");
    }
  }

  interface Templated {
    @dev.langchain4j.service.UserMessage("Tell me of {{thing}}.")
    String tell(@V("thing") String thing);
  }

  @Test
  void theInputsHoldWhatTheTemplateBecame() {
    provider.reply(wire.answer("Old.", 1, 1));

    AiServices.create(Templated.class, model).tell("Rome");

    assertThat(String.valueOf(named("Templated.tell").inputs())).contains("Tell me of Rome.");
  }
}
