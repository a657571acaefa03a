package dev.spanloom.autolog.ollama4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import io.github.ollama4j.Ollama;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResult;
import io.github.ollama4j.models.embed.OllamaEmbedRequest;
import io.github.ollama4j.models.generate.OllamaGenerateRequest;
import io.github.ollama4j.models.generate.OllamaGenerateStreamObserver;
import io.github.ollama4j.models.request.ThinkMode;
import io.github.ollama4j.models.response.OllamaAsyncResultStreamer;
import io.github.ollama4j.tools.ToolFunction;
import io.github.ollama4j.tools.Tools;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OllamaCallsTest {
  private final OllamaWire wire = new OllamaWire();
  private FakeProvider provider;
  private Ollama bare;
  private Ollama ollama;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    provider = new FakeProvider();
    bare = new Ollama(provider.url());
    ollama = OllamaTracing.wrap(bare);
  }

  @AfterEach
  void stop() {
    provider.close();
    Mlflow.reset();
  }

  private static List<Span> spans() {
    Mlflow.flush();
    return Mlflow.searchTraces().traces().stream()
        .flatMap(trace -> trace.data().spans().stream())
        .toList();
  }

  private static Span onlySpan() {
    assertThat(spans()).hasSize(1);
    return spans().get(0);
  }

  private static OllamaChatRequest question() {
    return OllamaChatRequest.builder()
        .withModel(OllamaWire.MODEL)
        .withMessage(OllamaChatMessageRole.USER, "Rain in Graz?")
        .build();
  }

  private static Tools.Tool weather(ToolFunction function) {
    return Tools.Tool.builder()
        .toolSpec(
            Tools.ToolSpec.builder()
                .name("get_weather")
                .description("Says the weather.")
                .parameters(
                    Tools.Parameters.of(
                        Map.of("city", Tools.Property.builder().type("string").build())))
                .build())
        .toolFunction(function)
        .build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChatWithToolsIsAnAgentWithItsQuestionsAndTools(boolean streams) throws Exception {
    provider.reply(
        wire.toolCall("get_weather", "{\"city\":\"Graz\"}"), wire.answer("It rains.", 40, 5));
    ollama.registerTool(
        weather(
            arguments -> {
              Mlflow.startSpan("look outside").close();
              return "rain in " + arguments.get("city");
            }));
    OllamaChatRequest request = question();
    request.setUseTools(true);

    OllamaChatResult result = ollama.chat(request, streams ? model -> {} : null);

    assertThat(result.getResponseModel().getMessage().getResponse()).isEqualTo("It rains.");
    assertThat(request.getMessages()).hasSize(4); // question, wish, result, answer
    assertThat(request.isStream()).isEqualTo(streams);
    List<Span> spans = spans();
    assertThat(spans)
        .extracting(Span::name)
        .containsExactly(
            "Ollama.chat with tools", "Ollama.chat", "get_weather", "look outside", "Ollama.chat");
    Span agent = spans.get(0);
    assertThat(agent.spanType()).isEqualTo(SpanType.AGENT);
    assertThat(String.valueOf(agent.inputs())).contains("Rain in Graz?");
    assertThat(String.valueOf(agent.outputs())).contains("It rains.");
    for (int i : new int[] {1, 2, 4}) {
      assertThat(spans.get(i).parentId()).isEqualTo(agent.spanId());
      assertThat(spans.get(i).status().statusCode()).isEqualTo(SpanStatusCode.OK);
    }
    assertThat(String.valueOf(spans.get(1).outputs())).contains("get_weather", "Graz");
    Span tool = spans.get(2);
    assertThat(tool.spanType()).isEqualTo(SpanType.TOOL);
    assertThat(tool.inputs()).isEqualTo(Map.of("city", "Graz"));
    assertThat(tool.outputs()).isEqualTo("rain in Graz");
    assertThat(spans.get(3).parentId()).isEqualTo(tool.spanId());
    assertThat(String.valueOf(spans.get(4).inputs())).contains("rain in Graz");
    assertThat(spans.get(4).tokenUsage()).contains(new TokenUsage(40, 5));
  }

  @Test
  void whatIsSentAndReturnedIsWhatABareClientSendsAndReturns() throws Exception {
    List<OllamaChatRequest> requests = new ArrayList<>();
    List<String> results = new ArrayList<>();
    for (Ollama each : List.of(bare, ollama)) {
      provider.reply(
          wire.toolCall("get_weather", "{\"city\":\"Graz\"}"), wire.answer("It rains.", 40, 5));
      each.deregisterTools();
      each.registerTool(weather(arguments -> "rain"));
      OllamaChatRequest request = question();
      request.setUseTools(true);
      request.setThink(ThinkMode.LOW);
      request.setOptions(Map.of("temperature", 0.5));
      results.add(each.chat(request, null).toString());
      requests.add(request);
    }

    List<String> bodies = provider.requests().stream().map(FakeProvider.Request::body).toList();
    assertThat(bodies.subList(2, 4)).isEqualTo(bodies.subList(0, 2));
    assertThat(results.get(1)).isEqualTo(results.get(0));
    assertThat(requests.get(1).toString()).isEqualTo(requests.get(0).toString());
  }

  @Test
  void aToolThatThrowsIsAnErrorOfAllAroundIt() {
    provider.reply(wire.toolCall("get_weather", "{\"city\":\"Graz\"}"));
    ollama.registerTool(
        weather(
            arguments -> {
              throw new IllegalStateException("the sky fell down");
            }));
    OllamaChatRequest request = question();
    request.setUseTools(true);

    assertThatThrownBy(() -> ollama.chat(request, null))
        .hasStackTraceContaining("the sky fell down");

    assertThat(spans())
        .extracting(Span::name, span -> span.status().statusCode())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("Ollama.chat with tools", SpanStatusCode.ERROR),
            org.assertj.core.groups.Tuple.tuple("Ollama.chat", SpanStatusCode.OK),
            org.assertj.core.groups.Tuple.tuple("get_weather", SpanStatusCode.ERROR));
  }

  @Test
  void thoughtsAndParametersOfAChatAreRecorded() throws Exception {
    provider.reply(
        OllamaWire.lines(
            List.of(
                OllamaWire.line(
                    "{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Hm. \"}",
                    "\"done\":false"),
                OllamaWire.line(
                    "{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"Aha.\"}",
                    "\"done\":false"),
                OllamaWire.line(OllamaWire.said("It rains."), OllamaWire.done("stop", 23, 7)))));
    OllamaChatRequest request = question();
    request.setThink(ThinkMode.ENABLED);
    request.setOptions(Map.of("temperature", 0.5));

    var unused = ollama.chat(request, model -> {});

    Span span = onlySpan();
    assertThat(String.valueOf(span.outputs())).contains("thinking=Hm. Aha.", "It rains.");
    assertThat(span.attribute("temperature")).isEqualTo(0.5);
    assertThat(span.attribute("think")).isEqualTo(true);
    assertThat(span.attribute("gen_ai.response.finish_reasons")).isEqualTo(List.of("stop"));
  }

  private static Reply generated(String... pieces) {
    List<String> lines = new ArrayList<>();
    for (String piece : pieces) {
      lines.add("{\"model\":\"qwen3:0.6b\",\"response\":\"" + piece + "\",\"done\":false}\n");
    }
    lines.add(
        "{\"model\":\"qwen3:0.6b\",\"response\":\"\"," + OllamaWire.done("stop", 23, 7) + "}\n");
    return OllamaWire.lines(lines);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGeneratedTextIsASpan(boolean streams) throws Exception {
    provider.reply(streams ? generated("It ", "rains.") : generated("It rains."));
    StringBuilder seen = new StringBuilder();
    OllamaGenerateRequest request =
        OllamaGenerateRequest.builder()
            .withModel(OllamaWire.MODEL)
            .withPrompt("Rain in Graz?")
            .withStreaming(streams)
            .withThink(ThinkMode.DISABLED)
            .build();

    String text;
    try (LiveSpan around = Mlflow.startSpan("around")) {
      text =
          ollama
              .generate(
                  request, streams ? new OllamaGenerateStreamObserver(null, seen::append) : null)
              .getResponse();
    }

    assertThat(text).isEqualTo("It rains.");
    if (streams) {
      assertThat(seen.toString()).isEqualTo("It rains.");
    }
    Span span = spans().get(1);
    assertThat(span.name()).isEqualTo("Ollama.generate");
    assertThat(span.spanType()).isEqualTo(SpanType.LLM);
    assertThat(span.parentId()).isEqualTo(spans().get(0).spanId());
    assertThat(String.valueOf(span.inputs())).contains("Rain in Graz?");
    assertThat(String.valueOf(span.outputs())).contains("It rains.");
    assertThat(span.tokenUsage()).contains(new TokenUsage(23, 7));
    assertThat(span.attribute("spanloom.stream.chunks") != null).isEqualTo(streams);
  }

  @Test
  void aTextThatIsGeneratedLaterEndsItsSpanWithItself() throws Exception {
    provider.reply(generated("It ", "rains."));

    OllamaAsyncResultStreamer streamer =
        ollama.generateAsync(OllamaWire.MODEL, "Rain in Graz?", false, ThinkMode.DISABLED);
    streamer.join();

    Span span = ended();
    assertThat(span.name()).isEqualTo("Ollama.generate");
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(String.valueOf(span.outputs())).contains("It rains.");
  }

  @Test
  void aTextThatCannotBeGeneratedLaterIsAnError() throws Exception {
    provider.reply(wire.error(404, "no such model"));

    ollama.generateAsync("nobody", "Rain in Graz?", false, ThinkMode.DISABLED).join();

    assertThat(ended().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(ended().status().description()).contains("404");
  }

  private static Span ended() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < end) {
      List<Span> found = spans();
      if (!found.isEmpty() && found.get(0).endTimeUnixNanos() != null) {
        return found.get(0);
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the span stayed open");
  }

  @Test
  void embeddingsAreSpans() throws Exception {
    provider.reply(
        Reply.json(
            """
            {"model":"all-minilm","embeddings":[[0.25,-0.5]],"total_duration":1,\
            "load_duration":1,"prompt_eval_count":4}"""));

    var unused = ollama.embed(new OllamaEmbedRequest("all-minilm", List.of("blue")));

    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("Ollama.embed");
    assertThat(span.spanType()).isEqualTo(SpanType.EMBEDDING);
    assertThat(String.valueOf(span.inputs())).contains("blue");
    assertThat(span.tokenUsage()).contains(new TokenUsage(4, 0));
  }

  @Test
  void wrappingTwiceIsWrappingOnceAndOffIsOff() {
    assertThat(OllamaTracing.wrap(ollama)).isSameAs(ollama);
    assertThat(OllamaTracing.wrap(bare, AutologOptions.DEFAULT.withEnabled(false))).isSameAs(bare);
  }

  /** One that finds its caller by the stack must be called by the program itself. */
  @Test
  void everyMethodOfTheLibraryGoesToTheClientThatIsWrapped() {
    List<String> missing =
        Arrays.stream(Ollama.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .filter(method -> !method.isSynthetic())
            .filter(method -> !isDeclared(method))
            .map(Method::toString)
            .toList();

    assertThat(missing).singleElement().asString().contains("registerAnnotatedTools()");
  }

  private static boolean isDeclared(Method method) {
    try {
      var unused =
          TracedOllama.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
      return true;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
