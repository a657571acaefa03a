package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import java.io.IOException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is wrapped behaves as what it wraps. */
class TransparencyTest extends TracedTest {
  /** A model that is more than a model. */
  public static class Closeable implements ChatModel, AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public ChatResponse doChat(ChatRequest request) {
      return ChatResponse.builder().aiMessage(AiMessage.from("yes")).build();
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  @Test
  void whatElseAModelIsItStays() throws Exception {
    Closeable model = new Closeable();

    ChatModel wrapped = LangChain4jTracing.wrap((ChatModel) model);
    ((AutoCloseable) wrapped).close();

    assertThat(model.closed).isTrue();
    assertThat(wrapped.provider()).isEqualTo(model.provider());
    assertThat(wrapped.toString()).isEqualTo(model.toString());
    assertThat(wrapped).isEqualTo(wrapped).isNotEqualTo(model);
  }

  @Test
  void wrappingTwiceIsWrappingOnce() {
    ChatModel wrapped = LangChain4jTracing.wrap(model);

    assertThat(LangChain4jTracing.wrap(wrapped)).isSameAs(wrapped);
    assertThat(LangChain4jTracing.wrap(model, AutologOptions.DEFAULT.withEnabled(false)))
        .isSameAs(model);
  }

  @Test
  void allWaysToAModelAreOneSpanEach() {
    provider.reply(wire.answer("yes", 1, 1));
    ChatModel wrapped = LangChain4jTracing.wrap(model);
    UserMessage message = UserMessage.from("Are you there?");

    assertThat(wrapped.chat("Are you there?")).isEqualTo("yes");
    assertThat(wrapped.chat(message).aiMessage().text()).isEqualTo("yes");
    assertThat(wrapped.chat(java.util.List.of(message)).aiMessage().text()).isEqualTo("yes");
    assertThat(wrapped.chat(ChatRequest.builder().messages(message).build()).id())
        .isEqualTo("chatcmpl-1");
    assertThat(traces())
        .hasSize(4)
        .allSatisfy(
            trace -> {
              assertThat(trace.data().spans()).hasSize(1);
              assertThat(trace.data().spans().get(0).tokenUsage()).isPresent();
            });
  }

  /** Throws what it does not declare. */
  private record Throwing(Throwable thrown) implements ChatModel {
    @Override
    public ChatResponse doChat(ChatRequest request) {
      throw Throwing.<RuntimeException>sneaky(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <X extends Throwable> X sneaky(Throwable thrown) throws X {
      throw (X) thrown;
    }
  }

  @Test
  void errorsReachTheProgramAsTheyAre() {
    Error error = new StackOverflowError("deep");

    assertThatThrownBy(() -> LangChain4jTracing.wrap((ChatModel) new Throwing(error)).chat("?"))
        .isSameAs(error);

    assertThat(spans().get(0).status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void aModelWhoseWordsOfItselfFailIsRecordedAllTheSame() {
    ChatModel odd =
        new Closeable() {
          @Override
          public dev.langchain4j.model.ModelProvider provider() {
            throw new IllegalStateException("do not ask");
          }

          @Override
          public ChatResponse chat(ChatRequest request) {
            return doChat(request);
          }
        };

    assertThat(LangChain4jTracing.wrap(odd).chat("Are you there?")).isEqualTo("yes");

    assertThat(spans()).hasSize(1);
  }

  @Test
  void mediaBecomesAttachmentsAndIsSentAsBefore() throws IOException {
    provider.reply(wire.answer("A dot.", 1, 1));
    byte[] bytes = new byte[4000];
    String base64 = Base64.getEncoder().encodeToString(bytes);

    LangChain4jTracing.wrap(model)
        .chat(
            UserMessage.from(
                TextContent.from("What is it?"),
                ImageContent.from(base64, "image/png"),
                AudioContent.from(base64, "audio/wav"),
                PdfFileContent.from(base64, "application/pdf")));

    assertThat(provider.requests().get(0).body()).contains(base64);
    Span call = spans().get(0);
    assertThat(String.valueOf(call.inputs()))
        .contains("What is it?", "mlflow-attachment://")
        .doesNotContain(base64);
  }
}
