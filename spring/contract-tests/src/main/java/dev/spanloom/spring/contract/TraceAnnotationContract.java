package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.spring.contract.TraceBeans.Numbers;
import dev.spanloom.spring.contract.TraceBeans.Reader;
import dev.spanloom.spring.contract.TraceBeans.Search;
import dev.spanloom.spring.contract.TraceBeans.Tools;
import dev.spanloom.spring.contract.TraceBeans.Untouched;
import dev.spanloom.spring.contract.TraceBeans.WebReader;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ConfigurableApplicationContext;

/** {@code @Trace} methods of beans, by Spring's proxies. */
public abstract class TraceAnnotationContract extends BootContract {
  @Test
  void aMethodIsASpanWithAllThatTheAnnotationSays() {
    Search search = start(TraceBeans.class).getBean(Search.class);
    assertThat(search.search("weather", "secret", 3)).isEqualTo("weather36");
    Span span = span(onlyTrace(), "find");
    assertThat(span.spanType()).isEqualTo(SpanType.RETRIEVER);
    assertThat(span.attribute("k")).isEqualTo("v");
    assertThat(span.inputs()).isEqualTo(Map.of("query", "weather", "n", 3L));
    assertThat(span.outputs()).isEqualTo("weather36");
    assertThat(span.attribute("mlflow.spanFunctionName")).isEqualTo("search");
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void whatItThrowsIsRecordedAndThrownOn() {
    Search search = start(TraceBeans.class).getBean(Search.class);
    assertThatThrownBy(search::failing)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage("no index");
    Span span = span(onlyTrace(), "failing");
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.events()).extracting(event -> event.name()).containsExactly("exception");
  }

  @Test
  void aFutureKeepsTheSpanOpenUntilItIsDone() {
    Search search = start(TraceBeans.class).getBean(Search.class);
    CompletableFuture<String> answer = new CompletableFuture<>();
    assertThat(search.later(answer)).isSameAs(answer);
    Mlflow.startSpan("meanwhile").close();
    answer.complete("42");
    assertThat(traces()).hasSize(2);
    assertThat(span(traces().get(0), "later").outputs()).isEqualTo("42");
  }

  @Test
  void reactiveResultsAreRecordedAsTheyPass() {
    Search search = start(TraceBeans.class).getBean(Search.class);
    assertThat(search.mono("one").block()).isEqualTo("one");
    assertThat(search.flux().collectList().block()).containsExactly("a", "b");
    assertThat(span(traces().get(0), "mono").outputs()).isEqualTo("one");
    assertThat(span(traces().get(1), "flux").outputs()).isEqualTo(List.of("a", "b"));
  }

  @Test
  void onAClassItMeansThePublicMethodsAndNotThoseOfEveryObject() {
    Tools tools = start(TraceBeans.class).getBean(Tools.class);
    assertThat(tools.add()).isEqualTo("3");
    assertThat(tools.hidden()).isEqualTo("hidden");
    assertThat(tools).hasToString("tools");
    assertThat(span(onlyTrace(), "add").spanType()).isEqualTo(SpanType.TOOL);
  }

  @Test
  void onAProtectedMethodItCounts() {
    Search search = start(TraceBeans.class).getBean(Search.class);
    assertThat(search.guarded()).isEqualTo("guarded");
    assertThat(names(onlyTrace())).containsExactly("guarded");
  }

  @Test
  void onAGenericInterfaceItReachesTheProxyOfTheClass() {
    WebReader reader = start(TraceBeans.class).getBean(WebReader.class);
    assertThat(AopUtils.isCglibProxy(reader)).isTrue();
    assertThat(reader.read(Optional.of("page"))).isEqualTo("page");
    Span span = span(onlyTrace(), "read");
    assertThat(span.spanType()).isEqualTo(SpanType.PARSER);
    assertThat(span.inputs()).isEqualTo(Map.of("what", "page"));
  }

  @Test
  @SuppressWarnings("unchecked")
  void andTheProxyOfTheInterface() {
    ConfigurableApplicationContext context =
        start(TraceBeans.class, "spring.aop.proxy-target-class=false");
    Reader<Optional<String>> reader = context.getBean(Reader.class);
    assertThat(AopUtils.isJdkDynamicProxy(reader)).isTrue();
    assertThat(reader.read(Optional.of("page"))).isEqualTo("page");
    assertThat(reader.readAll()).isEqualTo("all");
    assertThat(reader.untracedHere(Optional.empty())).isEmpty();
    assertThat(traces())
        .extracting(trace -> names(trace).get(0))
        .containsExactly("read", "readAll", "said by the class");
  }

  @Test
  void aDefaultMethodIsTraced() {
    WebReader reader = start(TraceBeans.class).getBean(WebReader.class);
    assertThat(reader.readAll()).isEqualTo("all");
    assertThat(names(onlyTrace())).containsExactly("readAll");
  }

  @Test
  void anInheritedMethodIsTraced() {
    assertThat(start(TraceBeans.class).getBean(Numbers.class).count()).isEqualTo(3);
    assertThat(names(onlyTrace())).containsExactly("count");
  }

  @Test
  void callsThatABeanMakesOnItselfPassTheProxyBy() {
    assertThat(start(TraceBeans.class).getBean(Search.class).callsItself()).isEqualTo("inner10");
    assertThat(names(onlyTrace())).containsExactly("callsItself");
  }

  @Test
  void beansWithoutTheAnnotationHaveNoProxy() {
    Untouched untouched = start(TraceBeans.class).getBean(Untouched.class);
    assertThat(AopUtils.isAopProxy(untouched)).isFalse();
    assertThat(untouched.work()).isEqualTo("done");
  }

  @Test
  void theSpanIsAroundTheTransactionAndSeesItsCommitFail() {
    var orders = start(TransactionBeans.class).getBean(TransactionBeans.Orders.class);
    assertThatThrownBy(orders::placed).hasMessage("no commit");
    Span span = span(onlyTrace(), "placed");
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("no commit");
  }

  @Test
  void methodsThatAreWovenTooAreTracedOnce() throws IOException {
    String printed =
        Jvm.run(
            Jdk.RUNNING,
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Djdk.attach.allowAttachSelf=true"),
            WovenProgram.class);
    // callsItself is woven inside, too, and sees the call that passes the proxy by
    assertThat(printed)
        .contains(
            "[[find], [add], [read], [readAll], [said by the class], [count], [callsItself, find]]");
  }
}
