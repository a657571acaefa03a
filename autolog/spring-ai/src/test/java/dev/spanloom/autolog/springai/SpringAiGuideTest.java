package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;

/** What {@code docs/guide/autolog-spring-ai.md} shows. */
class SpringAiGuideTest extends Tracing {
  private static final Path PAGE = Path.of("../../docs/guide/autolog-spring-ai.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/spanloom/autolog/springai/SpringAiGuideTest.java");

  @Test
  void withoutBootTheHandlerIsRegisteredByTheProgram() {
    provider.reply(new ChatCompletionsWire().answer("It is blue.", 23, 7));

    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new SpringAiObservationHandler());
    ChatModel model = Models.chat(provider.url(), "key", registry);
    ChatClient client = ChatClient.builder(model, registry, null, null).build();

    client.prompt("Which colour?").call().content();

    assertThat(all(onlyTrace(), "ChatModel")).hasSize(1);
  }

  @Test
  void clientsTakeTheAdvisorThatSeesPieces() {
    provider.reply(new ChatCompletionsWire().stream(new String[] {"It ", "is ", "blue."}, 23, 7));
    ObservationRegistry registry = Registries.tracing(new SpringAiObservationHandler());
    ChatClient.Builder builder =
        Models.client(Models.chat(provider.url(), "key", registry), registry);

    ChatClient client = builder.defaultAdvisors(new SpringAiStreamAdvisor()).build();

    assertThat(client.prompt("Which colour?").stream().content().collectList().block())
        .contains("blue.");
  }

  @Test
  void optionsAreGivenToTheHandler() {
    SpringAiObservationHandler handler =
        new SpringAiObservationHandler(AutologOptions.DEFAULT.withContent(false))
            .withAdvisors(false);

    assertThat(handler).isNotNull();
    provider.reply(new ChatCompletionsWire().answer("It is blue.", 23, 7));
    Models.chat(provider.url(), "key", Registries.tracing(handler)).call("Which colour?");
    assertThat(named(onlyTrace(), "ChatModel").outputs()).isNull();
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() throws Exception {
    List<String> lines = Files.readAllLines(SOURCE).stream().map(String::strip).toList();
    String[] snippets = Files.readString(PAGE).split("```java\n");
    assertThat(snippets).hasSizeGreaterThan(2);
    for (int i = 1; i < snippets.length; i++) {
      assertThat(snippets[i].split("```")[0].lines().map(String::strip))
          .isNotEmpty()
          .allMatch(lines::contains);
    }
  }

  @Test
  void thePageNamesTheVersionsOfThePom() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String page = Files.readString(PAGE);
    for (String name :
        List.of("spring-ai", "spring-ai.newest", "spring-boot", "spring-boot.newest")) {
      assertThat(page).contains(pom.split("<version." + name + ">")[1].split("<")[0]);
    }
  }
}
