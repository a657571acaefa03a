package dev.spanloom.server.ui.changes;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who listens. One piece of news is on its way at a time; what comes meanwhile is put
 * together. Used by the thread of the feed alone.
 */
final class Listener {
  private static final long PING_NANOS = TimeUnit.SECONDS.toNanos(15);

  private final Wanted wanted;
  private final HttpResponseWriter reply;
  private final Map<String, News> rows = new LinkedHashMap<>();
  private final News deleted = new News();
  private final Map<String, @Nullable String> revisions = new HashMap<>();
  private final News traces = new News();
  private boolean busy;
  private long lastSent = System.nanoTime();

  Listener(Wanted wanted, HttpResponseWriter reply) {
    this.wanted = wanted;
    this.reply = reply;
    wanted.experimentIds().forEach(id -> rows.put(id, new News()));
  }

  Wanted wanted() {
    return wanted;
  }

  /** The news of the rows of each experiment. */
  Map<String, News> rows() {
    return rows;
  }

  /** Traces that are no more. */
  News deleted() {
    return deleted;
  }

  /** The traces of their own pages that may have changed. */
  News traces() {
    return traces;
  }

  /** Remembers what was told of a trace; false when it was told already. */
  boolean tell(String traceId, String revision) {
    return !revision.equals(revisions.put(traceId, revision));
  }

  /** Forgets a trace; false when nothing was ever told of it. */
  boolean forget(String traceId) {
    return revisions.remove(traceId) != null;
  }

  /** A trace changed, in an experiment. */
  void changed(@Nullable String experimentId, String traceId) {
    News news = rows.get(String.valueOf(experimentId));
    if (news != null) {
      news.add(traceId);
    }
  }

  /** Whether it can be told something. */
  boolean isReady() {
    return !busy;
  }

  boolean isSilent(long nanos) {
    return !busy && nanos - lastSent >= PING_NANOS;
  }

  /**
   * Sends a text.
   *
   * @param taken is run when the client has it
   * @return false when the client is gone
   */
  boolean send(String text, Runnable taken) {
    if (!reply.tryWrite(HttpData.ofUtf8(text))) {
      return false;
    }
    lastSent = System.nanoTime();
    busy = true;
    var unused =
        reply
            .whenConsumed()
            .handle(
                (nothing, failure) -> {
                  taken.run();
                  return true;
                });
    return true;
  }

  void ready() {
    busy = false;
  }

  void end() {
    reply.close();
  }
}
