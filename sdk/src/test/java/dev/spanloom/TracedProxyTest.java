package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.internal.woven.MethodCalls;
import dev.spanloom.internal.woven.MethodSpec;
import dev.spanloom.internal.woven.WovenCalls;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are traced without weaving: proxies, and the interceptor that frameworks use. */
class TracedProxyTest {
  private static final IOException FAILURE = new IOException("no network");

  interface Search {
    List<String> find(String query, int limit) throws IOException;

    default String first(String query) throws IOException {
      return find(query, 1).get(0);
    }
  }

  static class WebSearch implements Search {
    @Override
    public List<String> find(String query, int limit) throws IOException {
      if (limit < 0) {
        throw FAILURE;
      }
      return List.of("a", "b").subList(0, limit);
    }
  }

  interface Chosen {
    @Trace(name = "looked_up", spanType = "TOOL")
    String traced(@Trace.Input("q") String query, @Trace.Ignore String secret);

    String untraced();
  }

  static final class ChosenService implements Chosen {
    @Override
    public String traced(String query, String secret) {
      return query + Mlflow.getCurrentActiveSpan().name();
    }

    @Override
    public String untraced() {
      return Mlflow.getCurrentActiveSpan().name();
    }
  }

  interface Results {
    CompletableFuture<String> later();

    @Trace(outputReducer = OutputReducer.JoinedText.class)
    Stream<String> pieces();

    @Trace(captureOutputs = false)
    String hidden();
  }

  @Trace(spanType = "CHAIN", attributes = @Trace.Attribute(key = "team", value = "search"))
  static final class ResultService implements Results {
    private final CompletableFuture<String> future = new CompletableFuture<>();

    @Override
    public CompletableFuture<String> later() {
      return future;
    }

    @Override
    public Stream<String> pieces() {
      return Stream.of("a", "b");
    }

    @Override
    public String hidden() {
      return "x";
    }
  }

  @BeforeEach
  @AfterEach
  void startAnew() {
    Mlflow.reset();
  }

  @Test
  void allMethodsOfAnInterfaceAreTracedWhereNothingIsAnnotated() throws IOException {
    Search search = Mlflow.tracedProxy(Search.class, new WebSearch());
    assertThat(search.find("java", 2)).containsExactly("a", "b");
    Span span = onlySpan();
    assertThat(span.name()).isEqualTo("find");
    assertThat(span.inputs()).isEqualTo(Map.of("query", "java", "limit", 2L));
    assertThat(span.outputs()).isEqualTo(List.of("a", "b"));
    assertThat(span.attributes()).containsEntry("mlflow.spanFunctionName", "find");
  }

  @Test
  void whatTheObjectThrowsIsRecordedAndStaysItself() {
    Search search = Mlflow.tracedProxy(Search.class, new WebSearch());
    assertThatThrownBy(() -> search.find("java", -1)).isSameAs(FAILURE);
    assertThat(FAILURE.getSuppressed()).isEmpty();
    assertThat(onlySpan().status().description()).isEqualTo("IOException: no network");
  }

  @Test
  void aCallThatTheObjectMakesOnItselfIsNotSeen() throws IOException {
    Search search = Mlflow.tracedProxy(Search.class, new WebSearch());
    assertThat(search.first("java")).isEqualTo("a");
    assertThat(onlySpan().name()).isEqualTo("first");
  }

  @Test
  void anAnnotationChoosesMethodsAndSaysHow() {
    Chosen chosen = Mlflow.tracedProxy(Chosen.class, new ChosenService());
    assertThat(chosen.untraced()).isEmpty();
    assertThat(chosen.traced("x-", "secret")).isEqualTo("x-looked_up");
    Span span = onlySpan();
    assertThat(span.spanType()).isEqualTo("TOOL");
    assertThat(span.inputs()).isEqualTo(Map.of("q", "x-"));
  }

  @Test
  void aResultThatComesLaterKeepsItsSpanOpen() {
    ResultService service = new ResultService();
    Results results = Mlflow.tracedProxy(Results.class, service);
    assertThat(results.later()).isSameAs(service.future);
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    service.future.complete("done");
    assertThat(onlySpan().outputs()).isEqualTo("done");
    assertThat(onlySpan().attributes()).containsEntry("team", "search");
  }

  @Test
  void anAnnotationOfAMethodAddsToThatOfItsClass() {
    Results results = Mlflow.tracedProxy(Results.class, new ResultService());
    assertThat(results.pieces()).containsExactly("a", "b");
    assertThat(onlySpan().outputs()).isEqualTo("ab");
    assertThat(onlySpan().spanType()).isEqualTo("CHAIN");
  }

  @Test
  void outputsThatAreNotWantedAreNotRecorded() {
    Mlflow.tracedProxy(Results.class, new ResultService()).hidden();
    assertThat(onlySpan().attributes()).doesNotContainKey("mlflow.spanOutputs");
  }

  @Test
  void proxiesOfOneObjectAreEqual() {
    WebSearch target = new WebSearch();
    Search one = Mlflow.tracedProxy(Search.class, target);
    Search other = Mlflow.tracedProxy(Search.class, target);
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(target).hasToString(target.toString());
    assertThat(one).isNotEqualTo(Mlflow.tracedProxy(Search.class, new WebSearch()));
    assertThat(Mlflow.getLastActiveTraceId()).isEmpty();
  }

  @Test
  void aProxyOfAClassOrOfNothingIsRefusedWithWhatWasGiven() {
    assertThatThrownBy(() -> Mlflow.tracedProxy(WebSearch.class, new WebSearch()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(WebSearch.class.getName(), "expected: an interface");
    assertThatThrownBy(() -> Mlflow.tracedProxy(Search.class, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("target: null", Search.class.getName());
  }

  @Test
  void anInterceptedCallOfAWovenMethodIsOneSpan() throws Throwable {
    Method method = ChosenService.class.getMethod("traced", String.class, String.class);
    Method declared = Chosen.class.getMethod("traced", String.class, String.class);
    Object returned =
        MethodCalls.around(
            declared,
            WovenService.class,
            new Object[] {"x", "y"},
            () -> new WovenService().traced("x", "y"));
    assertThat(returned).isEqualTo("xy");
    assertThat(method).isNotNull();
    assertThat(onlySpan().name()).isEqualTo("traced");
  }

  /** As weaving makes it. */
  static final class WovenService implements Chosen {
    @Override
    @Trace
    public String traced(String query, String secret) {
      MethodSpec spec =
          new MethodSpec(
              "traced",
              "traced",
              "UNKNOWN",
              Map.of(),
              List.of("query", "secret"),
              true,
              true,
              null,
              null,
              null,
              true);
      Object call =
          WovenCalls.enter(WovenService.class, spec.encode(), new Object[] {query, secret});
      return (String) WovenCalls.exit(call, query + secret, null);
    }

    @Override
    public String untraced() {
      return "";
    }
  }

  @Test
  void aCallWithoutAnyAnnotationIsOnlyPassedOn() throws Throwable {
    Method find = Search.class.getMethod("find", String.class, int.class);
    Object returned =
        MethodCalls.around(find, WebSearch.class, new Object[] {"x", 1}, () -> List.of("r"));
    assertThat(returned).isEqualTo(List.of("r"));
    assertThat(Mlflow.getLastActiveTraceId()).isEmpty();
  }

  @Test
  void whatIsKnownOfAMethodSurvivesAsText() {
    MethodSpec spec =
        new MethodSpec(
            "f",
            "na\nme\\",
            "T\r",
            Map.of("k", "v=1\tx"),
            List.of("a", "", "c"),
            false,
            false,
            "r.R",
            0.25,
            "c.s",
            true);
    assertThat(MethodSpec.decode(spec.encode() + "later=1\n")).isEqualTo(spec);
  }

  private static Span onlySpan() {
    Mlflow.flush();
    List<Span> spans =
        Mlflow.getTrace(Mlflow.getLastActiveTraceId().orElseThrow()).orElseThrow().data().spans();
    assertThat(spans).hasSize(1);
    assertThat(spans.get(0).status().statusCode()).isNotEqualTo(SpanStatusCode.UNSET);
    return spans.get(0);
  }
}
