package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import dev.spanloom.autolog.langchain4j.ToolsTest.Weather;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/autolog-langchain4j.md} shows. */
public class LangChain4jGuideTest extends TracedTest {
  private static final Path PAGE = Path.of("../../docs/guide/autolog-langchain4j.md");
  private static final Path TEST =
      Path.of("src/test/java/dev/spanloom/autolog/langchain4j/LangChain4jGuideTest.java");

  interface Assistant {
    String chat(String message);
  }

  public interface Author {
    @Agent(outputKey = "story")
    @UserMessage("Write about {{topic}}.")
    String write(@V("topic") String topic);
  }

  @Test
  void aServiceLeavesTheTreeOfThePage() throws IOException {
    EmbeddingModel embeddings = LangChain4jTracing.wrap(Models.embedding(provider.url()));
    EmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    store.add(Embedding.from(new float[] {1, 1, 1}), TextSegment.from("Graz is in Austria."));
    ContentRetriever retriever =
        EmbeddingStoreContentRetriever.builder()
            .embeddingStore(store)
            .embeddingModel(embeddings)
            .build();
    provider.replyBy(
        request -> {
          if (request.path().endsWith("embeddings")) {
            return wire.embeddings(1);
          }
          return request.body().contains("rain in Graz")
              ? wire.answer("Take an umbrella.", 40, 5)
              : wire.toolCall("weather", "{\"arg0\":\"Graz\",\"city\":\"Graz\"}");
        });

    Assistant assistant =
        AiServices.builder(Assistant.class)
            .chatModel(model)
            .contentRetriever(LangChain4jTracing.wrap(retriever))
            .tools(new Weather())
            .build();
    assistant.chat("What do I need in Graz?");

    String seen = tree().replace("    UNKNOWN look at the sky\n", "");
    assertThat(Files.readString(PAGE)).contains("```\n" + seen + "```\n");
  }

  @Test
  void theOtherLinesOfThePageRun() {
    provider.reply(wire.answer("Once.", 1, 1));
    EmbeddingModel embeddings = Models.embedding(provider.url());
    EmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();
    ChatModel traced = LangChain4jTracing.wrap(model);
    StreamingChatModel tracedStreams = LangChain4jTracing.wrap(streamingModel);
    EmbeddingModel tracedEmbeddings = LangChain4jTracing.wrap(embeddings);
    EmbeddingStore<TextSegment> tracedStore = LangChain4jTracing.wrap(store);
    assertThat(List.of(traced, tracedStreams, tracedEmbeddings, tracedStore))
        .allMatch(TracedObject::isTraced);
    ChatModel retried =
        LangChain4jTracing.wrap(
            OpenAiChatModel.builder()
                .httpClientBuilder(LangChain4jHttpTracing.wrap(JdkHttpClient.builder()))
                .baseUrl(provider.url() + "/v1")
                .apiKey("key")
                .modelName("gpt-4o-mini")
                .build());
    Author author = AgenticServices.agentBuilder(Author.class).chatModel(retried).build();
    Author editor = AgenticServices.agentBuilder(Author.class).chatModel(traced).build();
    UntypedAgent writer =
        AgenticServices.sequenceBuilder()
            .subAgents(author, editor)
            .listener(LangChain4jAgentTracing.listener())
            .build();
    writer.invoke(Map.of("topic", "time"));

    assertThat(spans()).hasSize(7);
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() throws IOException {
    String source = Files.readString(TEST).replaceAll("\\s+", "");
    boolean java = false;
    int lines = 0;
    for (String line : Files.readAllLines(PAGE)) {
      if (line.startsWith("```")) {
        java = line.equals("```java");
      } else if (java && !line.isBlank()) {
        assertThat(source).contains(line.replaceAll("\\s+", ""));
        lines++;
      }
    }
    assertThat(lines).isGreaterThan(10);
  }
}
