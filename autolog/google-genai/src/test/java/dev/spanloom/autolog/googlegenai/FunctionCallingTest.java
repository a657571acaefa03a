package dev.spanloom.autolog.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.Tool;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider.Request;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that the library calls by itself, between one call of the model and the next. */
class FunctionCallingTest extends GeminiCase {
  /** Public, so that the library can call it. */
  public static final class Functions {
    private Functions() {}

    /** A tool that traces itself, as a method with {@code @Trace} does. */
    public static String now() {
      try (LiveSpan span = Mlflow.spanBuilder("now").spanType(SpanType.TOOL).start()) {
        return "noon in Graz";
      }
    }
  }

  private static GenerateContentConfig withFunction() throws NoSuchMethodException {
    Method now = Functions.class.getMethod("now");
    return GenerateContentConfig.builder().tools(Tool.builder().functions(now)).build();
  }

  @BeforeEach
  void answerByWhatIsKnown() {
    provider.replyBy(this::answer);
  }

  private Reply answer(Request request) {
    return request.body().contains("functionResponse")
        ? wire.answer("It is noon.", 60, 5)
        : wire.toolCall("now", "{}");
  }

  @Test
  void turnsAndFunctionsStandBelowTheSpanAroundThem() throws Exception {
    String root;
    GenerateContentResponse response;
    try (LiveSpan span = Mlflow.startSpan("agent")) {
      root = span.spanId();
      response = client.models.generateContent(GeminiWire.MODEL, "How late is it?", withFunction());
    }

    assertThat(response.text()).isEqualTo("It is noon.");
    List<Span> all = spans();
    assertThat(all)
        .extracting(Span::name)
        .containsExactly("agent", "Models.generate_content", "now", "Models.generate_content");
    assertThat(all.subList(1, 4)).allSatisfy(span -> assertThat(span.parentId()).isEqualTo(root));
    assertThat(all.get(1).attribute(SpanAttributeKey.CHAT_TOOLS)).asString().contains("now");
    assertThat(all.get(3).inputs()).asString().contains("functionResponse", "noon in Graz");
  }

  @Test
  void turnsOfAnAsynchronousCallStandBelowTheSpanAroundIt() throws Exception {
    String root;
    try (LiveSpan span = Mlflow.startSpan("agent")) {
      root = span.spanId();
      client
          .async
          .models
          .generateContent(GeminiWire.MODEL, "How late is it?", withFunction())
          .get(30, TimeUnit.SECONDS);
    }

    assertThat(spans())
        .filteredOn(span -> span.name().equals("Models.generate_content"))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(root));
  }

  @Test
  void anotherQuestionOfTheSameThreadStandsForItself() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    provider.replyBy(request -> answer(request).waitingFor(gate));
    try (LiveSpan span = Mlflow.startSpan("agent")) {
      CompletableFuture<Void> both =
          client
              .async
              .models
              .generateContent(GeminiWire.MODEL, "How late is it?", toolsOnly())
              .thenRun(
                  () -> client.models.generateContent(GeminiWire.MODEL, "Which colour?", null));
      gate.countDown();
      both.get(30, TimeUnit.SECONDS);
    }

    assertThat(spans())
        .filteredOn(span -> String.valueOf(span.inputs()).contains("Which colour?"))
        .singleElement()
        .satisfies(span -> assertThat(span.parentId()).isNull());
  }

  private static GenerateContentConfig toolsOnly() {
    return GenerateContentConfig.builder()
        .tools(
            Tool.builder()
                .functionDeclarations(FunctionDeclaration.builder().name("now").build())
                .build())
        .build();
  }
}
