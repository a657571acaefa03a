package dev.spanloom.autolog.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.RequestOptions;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.moderations.ModerationCreateParams;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way that leads to a call of a chat model is seen, once, with its parent. */
class CallPathsTest extends OpenAiCase {
  /** What structured outputs are read into. */
  static final class Colour {
    public String name;
  }

  @BeforeEach
  void answerBlue() {
    provider.reply(wire.answer("{\\\"name\\\":\\\"blue\\\"}", 23, 7));
  }

  private static void assertOneCall() {
    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Completions");
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(span.inputs()).asString().contains("Which colour?", OpenAiWire.MODEL);
    assertThat(span.outputs()).asString().contains("blue");
    assertThat(span.tokenUsage())
        .hasValueSatisfying(u -> assertThat(u.totalTokens()).isEqualTo(30));
  }

  @Test
  void thePlainCall() {
    client.chat().completions().create(params("Which colour?"));

    assertOneCall();
  }

  @Test
  void theCallWithRequestOptions() {
    client
        .chat()
        .completions()
        .create(
            params("Which colour?"),
            RequestOptions.builder().timeout(Duration.ofSeconds(20)).build());

    assertOneCall();
  }

  @Test
  void theStructuredCall() {
    Colour colour =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model(OpenAiWire.MODEL)
                    .addUserMessage("Which colour?")
                    .responseFormat(Colour.class)
                    .build())
            .choices()
            .get(0)
            .message()
            .content()
            .orElseThrow();

    assertThat(colour.name).isEqualTo("blue");
    assertOneCall();
    assertThat(onlySpan().attribute("response_format")).asString().contains("json_schema");
  }

  @Test
  void theCallOfAClientWithOtherOptions() {
    client
        .withOptions(options -> options.putHeader("X-Team", "colours").maxRetries(0))
        .chat()
        .completions()
        .create(params("Which colour?"));

    assertOneCall();
    assertThat(provider.requests().get(0).header("X-Team")).isEqualTo("colours");
  }

  @Test
  void otherOptionsHaveTheirNumberOfRetries() {
    provider.reply(wire.error(503, "busy"));
    OpenAIClient patient = client.withOptions(options -> options.maxRetries(1));

    assertThatThrownBy(() -> patient.chat().completions().create(params("Which colour?")))
        .isNotNull();

    assertThat(provider.requests()).hasSize(2);
    assertThat(onlySpan().events()).filteredOn(e -> e.name().equals("retry")).hasSize(1);
  }

  @Test
  void theCallOfAServiceWithOtherOptions() {
    client
        .chat()
        .completions()
        .withOptions(options -> options.putHeader("X-Team", "colours"))
        .create(params("Which colour?"));

    assertOneCall();
  }

  @Test
  void theRawCall() {
    try (HttpResponseFor<ChatCompletion> response =
        client.withRawResponse().chat().completions().create(params("Which colour?"))) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(spans()).isEmpty();
      assertThat(response.parse().model()).isEqualTo(OpenAiWire.MODEL);
    }

    assertOneCall();
  }

  @Test
  void theRawCallOfAService() {
    client.chat().completions().withRawResponse().create(params("Which colour?")).parse();

    assertOneCall();
  }

  @Test
  void theAsynchronousCall() throws Exception {
    String root;
    try (LiveSpan span = Mlflow.startSpan("around")) {
      root = span.spanId();
      client.async().chat().completions().create(params("Which colour?")).get(30, TimeUnit.SECONDS);
    }

    assertThat(spans())
        .hasSize(2)
        .last()
        .satisfies(call -> assertThat(call.parentId()).isEqualTo(root));
    assertThat(provider.requests().get(0).header("X-Spanloom-Call")).isNull();
  }

  @Test
  void callsOfSeveralAddressesInTurns() {
    for (int i = 0; i < 2; i++) {
      client.chat().completions().create(params("Which colour?"));
      client.moderations().create(ModerationCreateParams.builder().input("blue").build());
    }

    assertThat(spans())
        .extracting(Span::name)
        .containsExactlyInAnyOrder("Completions", "Moderations", "Completions", "Moderations");
  }

  @Test
  void theAsynchronousStructuredCall() throws Exception {
    client
        .async()
        .chat()
        .completions()
        .create(
            ChatCompletionCreateParams.builder()
                .model(OpenAiWire.MODEL)
                .addUserMessage("Which colour?")
                .responseFormat(Colour.class)
                .build())
        .get(30, TimeUnit.SECONDS);

    assertOneCall();
  }

  @Test
  void theAsynchronousRawCall() throws Exception {
    client
        .async()
        .withRawResponse()
        .chat()
        .completions()
        .create(params("Which colour?"))
        .get(30, TimeUnit.SECONDS)
        .parse();

    assertOneCall();
  }

  @Test
  void theCallOfAnAsynchronousClient() throws Exception {
    OpenAIClientAsync async =
        OpenAiTracing.wrap(
            OpenAIOkHttpClientAsync.builder()
                .baseUrl(provider.url() + "/v1")
                .apiKey("secret-key-4711")
                .build());

    async.chat().completions().create(params("Which colour?")).get(30, TimeUnit.SECONDS);
    assertOneCall();
    async.sync().chat().completions().create(params("Which colour?"));

    assertThat(spans()).hasSize(2);
    async.close();
  }

  @Test
  void theRawStream() throws Exception {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
            client.withRawResponse().chat().completions().createStreaming(params("Which colour?"));
        StreamResponse<ChatCompletionChunk> stream = response.parse()) {
      assertThat(stream.stream().count()).isEqualTo(4);
    }

    assertOneCall();
  }

  @Test
  void aClientIsWrappedOnce() {
    assertThat(OpenAiTracing.wrap(client)).isSameAs(client);
    assertThat(client).isEqualTo(client).isNotEqualTo(raw);
    assertThat(client.chat()).isSameAs(client.chat());
  }

  @Test
  void aClientThatIsWrappedIsStillUsableByItself() {
    raw.chat().completions().create(params("Which colour?"));

    assertThat(spans()).isEmpty();
  }

  @Test
  void aCallThatIsNoModelsIsNotRecorded() {
    provider.reply(Reply.json("{\"object\":\"list\",\"data\":[]}"));

    client.models().list();

    assertThat(spans()).isEmpty();
  }

  @Test
  void theLibrarysExceptionReachesTheProgramUnchanged() {
    provider.reply(wire.error(400, "no such model"));

    assertThatThrownBy(() -> client.chat().completions().create(params("Which colour?")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("no such model");
    assertThatThrownBy(
            () -> client.withRawResponse().chat().completions().create(params("Which colour?")))
        .isInstanceOf(BadRequestException.class);

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.status().description()).contains("no such model"));
  }

  @Test
  void anAnswerThatTheLibraryCannotReadIsAnError() {
    provider.reply(Reply.json("{\"choices\": [{\"index\""));

    assertThatThrownBy(() -> client.chat().completions().create(params("Which colour?")))
        .isInstanceOf(OpenAIInvalidDataException.class);

    assertThat(onlySpan().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void anErrorWithinAStreamIsAnError() {
    provider.reply(
        Reply.events(
            List.of(
                "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bl\"},\"finish_reason\":null}]}\n\n",
                "data: {\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\"}}\n\n")));

    assertThatThrownBy(
            () -> {
              try (StreamResponse<ChatCompletionChunk> stream =
                  client.chat().completions().createStreaming(params("Which colour?"))) {
                stream.stream().forEach(chunk -> {});
              }
            })
        .isNotNull();

    Span span = onlySpan();
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("overloaded");
    assertThat(span.outputs()).asString().contains("bl");
  }

  @Test
  void whatTheConsumerOfAStreamThrowsIsNoErrorOfTheCall() {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    assertThatThrownBy(
            () -> {
              try (StreamResponse<ChatCompletionChunk> stream =
                  client.chat().completions().createStreaming(params("Which colour?"))) {
                stream.stream()
                    .forEach(
                        chunk -> {
                          throw new IllegalStateException("the consumer's own");
                        });
              }
            })
        .hasMessage("the consumer's own");

    assertThat(onlySpan().status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void toolCallsOfAStreamArePutTogether() {
    provider.reply(
        Reply.events(
            List.of(
                toolChunk(
                    "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}"),
                toolChunk("{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}"),
                toolChunk("{\"index\":0,\"function\":{\"arguments\":\"\\\"Graz\\\"}\"}}"),
                "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n",
                "data: [DONE]\n\n")));

    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(params("Is it raining?"))) {
      stream.stream().forEach(chunk -> {});
    }

    Span span = onlySpan();
    assertThat(span.outputs())
        .asString()
        .contains("call_1", "weather", "arguments={\"city\":\"Graz\"}");
    assertThat(span.attribute("gen_ai.response.finish_reasons")).isEqualTo(List.of("tool_calls"));
  }

  private static String toolChunk(String toolCall) {
    return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":["
        + toolCall
        + "]},\"finish_reason\":null}]}\n\n";
  }
}
