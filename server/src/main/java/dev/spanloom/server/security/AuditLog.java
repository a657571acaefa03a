package dev.spanloom.server.security;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.SocketAddress;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each refusal, of what a client cannot fill with anything: no query, no header, no
 * body. When there are too many they are counted in the next line. Thread-safe.
 */
final class AuditLog {
  private static final Logger LOG = LoggerFactory.getLogger("dev.spanloom.server.audit");
  private static final int LINES_PER_SECOND = 10;
  private static final int MOST_PATH_CHARS = 200;

  private final Bucket lines = new Bucket(LINES_PER_SECOND, System.nanoTime());
  private final AtomicLong unwritten = new AtomicLong();

  void refused(ServiceRequestContext context, Refusal refusal, @Nullable String token) {
    if (!lines.take(System.nanoTime())) {
      unwritten.incrementAndGet();
      return;
    }
    SocketAddress address = context.remoteAddress();
    LOG.warn(
        "event=refused at={} address={} method={} path=\"{}\" token={} reason={} unwritten={}",
        Instant.now(),
        address,
        context.method(),
        printable(context.path()),
        token == null ? "-" : token,
        refusal.kind(),
        unwritten.getAndSet(0));
  }

  /** A path as one quoted word. */
  static String printable(String path) {
    StringBuilder text = new StringBuilder();
    path.chars()
        .limit(MOST_PATH_CHARS)
        .forEach(c -> text.append(c > ' ' && c < 0x7F && c != '"' && c != '\\' ? (char) c : '?'));
    return text.toString();
  }
}
