package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.testjvms.Await;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Nobody searches for a client that is gone. */
class FindCancelledTest {
  private final AtomicLong spans = new AtomicLong();
  private final AtomicBoolean ended = new AtomicBoolean();

  /** A store with a trace without end. */
  private TraceStore endless(TraceStore real) {
    Span span = Span.builder("tr-" + "1".repeat(32), "0000000000000001").name("a").build();
    TraceReader reader =
        proxy(
            TraceReader.class,
            (method, arguments) -> {
              if (!method.getName().equals("eachSpan")) {
                return method.invoke(real.reader(), arguments);
              }
              @SuppressWarnings("unchecked")
              Predicate<Span> visitor = (Predicate<Span>) arguments[1];
              while (visitor.test(span)) {
                spans.incrementAndGet();
              }
              ended.set(true);
              return null;
            });
    return proxy(
        TraceStore.class,
        (method, arguments) ->
            method.getName().equals("reader") ? reader : method.invoke(real, arguments));
  }

  private interface Answer {
    Object to(java.lang.reflect.Method method, Object[] arguments) throws Exception;
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer.to(method, arguments)));
  }

  @Test
  void aSearchEndsWhenItsClientIsGone() throws IOException {
    TraceStore store = endless(new InMemoryTraceStore());
    try (LiveServer server = new LiveServer(ServerOptions.defaults(), store)) {
      int port = server.uri("/").getPort();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client
            .getOutputStream()
            .write(
                ("GET /ui-api/1/traces/tr-1/find?q=x HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        Await.until("it searches", () -> spans.get() > 0);
        assertThat(ended).isFalse();
      }
      Await.until("it ends", ended::get);
      Await.until("nothing is served", () -> server.requestsBeingServed() == 0);
    }
  }
}
