package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.PrimitiveIterator;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracedStreamsTest extends TracingTest {
  private static Stream<Integer> numbers() {
    return Stream.of(1, 2, 3);
  }

  @Test
  void theItemsOfAStreamAreEventsAndTheirListTheOutput() {
    Supplier<Stream<Integer>> f = Mlflow.traced("f", TracedStreamsTest::numbers);
    assertThat(f.get().map(x -> x * 10)).containsExactly(10, 20, 30);
    assertThat(span().outputs()).isEqualTo(List.of(1L, 2L, 3L));
    assertThat(span().events())
        .extracting(SpanEvent::name)
        .containsExactly("mlflow.chunk.item.0", "mlflow.chunk.item.1", "mlflow.chunk.item.2");
    assertThat(span().events().get(1).attributes()).containsEntry("mlflow.chunk.value", "2");
    assertThat(span().status()).isEqualTo(SpanStatus.OK);
  }

  @Test
  void aReducerMakesOneOutput() {
    Supplier<Stream<Integer>> f =
        Mlflow.traced("f")
            .outputReducer(items -> items.stream().mapToInt(i -> (Integer) i).sum())
            .supplier(TracedStreamsTest::numbers);
    f.get().forEach(x -> {});
    assertThat(span().outputs()).isEqualTo(6L);
  }

  @Test
  void aReducerThatFailsLeavesTheList() {
    Supplier<Stream<Integer>> f =
        Mlflow.traced("f")
            .outputReducer(
                items -> {
                  throw new IllegalStateException("x");
                })
            .supplier(TracedStreamsTest::numbers);
    assertThat(f.get().toList()).hasSize(3);
    assertThat(span().outputs()).isEqualTo(List.of(1L, 2L, 3L));
  }

  @Test
  void spansMadeWhileTheStreamIsReadAreChildrenAndThoseOfTheConsumerAreNot() {
    Supplier<Stream<Integer>> f =
        Mlflow.traced("f", () -> numbers().peek(x -> Mlflow.startSpan("producer").close()));
    try (var root = Mlflow.startSpan("root")) {
      f.get().forEach(x -> Mlflow.startSpan("consumer").close());
    }
    Span stream = span("f");
    assertThat(trace().searchSpansByName("producer"))
        .hasSize(3)
        .allMatch(s -> stream.spanId().equals(s.parentId()));
    assertThat(trace().searchSpansByName("consumer"))
        .hasSize(3)
        .allMatch(s -> span("root").spanId().equals(s.parentId()));
  }

  @Test
  void countingAStreamTakesItsItems() {
    assertThat(Mlflow.traced("f", () -> List.of(1, 2).stream()).get().count()).isEqualTo(2);
    assertThat(span().outputs()).isEqualTo(List.of(1L, 2L));
  }

  @Test
  void aStreamClosedEarlyKeepsWhatCame() {
    try (Stream<Integer> stream = Mlflow.traced("f", TracedStreamsTest::numbers).get()) {
      assertThat(stream.findFirst()).contains(1);
    }
    assertThat(span().outputs()).isEqualTo(List.of(1L));
    assertThat(span().attribute("spanloom.stream.cancelled")).isEqualTo(true);
  }

  @Test
  void aStreamThatFailsFailsItsSpan() {
    IllegalStateException thrown = new IllegalStateException("third");
    Supplier<Stream<Integer>> f =
        Mlflow.traced(
            "f",
            () ->
                numbers()
                    .peek(
                        x -> {
                          if (x == 2) {
                            throw thrown;
                          }
                        }));
    List<Integer> seen = new ArrayList<>();
    assertThatThrownBy(() -> f.get().forEach(seen::add)).isSameAs(thrown);
    assertThat(seen).containsExactly(1);
    assertThat(span().events())
        .extracting(SpanEvent::name)
        .containsExactly("mlflow.chunk.item.0", "exception");
    assertThat(span().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span().attributes()).doesNotContainKey(SpanAttributeKey.OUTPUTS);
  }

  @Test
  void anIteratorIsTracedToItsEnd() {
    Supplier<Iterator<Integer>> f = Mlflow.traced("f", () -> numbers().iterator());
    Iterator<Integer> iterator = f.get();
    assertThat(Mlflow.getCurrentActiveSpan().isRecording()).isFalse();
    iterator.forEachRemaining(x -> {});
    assertThat(span().name()).isEqualTo("f");
  }

  private static Iterator<Integer> plain(int end) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < end;
      }

      @Override
      public Integer next() {
        if (next == 2) {
          throw new IllegalStateException("two");
        }
        return next++;
      }
    };
  }

  @Test
  void anIteratorMayBeClosedEarlyOrFail() throws Exception {
    Iterator<Integer> early = Mlflow.traced("early", () -> plain(10)).get();
    assertThat(early.next()).isZero();
    ((AutoCloseable) early).close();
    Iterator<Integer> failing = Mlflow.traced("failing", () -> plain(10)).get();
    failing.next();
    failing.next();
    assertThatThrownBy(failing::next).hasMessage("two");
    assertThat(span(traces().get(0), "early").outputs()).isEqualTo(List.of(0L));
    assertThat(span(traces().get(1), "failing").status().statusCode())
        .isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void aResultThatTheCallerKnowsAsMoreThanAnIteratorStaysWhatItIs() {
    Supplier<ListIterator<Integer>> list =
        Mlflow.traced("list", () -> new ArrayList<>(List.of(1)).listIterator());
    Supplier<PrimitiveIterator.OfInt> ints =
        Mlflow.traced("ints", () -> IntStream.of(1, 2).iterator());
    ListIterator<Integer> listIterator = list.get();
    assertThat(listIterator.nextIndex()).isZero();
    PrimitiveIterator.OfInt primitive = ints.get();
    assertThat(primitive.nextInt()).isEqualTo(1);
    assertThat(traces()).hasSize(2);
  }

  /** Gives its items as they are asked for. */
  private static Flow.Publisher<Integer> publisher(int items, @Nullable Throwable end) {
    return subscriber ->
        subscriber.onSubscribe(
            new Flow.Subscription() {
              private int next;
              private boolean cancelled;

              @Override
              public void request(long n) {
                for (long i = 0; i < n && !cancelled && next <= items; i++) {
                  if (next < items) {
                    subscriber.onNext(next++);
                  } else {
                    next++;
                    if (end == null) {
                      subscriber.onComplete();
                    } else {
                      subscriber.onError(end);
                    }
                  }
                }
              }

              @Override
              public void cancel() {
                cancelled = true;
              }
            });
  }

  private static void consume(Flow.Publisher<Integer> publisher, int cancelAfter) {
    publisher.subscribe(
        new Flow.Subscriber<>() {
          private Flow.@Nullable Subscription subscription;
          private int seen;

          @Override
          public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(100);
          }

          @Override
          public void onNext(Integer item) {
            if (++seen == cancelAfter && subscription != null) {
              subscription.cancel();
            }
          }

          @Override
          public void onError(Throwable throwable) {}

          @Override
          public void onComplete() {}
        });
  }

  @Test
  void aPublisherIsTracedForItsFirstSubscriber() {
    Flow.Publisher<Integer> publisher = Mlflow.traced("f", () -> publisher(3, null)).get();
    consume(publisher, -1);
    consume(publisher, -1);
    assertThat(span().outputs()).isEqualTo(List.of(0L, 1L, 2L));
  }

  @Test
  void aPublisherMayBeCancelledOrFail() {
    consume(Mlflow.traced("cancelled", () -> publisher(3, null)).get(), 2);
    consume(Mlflow.traced("failing", () -> publisher(1, new IllegalStateException("x"))).get(), -1);
    assertThat(span(traces().get(0), "cancelled").outputs()).isEqualTo(List.of(0L, 1L));
    assertThat(span(traces().get(1), "failing").status())
        .isEqualTo(SpanStatus.error("IllegalStateException: x"));
  }

  @Test
  void aStreamThatNobodyReadsIsEndedWhenItIsForgotten() {
    Mlflow.traced("f", TracedStreamsTest::numbers).get();
    await(
        "the end of the span",
        () -> {
          System.gc();
          return Mlflow.exportStats().spansAbandoned() == 1;
        });
  }
}
