package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Applications of Spring Boot, in which the dependency is all it takes. */
class SpringAiAutoConfigurationTest extends Tracing {
  private static final ChatCompletionsWire WIRE = new ChatCompletionsWire();

  private ConfigurableApplicationContext run(Class<?> application, String... properties) {
    provider.reply(WIRE.answer("It is blue.", 23, 7));
    return new SpringApplicationBuilder(application)
        .web(WebApplicationType.NONE)
        .properties("provider.url=" + provider.url(), "spring.main.banner-mode=off")
        .properties(properties)
        .run();
  }

  private static void ask(ConfigurableApplicationContext context) {
    ObservationRegistry registry = context.getBean(ObservationRegistry.class);
    assertThat(
            Models.client(context.getBean(ChatModel.class), registry)
                .build()
                .prompt("Which colour?")
                .call()
                .content())
        .isEqualTo("It is blue.");
  }

  @Test
  void theDependencyIsAllItTakes() {
    try (ConfigurableApplicationContext context = run(Application.class)) {
      assertThat(context.getBeanFactory().getBeanDefinition("observationRegistry"))
          .asString()
          .contains("observation", ".ObservationAutoConfiguration");
      ask(context);
    }

    Trace trace = onlyTrace();
    assertThat(all(trace, "ChatClient.call")).hasSize(1);
    assertThat(named(trace, "ChatModel").outputs().toString()).contains("It is blue.");
  }

  @Test
  void thereIsARegistryWhereBootBringsNone() {
    try (ConfigurableApplicationContext context =
        run(Application.class, "spring.autoconfigure.exclude=" + bootsOwn())) {
      ask(context);
    }

    assertThat(all(onlyTrace(), "ChatClient.call")).hasSize(1);
  }

  private static String bootsOwn() {
    return Models.NEWEST
        ? "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        : "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration";
  }

  @Test
  void aPropertyOfTheApplicationSwitchesItOff() {
    try (ConfigurableApplicationContext context =
        run(Application.class, "spanloom.autolog.spring-ai=false")) {
      assertThat(context.getBean(ChatModel.class).call("Which colour?")).isEqualTo("It is blue.");
    }

    assertThat(traces()).isEmpty();
  }

  @Test
  void aPropertyOfTheApplicationLeavesContentOut() {
    try (ConfigurableApplicationContext context =
        run(Application.class, "spanloom.autolog.content=false")) {
      ask(context);
    }

    Span model = named(onlyTrace(), "ChatModel");
    assertThat(model.attributes().toString()).doesNotContain("colour").doesNotContain("blue");
    assertThat(model.tokenUsage()).isPresent();
  }

  @Test
  void theApplicationsOwnHandlerAndRegistryAreUsed() {
    try (ConfigurableApplicationContext context = run(OwnHandler.class)) {
      assertThat(context.getBean(ObservationRegistry.class)).isSameAs(OwnHandler.REGISTRY);
      ask(context);
    }

    Trace trace = onlyTrace();
    assertThat(all(trace, "ChatModel")).hasSize(1);
    assertThat(named(trace, "ChatModel").inputs().toString()).doesNotContain("colour");
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    ChatModel chatModel(
        @Value("${provider.url}") String url,
        org.springframework.beans.factory.ObjectProvider<ObservationRegistry> registry) {
      return Models.chat(url, "key", registry.getIfUnique(() -> ObservationRegistry.NOOP));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnHandler extends Application {
    static final ObservationRegistry REGISTRY = ObservationRegistry.create();

    @Bean
    ObservationRegistry ownRegistry() {
      return REGISTRY;
    }

    @Bean
    SpringAiObservationHandler ownHandler() {
      return new SpringAiObservationHandler(AutologOptions.DEFAULT.withContent(false));
    }
  }
}
