package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailExecutor;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.observability.api.AiServiceListenerRegistrar;
import dev.langchain4j.observability.api.DefaultAiServiceListenerRegistrar;
import dev.langchain4j.observability.api.event.AiServiceEvent;
import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.spi.guardrail.InputGuardrailExecutorBuilderFactory;
import dev.langchain4j.spi.observability.AiServiceListenerRegistrarFactory;
import dev.langchain4j.spi.services.AiServiceContextFactory;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Frameworks with providers of their own: they are used as if we were not there, and services are
 * traced by what they tell alone.
 */
class ForeignProvidersTest extends TracedTest {
  private static final AtomicInteger EVENTS = new AtomicInteger();
  private static final AtomicInteger CONTEXTS = new AtomicInteger();

  @TempDir private Path folder;
  private ClassLoader before;

  interface Assistant {
    String chat(String message);
  }

  /** Counts events. */
  public static final class ForeignRegistrar implements AiServiceListenerRegistrarFactory {
    @Override
    public AiServiceListenerRegistrar get() {
      return new DefaultAiServiceListenerRegistrar() {
        @Override
        public <T extends AiServiceEvent> void fireEvent(T event) {
          EVENTS.incrementAndGet();
          super.fireEvent(event);
        }
      };
    }
  }

  /** Makes plain contexts. */
  public static final class ForeignContexts implements AiServiceContextFactory {
    @Override
    public AiServiceContext create(Class<?> aiServiceClass) {
      CONTEXTS.incrementAndGet();
      return new AiServiceContext(aiServiceClass) {};
    }
  }

  /** The library's own executor. */
  public static final class ForeignGuardrails implements InputGuardrailExecutorBuilderFactory {
    @Override
    public InputGuardrailExecutor.InputGuardrailExecutorBuilder getBuilder() {
      return new InputGuardrailExecutor.InputGuardrailExecutorBuilder();
    }
  }

  @BeforeEach
  void provide() throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Map<Class<?>, Class<?>> providers =
        Map.of(
            AiServiceListenerRegistrarFactory.class,
            ForeignRegistrar.class,
            AiServiceContextFactory.class,
            ForeignContexts.class,
            InputGuardrailExecutorBuilderFactory.class,
            ForeignGuardrails.class);
    for (Map.Entry<Class<?>, Class<?>> provider : providers.entrySet()) {
      Files.writeString(
          services.resolve(provider.getKey().getName()), provider.getValue().getName());
    }
    EVENTS.set(0);
    CONTEXTS.set(0);
    before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {folder.toUri().toURL()}, before));
  }

  @AfterEach
  void take() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void servicesAreTracedByWhatTheyTell() {
    provider.reply(wire.toolCall("now", "{}"), wire.answer("Noon.", 9, 3));

    AiServices.builder(Assistant.class)
        .chatModel(model)
        .tools(new Clock())
        .inputGuardrails(new Calm())
        .build()
        .chat("What time is it?");

    assertThat(CONTEXTS).hasValue(1);
    assertThat(EVENTS).hasPositiveValue();
    assertThat(tree())
        .isEqualTo(
            """
            AGENT Assistant.chat
              GUARDRAIL Calm
              CHAT_MODEL ChatModel
              TOOL now
              CHAT_MODEL ChatModel
            """);
    assertThat(named("now").attribute("spanloom.langchain4j.times-estimated")).isEqualTo(true);
    assertThat(named("now").outputs()).isEqualTo("12:00");
    Span call = named("ChatModel");
    assertThat(call.tokenUsage().orElseThrow().inputTokens()).isEqualTo(30);
    assertThat(call.endTimeUnixNanos()).isGreaterThan(call.startTimeUnixNanos());
  }

  @Test
  void aModelThatFailsIsAFailedSpanBelowItsService() {
    provider.reply(wire.error(400, "no such model"));

    assertThatThrownBy(() -> AiServices.create(Assistant.class, model).chat("?")).isNotNull();

    assertThat(tree()).isEqualTo("CHAIN Assistant.chat\n  CHAT_MODEL ChatModel\n");
    assertThat(spans())
        .allSatisfy(span -> assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR));
  }

  @Test
  void aModelThatTheProgramWrappedIsRecordedOnceAndByItself() {
    provider.reply(wire.answer("yes", 1, 1));

    AiServices.create(Assistant.class, LangChain4jTracing.wrap(model)).chat("Are you there?");

    assertThat(tree()).isEqualTo("CHAIN Assistant.chat\n  CHAT_MODEL OpenAiChatModel\n");
  }

  @Test
  void aModelThatIsListenedToIsRecordedOnceBelowItsService() {
    provider.reply(wire.answer("yes", 1, 1));

    AiServices.create(
            Assistant.class,
            dev.langchain4j.model.openai.OpenAiChatModel.builder()
                .baseUrl(provider.url() + "/v1")
                .apiKey("key")
                .modelName("gpt-4o-mini")
                .listeners(java.util.List.of(LangChain4jTracing.listener()))
                .build())
        .chat("Are you there?");

    assertThat(tree()).isEqualTo("CHAIN Assistant.chat\n  CHAT_MODEL ChatModel\n");
  }

  static final class Clock {
    @Tool
    public String now() {
      return "12:00";
    }
  }

  static final class Calm implements InputGuardrail {
    @Override
    public InputGuardrailResult validate(dev.langchain4j.data.message.UserMessage message) {
      return success();
    }
  }
}
