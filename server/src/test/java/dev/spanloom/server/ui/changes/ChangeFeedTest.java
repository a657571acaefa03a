package dev.spanloom.server.ui.changes;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.testjvms.Await;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The feed by itself. */
class ChangeFeedTest {
  private static final Wanted WANTED = new Wanted(Set.of("0"), Set.of());

  private final AtomicInteger reads = new AtomicInteger();
  private final TraceStore store = counting(new InMemoryTraceStore());
  private final ChangeFeed feed = new ChangeFeed(store, info -> Map.of("id", info.traceId()));

  /** A store of which it is counted how often somebody reads or searches. */
  private TraceStore counting(TraceStore real) {
    return (TraceStore)
        Proxy.newProxyInstance(
            TraceStore.class.getClassLoader(),
            new Class<?>[] {TraceStore.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("reader") || method.getName().equals("search")) {
                reads.incrementAndGet();
              }
              return method.invoke(real, arguments);
            });
  }

  private void write() {
    Span span = Span.builder("tr-" + "1".repeat(32), "0000000000000001").name("a").build();
    feed.telling(store)
        .writer()
        .write(new WriteBatch(List.of(), List.of(EncodedSpan.of(span)), "0"));
  }

  @Test
  void nothingIsReadWhileNobodyListens() {
    try (feed) {
      write();
      assertThat(reads).hasValue(0);
      HttpResponseWriter reply = HttpResponse.streaming();
      assertThat(feed.listen(WANTED, reply)).isTrue();
      Await.until("the page is read", () -> reads.get() > 0);
      reply.abort();
      Await.until("nobody listens", () -> feed.listeners() == 0);
      Await.until("the thread is idle", () -> !threadLives());
      int before = reads.get();
      write();
      assertThat(reads).hasValue(before);
      assertThat(threadLives()).isFalse();
    }
  }

  private static boolean threadLives() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("spanloom-changes"));
  }

  @Test
  void listenersAreLimitedAndMakeRoomWhenTheyLeave() {
    try (feed) {
      List<HttpResponseWriter> replies = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        replies.add(HttpResponse.streaming());
        assertThat(feed.listen(WANTED, replies.get(i))).isTrue();
      }
      assertThat(feed.listen(WANTED, HttpResponse.streaming())).isFalse();
      assertThat(feed.listeners()).isEqualTo(200);
      replies.get(7).abort();
      Await.until("one is gone", () -> feed.listeners() == 199);
      assertThat(feed.listen(WANTED, HttpResponse.streaming())).isTrue();
    }
  }

  @Test
  void afterTheEndNobodyIsTakenAndWritersGoOn() {
    HttpResponseWriter reply = HttpResponse.streaming();
    assertThat(feed.listen(WANTED, reply)).isTrue();
    feed.close();
    assertThat(reply.isOpen()).isFalse();
    assertThat(feed.listen(WANTED, HttpResponse.streaming())).isFalse();
    write();
    assertThat(store.reader().info("tr-" + "1".repeat(32))).isPresent();
  }

  @Test
  void whoHearsNothingForFifteenSecondsIsToldThatTheServerLives() {
    long before = System.nanoTime();
    Listener listener = new Listener(WANTED, HttpResponse.streaming());
    long behind = System.nanoTime();
    assertThat(listener.isSilent(before + TimeUnit.SECONDS.toNanos(14))).isFalse();
    assertThat(listener.isSilent(behind + TimeUnit.SECONDS.toNanos(15))).isTrue();
    assertThat(EventText.PING).isEqualTo(": ping\n\n");
  }

  @Test
  void whileAPieceOfNewsIsOnItsWayNoOtherIsSent() {
    HttpResponseWriter reply = HttpResponse.streaming();
    Listener listener = new Listener(WANTED, reply);
    assertThat(listener.send(EventText.PING, () -> {})).isTrue();
    assertThat(listener.isReady()).isFalse();
    for (int i = 0; i < 1_000; i++) {
      listener.changed("0", "tr-" + i);
      listener.changed("elsewhere", "tr-" + i);
    }
    News news = listener.rows().get("0");
    assertThat(news.ids()).hasSize(News.MOST).endsWith("tr-999").startsWith("tr-800");
    assertThat(news.more()).isTrue();
    reply.abort();
    assertThat(listener.send(EventText.PING, () -> {})).isFalse();
  }
}
