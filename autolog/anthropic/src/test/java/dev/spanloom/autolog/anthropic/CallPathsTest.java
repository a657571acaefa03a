package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.HttpResponseFor;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StructuredMessageCreateParams;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every way that leads to a call of a model is seen, once, with its parent. */
class CallPathsTest extends AnthropicCase {
  /** An interceptor of the program. */
  private record Watching(HttpClient next, List<String> seen) implements HttpClient {
    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
      seen.add(request.headers().toString());
      return next.execute(request, options);
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(
        HttpRequest request, RequestOptions options) {
      seen.add(request.headers().toString());
      return next.executeAsync(request, options);
    }

    @Override
    public void close() {
      next.close();
    }
  }

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
    assertThat(span.name()).isEqualTo("Messages.create");
    assertThat(span.spanType()).isEqualTo(SpanType.CHAT_MODEL);
    assertThat(span.attribute(SpanAttributeKey.MESSAGE_FORMAT)).isEqualTo("anthropic");
    assertThat(span.attribute(SpanAttributeKey.MODEL_PROVIDER)).isEqualTo("anthropic");
    assertThat(span.attribute(SpanAttributeKey.MODEL)).isEqualTo(AnthropicWire.MODEL);
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(span.inputs()).asString().contains("Which colour?", AnthropicWire.MODEL);
    assertThat(span.outputs()).asString().contains("blue");
    assertThat(span.attribute("max_tokens")).isEqualTo(1024L);
    assertThat(span.attribute("gen_ai.response.finish_reasons")).isEqualTo(List.of("end_turn"));
    assertThat(span.tokenUsage())
        .hasValueSatisfying(usage -> assertThat(usage.totalTokens()).isEqualTo(30));
  }

  private static StructuredMessageCreateParams<Colour> structured() {
    return MessageCreateParams.builder()
        .model(AnthropicWire.MODEL)
        .maxTokens(1024)
        .addUserMessage("Which colour?")
        .outputConfig(Colour.class)
        .build();
  }

  @Test
  void thePlainCall() {
    client.messages().create(params("Which colour?"));

    assertOneCall();
  }

  @Test
  void theCallWithRequestOptions() {
    client
        .messages()
        .create(
            params("Which colour?"),
            RequestOptions.builder().timeout(Duration.ofSeconds(20)).build());

    assertOneCall();
  }

  @Test
  void theStructuredCall() {
    Colour colour =
        client.messages().create(structured()).content().get(0).text().orElseThrow().text();

    assertThat(colour.name).isEqualTo("blue");
    assertOneCall();
    assertThat(onlySpan().attribute("output_config")).asString().contains("json_schema");
  }

  @Test
  void theStructuredStream() {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    try (StreamResponse<RawMessageStreamEvent> stream =
        client.messages().createStreaming(structured())) {
      stream.stream().forEach(event -> {});
    }

    assertOneCall();
  }

  @Test
  void theCallOfAClientWithOtherOptions() {
    client
        .withOptions(options -> options.putHeader("X-Team", "colours").maxRetries(0))
        .messages()
        .create(params("Which colour?"));

    assertOneCall();
    assertThat(provider.requests().get(0).header("X-Team")).isEqualTo("colours");
  }

  @Test
  void otherOptionsHaveTheirNumberOfRetries() {
    provider.reply(wire.error(503, "busy"));
    AnthropicClient patient = client.withOptions(options -> options.maxRetries(1));

    assertThatThrownBy(() -> patient.messages().create(params("Which colour?"))).isNotNull();

    assertThat(provider.requests()).hasSize(2);
    assertThat(onlySpan().events()).filteredOn(e -> e.name().equals("retry")).hasSize(1);
  }

  @Test
  void theCallOfAServiceWithOtherOptions() {
    client
        .messages()
        .withOptions(options -> options.putHeader("X-Team", "colours"))
        .create(params("Which colour?"));

    assertOneCall();
  }

  @Test
  void theRawCall() {
    try (HttpResponseFor<Message> response =
        client.withRawResponse().messages().create(params("Which colour?"))) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(spans()).isEmpty();
      assertThat(response.parse().model().asString()).isEqualTo(AnthropicWire.MODEL);
    }

    assertOneCall();
  }

  @Test
  void theRawCallOfAService() {
    client.messages().withRawResponse().create(params("Which colour?")).parse();

    assertOneCall();
  }

  @Test
  void theRawStream() throws Exception {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    try (HttpResponseFor<StreamResponse<RawMessageStreamEvent>> response =
            client.withRawResponse().messages().createStreaming(params("Which colour?"));
        StreamResponse<RawMessageStreamEvent> stream = response.parse()) {
      assertThat(stream.stream().count()).isEqualTo(7);
    }

    assertOneCall();
  }

  @Test
  void theAsynchronousCall() throws Exception {
    String root;
    try (LiveSpan span = Mlflow.startSpan("around")) {
      root = span.spanId();
      client.async().messages().create(params("Which colour?")).get(30, TimeUnit.SECONDS);
    }

    assertThat(spans())
        .hasSize(2)
        .last()
        .satisfies(call -> assertThat(call.parentId()).isEqualTo(root));
  }

  @Test
  void theAsynchronousStructuredCall() throws Exception {
    client.async().messages().create(structured()).get(30, TimeUnit.SECONDS);

    assertOneCall();
  }

  @Test
  void theAsynchronousRawCall() throws Exception {
    client
        .async()
        .withRawResponse()
        .messages()
        .create(params("Which colour?"))
        .get(30, TimeUnit.SECONDS)
        .parse();

    assertOneCall();
  }

  @Test
  void theAsynchronousBetaCall() throws Exception {
    client.async().beta().messages().create(betaParams("Which colour?")).get(30, TimeUnit.SECONDS);

    assertOneCall();
  }

  @Test
  void theCallOfAnAsynchronousClient() throws Exception {
    AnthropicClientAsync async =
        AnthropicTracing.wrap(
            AnthropicOkHttpClientAsync.builder().baseUrl(provider.url()).apiKey(KEY).build());

    async.messages().create(params("Which colour?")).get(30, TimeUnit.SECONDS);
    assertOneCall();
    async.sync().messages().create(params("Which colour?"));

    assertThat(spans()).hasSize(2);
    assertThat(AnthropicTracing.wrap(async)).isSameAs(async);
    async.close();
  }

  @Test
  void theBetaCall() {
    client.beta().messages().create(betaParams("Which colour?"));

    assertOneCall();
  }

  @Test
  void theBetaStream() {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    try (var stream = client.beta().messages().createStreaming(betaParams("Which colour?"))) {
      stream.stream().forEach(event -> {});
    }

    assertOneCall();
  }

  @Test
  void aClientIsWrappedOnce() {
    assertThat(AnthropicTracing.wrap(client)).isSameAs(client);
    assertThat(client).isEqualTo(client).isNotEqualTo(raw);
    assertThat(client.messages()).isSameAs(client.messages());
  }

  @Test
  void aClientThatIsWrappedIsStillUsableByItself() {
    raw.messages().create(params("Which colour?"));

    assertThat(spans()).isEmpty();
  }

  @Test
  void theProgramsInterceptorsSeeWhatTheyWouldSee() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    AnthropicClient intercepted =
        AnthropicTracing.wrap(
            AnthropicOkHttpClient.builder()
                .baseUrl(provider.url())
                .apiKey(KEY)
                .addInterceptor(next -> new Watching(next, seen))
                .build());

    intercepted.messages().create(params("Which colour?"));
    intercepted.async().messages().create(params("Which colour?")).get(30, TimeUnit.SECONDS);

    assertThat(seen)
        .hasSize(2)
        .noneMatch(headers -> headers.toLowerCase(Locale.ROOT).contains("spanloom"));
    assertThat(spans()).hasSize(2);
    intercepted.close();
  }

  @Test
  void theLibrarysExceptionReachesTheProgramUnchanged() {
    provider.reply(wire.error(400, "no such model"));

    assertThatThrownBy(() -> client.messages().create(params("Which colour?")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("no such model");
    assertThatThrownBy(() -> client.withRawResponse().messages().create(params("Which colour?")))
        .isInstanceOf(BadRequestException.class);

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.status().description()).contains("no such model"));
  }

  @Test
  void anAnswerThatTheLibraryCannotReadIsAnError() {
    provider.reply(Reply.json("{\"content\": [{\"type\""));

    assertThatThrownBy(() -> client.messages().create(params("Which colour?")))
        .isInstanceOf(AnthropicInvalidDataException.class);

    assertThat(onlySpan().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void whatTheConsumerOfAStreamThrowsIsNoErrorOfTheCall() {
    provider.reply(wire.stream(new String[] {"bl", "ue"}, 23, 7));

    assertThatThrownBy(
            () -> {
              try (StreamResponse<RawMessageStreamEvent> stream =
                  client.messages().createStreaming(params("Which colour?"))) {
                stream.stream()
                    .forEach(
                        event -> {
                          throw new IllegalStateException("the consumer's own");
                        });
              }
            })
        .hasMessage("the consumer's own");

    assertThat(onlySpan().status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }
}
