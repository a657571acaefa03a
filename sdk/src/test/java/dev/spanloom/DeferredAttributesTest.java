package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Attributes that are made once somebody looks. */
class DeferredAttributesTest extends TracingTest {
  private final AtomicInteger made = new AtomicInteger();

  private LiveSpan defer(LiveSpan span, String key, Object value) {
    AtomicInteger calls = made; // and not the span
    return span.setLater(
        100,
        out -> {
          calls.incrementAndGet();
          out.accept(key, value);
        });
  }

  @Test
  void theyAreExportedWithThePreviewsOfTheRoot() {
    try (var root = Mlflow.startSpan("root")) {
      defer(root, "mlflow.spanInputs", Map.of("question", "why?"));
      try (var child = Mlflow.startSpan("child")) {
        defer(child, "mlflow.spanOutputs", List.of(1, 2));
      }
      defer(root, "mlflow.spanOutputs", "because");
    }
    Trace trace = trace();
    assertThat(span(trace, "root").inputs()).isEqualTo(Map.of("question", "why?"));
    assertThat(span(trace, "root").outputs()).isEqualTo("because");
    assertThat(span(trace, "child").outputs()).isEqualTo(List.of(1L, 2L));
    assertThat(trace.info().requestPreview()).contains("why?");
    assertThat(trace.info().responsePreview()).contains("because");
    assertThat(trace.info().traceMetadata().get("mlflow.traceInputs")).contains("why?");
    assertThat(made).hasValue(3);
  }

  @Test
  void whoeverReadsTheOpenSpanFindsThem() {
    try (var span = Mlflow.startSpan("s")) {
      defer(span, "mlflow.spanInputs", 1);
      assertThat(span.hasInputs()).isTrue();
      defer(span, "a", 2);
      assertThat(span.attribute("a")).isEqualTo(2L);
      defer(span, "b", 3);
      assertThat(span.attributes()).containsEntry("b", 3L);
      defer(span, "c", 4);
      assertThat(span.toSpan().attribute("c")).isEqualTo(4L);
    }
    assertThat(span().attributes()).containsKeys("mlflow.spanInputs", "a", "b", "c");
    assertThat(made).hasValue(4);
  }

  @Test
  void whatIsSetAfterwardsComesOnTop() {
    try (var span = Mlflow.startSpan("s")) {
      span.setAttribute("a", "before");
      defer(span, "a", "deferred");
      span.setAttribute("b", "before");
      defer(span, "b", "deferred");
      span.setAttribute("b", "after");
      defer(span, "c", "deferred");
      span.removeAttribute("c");
    }
    assertThat(span().attribute("a")).isEqualTo("deferred");
    assertThat(span().attribute("b")).isEqualTo("after");
    assertThat(span().attributes()).doesNotContainKey("c");
  }

  @Test
  void processorsSeeAndChangeThem() {
    List<Object> seen = new ArrayList<>();
    Mlflow.configure(
        span -> {
          seen.add(span.inputs());
          span.setInputs("masked");
        });
    try (var span = Mlflow.startSpan("s")) {
      defer(span, "mlflow.spanInputs", "secret");
    }
    assertThat(span().inputs()).isEqualTo("masked");
    assertThat(trace().info().requestPreview()).doesNotContain("secret");
    assertThat(seen).containsExactly("secret");
  }

  @Test
  void aProcessorThatFailsHasThemWithheld() {
    Mlflow.configure(
        span -> {
          throw new IllegalStateException("no");
        });
    try (var span = Mlflow.startSpan("s")) {
      defer(span, "mlflow.spanInputs", "secret");
    }
    assertThat(span().inputs().toString()).contains("withheld");
    assertThat(span().toString()).doesNotContain("secret");
  }

  @Test
  void filesInThemAreExported() {
    Attachment image = new Attachment("image/png", new byte[] {1, 2, 3});
    try (var span = Mlflow.startSpan("s")) {
      defer(span, "mlflow.spanInputs", Map.of("image", image));
      defer(span, "other", "text");
    }
    Trace trace = trace(); // which flushes
    assertThat(trace.attachmentReferences()).hasSize(1);
    assertThat(Mlflow.getAttachment(image.ref(trace.info().traceId()))).contains(image);
    assertThat(Mlflow.exportStats().attachments().dropped()).isZero();
  }

  @Test
  void filesInThemAreExportedToEachOfTwoDestinations() {
    FakeDestination other = new FakeDestination();
    setting("spanloom.spool", "off");
    setting("spanloom.export.also", FakeDestinationProvider.register(other));
    Mlflow.reset();
    Mlflow.setTrackingUri(FakeDestinationProvider.register(memory));
    Attachment image = new Attachment("image/png", new byte[] {1, 2, 3});
    try (var span = Mlflow.startSpan("s")) {
      defer(span, "mlflow.spanInputs", Map.of("image", image));
    }
    String id = trace().info().traceId();
    assertThat(memory.readAttachment(id, image.id())).isPresent();
    assertThat(other.memory.readAttachment(id, image.id())).isPresent();
  }

  @Test
  void whatCannotBeMadeIsLeftOut() {
    try (var span = Mlflow.startSpan("s")) {
      span.setLater(
          1,
          out -> {
            out.accept("a", 1);
            throw new IllegalStateException("no more");
          });
      defer(span, "b", 2);
    }
    assertThat(span().attributes()).containsEntry("a", 1L).containsEntry("b", 2L);
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.OK);
  }

  @Test
  void oneThatLooksAtItsSpanWhileItIsMadeDoesNotHang() {
    try (var span = Mlflow.startSpan("s")) {
      String[] id = {span.traceId(), span.spanId()};
      span.setLater(1, out -> out.accept("open", Mlflow.client().getTrace(id[0]) != null));
      assertThat(span.attributes()).containsEntry("open", true);
    }
    assertThat(span().attributes()).containsKey("open");
  }

  @Test
  void whatComesAfterTheEndIsIgnored() {
    LiveSpan span = Mlflow.startSpan("s");
    span.end();
    defer(span, "late", 1);
    assertThat(span().attributes()).doesNotContainKey("late");
    assertThat(made).hasValue(0);
  }

  @Test
  void theLimitOfAttributesHolds() {
    setting("spanloom.span.max-attributes", 4);
    try (var span = Mlflow.startSpan("s")) {
      for (int i = 0; i < 5; i++) {
        defer(span, "a" + i, i);
      }
    }
    assertThat(span().attributes()).hasSize(4);
    assertThat(span().dropped()).isEqualTo(new Span.DroppedCounts(2, 0, 0));
  }

  @Test
  void aReaderWaitsForTheOneThatMakesThem() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    LiveSpan span = Mlflow.startSpanNoContext("s");
    span.setLater(
        1,
        out -> {
          begun.countDown();
          try {
            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          out.accept("a", 1);
        });
    Thread maker = new Thread(() -> assertThat(span.attribute("a")).isEqualTo(1L));
    maker.start();
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    span.addEvent("meanwhile"); // waits for nobody
    AtomicInteger found = new AtomicInteger();
    Thread reader = new Thread(() -> found.addAndGet(((Long) span.attribute("a")).intValue()));
    reader.start();
    go.countDown();
    maker.join(20_000);
    reader.join(20_000);
    assertThat(found).hasValue(1);
    span.end();
    assertThat(span().attributes()).containsEntry("a", 1L);
  }

  private String loseASpan() {
    LiveSpan lost = Mlflow.startSpanNoContext("lost");
    defer(lost, "mlflow.spanInputs", "kept");
    return lost.traceId();
  }

  @Test
  void aSpanWithSomeIsFoundToBeForgotten() {
    String id = loseASpan();
    awaitAForgottenSpan();
    assertThat(Mlflow.exportStats().spansAbandoned()).isEqualTo(1);
    await("the lost span", () -> !traces().isEmpty() && !trace().data().spans().isEmpty());
    assertThat(trace().info().traceId()).isEqualTo(id);
    assertThat(span("lost").inputs()).isEqualTo("kept");
  }
}
