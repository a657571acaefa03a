package dev.spanloom.autolog.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ImageFormat;

/** What is not the same for all libraries. */
class BedrockCallsTest extends BedrockCase {
  private final ConverseWire wire = new ConverseWire();

  @Test
  void theVersionUnderTestIsTheOneThatThePomNames() throws Exception {
    // as a constant it would be that of the compiler's class path
    assertThat(VersionInfo.class.getField("SDK_VERSION").get(null))
        .isEqualTo(System.getProperty("bedrock.expected"));
  }

  @Test
  void aWrappedClientThatTheInterceptorSeesTooLeavesOneSpan() {
    provider.reply(wire.error(503, "busy"), wire.answer("yes", 1, 1));
    BedrockRuntimeClient own =
        Clients.blocking(
            provider.url(),
            "key-4711",
            more -> more.addExecutionInterceptor(new TracingInterceptor()));

    BedrockRuntimeClient wrapped = BedrockTracing.wrap(own, AutologOptions.DEFAULT);
    assertThat(BedrockTracing.wrap(wrapped, AutologOptions.DEFAULT)).isSameAs(wrapped);
    var unused = wrapped.converse(BedrockUser.request("Are you there?"));

    assertThat(onlySpan().events()).filteredOn(e -> e.name().equals("retry")).hasSize(1);
    own.close();
  }

  @Test
  void aClientWithTheInterceptorTwiceLeavesOneSpan() {
    provider.reply(wire.answer("yes", 1, 1));
    try (BedrockRuntimeClient twice =
        Clients.blocking(
            provider.url(),
            "key-4711",
            more -> more.addExecutionInterceptor(new TracingInterceptor()))) {
      var unused = twice.converse(BedrockUser.request("Are you there?"));
    }

    assertThat(spans()).hasSize(1);
  }

  @Test
  void aClientThatOptionsSwitchOffIsNotWrapped() {
    AutologOptions off = AutologOptions.DEFAULT.withEnabled(false);

    assertThat(BedrockTracing.wrap(client, off)).isSameAs(client);
    assertThat(BedrockTracing.wrap(async, off)).isSameAs(async);
  }

  @Test
  void requestsMadeInLambdasAreCallsToo() {
    provider.reply(wire.answer("yes", 1, 1));

    var unused =
        BedrockTracing.wrap(client)
            .converse(
                in ->
                    in.modelId(ConverseWire.MODEL).messages(BedrockUser.message("Are you there?")));

    assertThat(String.valueOf(onlySpan().inputs())).contains("Are you there?");
  }

  @Test
  void parametersCacheAndCostAreRecorded() {
    provider.reply(wire.answer("yes", 1_000, 100));

    var unused = client.converse(BedrockUser.request("Are you there?"));

    Span span = onlySpan();
    assertThat(span.attribute("maxTokens")).isEqualTo(100L);
    // the oldest version does not know of caches
    boolean counts =
        software.amazon.awssdk.services.bedrockruntime.model.TokenUsage.builder()
            .build()
            .sdkFields()
            .stream()
            .anyMatch(field -> field.memberName().equals("cacheReadInputTokens"));
    assertThat(span.tokenUsage())
        .contains(new TokenUsage(1_000, 100, 1_100, counts ? 4L : null, counts ? 2L : null));
    assertThat(span.attribute(SpanAttributeKey.LLM_COST)).isInstanceOf(Map.class);
    assertThat(span.attribute("gen_ai.response.finish_reasons")).isEqualTo(List.of("end_turn"));
  }

  @Test
  void credentialsAreNowhereInASpan() {
    provider.reply(wire.answer("yes", 1, 1), wire.error(400, "no"));
    var unused = BedrockTracing.wrap(client).converse(BedrockUser.request("Are you there?"));
    assertThatThrownBy(() -> client.converse(BedrockUser.request("Are you there?"))).isNotNull();

    assertThat(provider.requests().get(0).header("Authorization"))
        .contains("Credential=key-4711/", "Signature=");
    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span ->
                assertThat(span.attributes().toString() + span.events() + span.status())
                    .doesNotContain("key-4711")
                    .doesNotContain(Clients.SECRET)
                    .doesNotContain("Signature="));
  }

  @Test
  void whatAnInterceptorOfTheProgramMakesOfTheRequestIsTheInput() {
    provider.reply(wire.answer("yes", 1, 1));
    ExecutionInterceptor polite =
        new ExecutionInterceptor() {
          @Override
          public SdkRequest modifyRequest(
              Context.ModifyRequest context, ExecutionAttributes attributes) {
            return ((ConverseRequest) context.request())
                .toBuilder().system(block -> block.text("Be polite.")).build();
          }
        };
    try (BedrockRuntimeClient own =
        Clients.blocking(
            provider.url(), "key-4711", more -> more.addExecutionInterceptor(polite))) {
      var unused = own.converse(BedrockUser.request("Are you there?"));
      var unused2 = BedrockTracing.wrap(own).converse(BedrockUser.request("Are you there?"));
    }

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(span -> assertThat(String.valueOf(span.inputs())).contains("Be polite."));
  }

  @Test
  void imagesBecomeAttachments() {
    provider.reply(wire.answer("A cat.", 1, 1));
    byte[] image = "not really a picture".repeat(100).getBytes();

    var unused =
        client.converse(
            in ->
                in.modelId(ConverseWire.MODEL)
                    .messages(
                        message ->
                            message
                                .role("user")
                                .content(
                                    ContentBlock.fromImage(
                                        picture ->
                                            picture
                                                .format(ImageFormat.PNG)
                                                .source(
                                                    from ->
                                                        from.bytes(
                                                            SdkBytes.fromByteArray(image)))))));

    assertThat(String.valueOf(onlySpan().inputs()))
        .contains("mlflow-attachment://", "image%2Fpng")
        .doesNotContain("bm90IHJlYWxseSBh");
  }

  @Test
  void aGuardrailIsASpanOfItsOwnType() {
    provider.reply(
        Reply.json(
            """
            {"action":"GUARDRAIL_INTERVENED","outputs":[{"text":"I cannot say."}],\
            "usage":{"topicPolicyUnits":1},"assessments":[]}"""));

    var unused =
        client.applyGuardrail(
            in ->
                in.guardrailIdentifier("g-1")
                    .guardrailVersion("1")
                    .source("OUTPUT")
                    .content(block -> block.text(text -> text.text("the secret recipe"))));

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("BedrockRuntime.apply_guardrail");
    assertThat(span.spanType()).isEqualTo(SpanType.GUARDRAIL);
    assertThat(String.valueOf(span.inputs())).contains("the secret recipe", "g-1");
    assertThat(String.valueOf(span.outputs())).contains("GUARDRAIL_INTERVENED", "I cannot say.");
    assertThat(span.tokenUsage()).isEmpty();
  }

  @Test
  void toolsAndThoughtsOfAStreamAreAsInAWholeAnswer() throws Exception {
    provider.reply(
        EventFrames.stream(
            EventFrames.event("messageStart", "{\"role\":\"assistant\"}"),
            EventFrames.event(
                "contentBlockStart",
                """
                {"contentBlockIndex":1,"start":{"toolUse":\
                {"toolUseId":"t-1","name":"get_weather"}}}"""),
            EventFrames.event(
                "contentBlockDelta",
                """
                {"contentBlockIndex":1,"delta":{"toolUse":{"input":"{\\"city\\":"}}}"""),
            EventFrames.event(
                "contentBlockDelta",
                "{\"contentBlockIndex\":1,\"delta\":{\"toolUse\":{\"input\":\"\\\"Graz\\\"}\"}}}"),
            EventFrames.event("contentBlockStop", "{\"contentBlockIndex\":1}"),
            EventFrames.event("messageStop", "{\"stopReason\":\"tool_use\"}")));

    read(BedrockTracing.wrap(async)).get(30, TimeUnit.SECONDS);
    read(async).get(30, TimeUnit.SECONDS);

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span ->
                assertThat(span.outputs())
                    .isEqualTo(
                        Map.of(
                            "output",
                            Map.of(
                                "message",
                                Map.of(
                                    "role",
                                    "assistant",
                                    "content",
                                    List.of(
                                        Map.of(
                                            "toolUse",
                                            Map.of(
                                                "toolUseId",
                                                "t-1",
                                                "name",
                                                "get_weather",
                                                "input",
                                                Map.of("city", "Graz")))))),
                            "stopReason",
                            "tool_use")));
  }

  private static CompletableFuture<Void> read(BedrockRuntimeAsyncClient client) {
    return client.converseStream(
        BedrockUser.streamRequest("Which colour?"),
        ConverseStreamResponseHandler.builder().subscriber(event -> {}).build());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anErrorWithinAStreamIsTheErrorOfTheSpan(boolean wrapped) {
    provider.reply(
        EventFrames.stream(
            EventFrames.event("messageStart", "{\"role\":\"assistant\"}"),
            ConverseWire.delta("It "),
            EventFrames.exception("throttlingException", "Too many tokens.")));

    assertThatThrownBy(
            () -> read(wrapped ? BedrockTracing.wrap(async) : async).get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BedrockRuntimeException.class);

    Span span = ended();
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("Too many tokens.");
    assertThat(String.valueOf(span.outputs())).contains("It ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStreamThatBreaksOffAndIsAskedAgainIsOneAnswer(boolean wrapped) throws Exception {
    String[] pieces = {"It ", "is ", "blue."};
    provider.reply(wire.stream(pieces, 23, 7).brokenAfter(2), wire.stream(pieces, 23, 7));

    read(wrapped ? BedrockTracing.wrap(async) : async).get(30, TimeUnit.SECONDS);

    Span span = onlySpan();
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(span.events()).filteredOn(e -> e.name().equals("retry")).hasSize(1);
    assertThat(String.valueOf(span.outputs())).contains("It is blue.").doesNotContain("It It");
  }

  @Test
  void aStreamWhoseFutureIsCancelledHasWhatCameSoFar() throws Exception {
    cancelAfterTwoEvents(BedrockTracing.wrap(async));

    Span span = onlySpan();
    assertThat(span.attribute("spanloom.stream.cancelled")).isEqualTo(true);
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(String.valueOf(span.outputs())).contains("It ");
  }

  /** The AWS SDK tells no interceptor that a future was cancelled. */
  @Test
  void aStreamOfAnyClientWhoseFutureIsCancelledEndsWhenItIsCollected() throws Exception {
    cancelAfterTwoEvents(async);

    assertThat(ended().events())
        .anySatisfy(event -> assertThat(event.attributes().toString()).contains("It "));
  }

  private void cancelAfterTwoEvents(BedrockRuntimeAsyncClient asked) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch two = new CountDownLatch(2);
    provider.reply(wire.stream(new String[] {"It ", "is ", "blue."}, 23, 7).waitingFor(gate));
    CompletableFuture<Void> over =
        asked.converseStream(
            BedrockUser.streamRequest("Which colour?"),
            ConverseStreamResponseHandler.builder().subscriber(event -> two.countDown()).build());
    assertThat(two.await(30, TimeUnit.SECONDS)).isTrue();
    over.cancel(true);
    gate.countDown();
  }

  /** The span as soon as it has ended; the AWS SDK may end it on a thread of its own. */
  private Span ended() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      List<Span> spans = spans();
      if (!spans.isEmpty() && spans.get(0).endTimeUnixNanos() != null) {
        return spans.get(0);
      }
      System.gc();
      Thread.onSpinWait();
    }
    throw new AssertionError("the span stayed open");
  }

  @Test
  void aTimeLimitOnTheFutureStopsTheCall() {
    CountDownLatch gate = new CountDownLatch(1);
    provider.reply(wire.answer("too late", 1, 1).waitingFor(gate));

    assertThatThrownBy(
            () ->
                BedrockTracing.wrap(async)
                    .converse(BedrockUser.request("Which colour?"))
                    .orTimeout(100, TimeUnit.MILLISECONDS)
                    .get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);

    Span span = ended();
    gate.countDown();
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("TimeoutException");
  }

  @Test
  void closingAWrappedClientClosesIt() {
    BedrockTracing.wrap(client).close();

    assertThatThrownBy(() -> client.converse(BedrockUser.request("Are you there?")))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Any client of AWS loads our interceptor: those without Bedrock must not mind. */
  @Test
  void theInterceptorLoadsWithoutBedrock() throws Exception {
    URL[] others =
        Stream.of(
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .split(java.io.File.pathSeparator))
            .filter(path -> !path.contains("bedrockruntime"))
            .map(BedrockCallsTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
      assertThatThrownBy(() -> loader.loadClass(BedrockRuntimeClient.class.getName()))
          .isInstanceOf(ClassNotFoundException.class);
      Object interceptor =
          loader.loadClass(TracingInterceptor.class.getName()).getConstructor().newInstance();
      Class<?> attributes = loader.loadClass(ExecutionAttributes.class.getName());
      interceptor
          .getClass()
          .getMethod(
              "beforeExecution",
              loader.loadClass(Context.BeforeExecution.class.getName()),
              attributes)
          .invoke(interceptor, null, attributes.getConstructor().newInstance());
    }
    assertThat(Mlflow.searchTraces().traces()).isEmpty();
  }

  private static URL url(String path) {
    try {
      return java.nio.file.Path.of(path).toUri().toURL();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
