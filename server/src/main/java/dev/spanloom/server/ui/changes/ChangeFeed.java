package dev.spanloom.server.ui.changes;

import com.linecorp.armeria.common.HttpResponseWriter;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.SpanHead;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what is new in a store. What is written through {@link #telling} is told soon
 * after; what other processes write is noticed by a look once a second. A writer only leaves ids
 * behind, whoever listens and however slowly, and nothing is read while nobody listens. Owns a
 * thread, which is there while somebody listens; thread-safe.
 */
public final class ChangeFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final int MOST_LISTENERS = 200;

  /** What comes within this time is told together. */
  private static final Duration GATHERED = Duration.ofMillis(50);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(5);

  private final TraceStore store;
  private final Rows rows;
  private final ScheduledThreadPoolExecutor executor;
  private final AtomicInteger count = new AtomicInteger();
  private final Pending pending = new Pending();
  private final AtomicBoolean flushing = new AtomicBoolean();
  private volatile boolean closed;

  // of the feed's thread alone
  private final Set<Listener> listeners = new LinkedHashSet<>();
  private final Map<String, WatchedPage> pages = new HashMap<>();
  private boolean looking;

  /**
   * Makes one that does nothing until somebody listens.
   *
   * @param rows makes the row of a trace
   */
  public ChangeFeed(TraceStore store, Rows rows) {
    this.store = store;
    this.rows = rows;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "spanloom-changes");
              thread.setDaemon(true);
              return thread;
            });
    executor.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
    executor.allowCoreThreadTimeOut(true);
    executor.setRemoveOnCancelPolicy(true);
  }

  /** A store whose writes are told. */
  public TraceStore telling(TraceStore written) {
    return new TellingStore(written, this);
  }

  /** How many listen. */
  public int listeners() {
    return count.get();
  }

  /** Adds a listener; false when there are too many. */
  boolean listen(Wanted wanted, HttpResponseWriter reply) {
    if (closed || count.incrementAndGet() > MOST_LISTENERS) {
      count.decrementAndGet();
      return false;
    }
    Listener listener = new Listener(wanted, reply);
    // exactly once for each listener, however it ends
    var unused =
        reply
            .whenComplete()
            .handle(
                (nothing, failure) -> {
                  count.decrementAndGet();
                  run(() -> remove(listener));
                  return true;
                });
    run(() -> add(listener));
    return true;
  }

  private void run(Runnable work) {
    try {
      executor.execute(() -> guarded(work));
    } catch (RejectedExecutionException e) {
      LOG.debug("closed", e);
    }
  }

  private void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warn("news could not be told", e);
    }
  }

  private void add(Listener listener) {
    if (closed) {
      listener.end();
      return;
    }
    for (String experimentId : listener.wanted().experimentIds()) {
      if (!pages.containsKey(experimentId)) {
        WatchedPage page = new WatchedPage(experimentId);
        page.look(store.search(), rows);
        pages.put(experimentId, page);
      }
    }
    listeners.add(listener);
    listener.wanted().traceIds().forEach(listener.traces()::add);
    Delivery delivery = delivery();
    String hello = EventText.of("hello", Map.of("now_ms", System.currentTimeMillis()));
    send(listener, hello + delivery.text(listener));
    if (!looking) {
      looking = true;
      lookLater();
    }
  }

  private void remove(Listener listener) {
    if (listeners.remove(listener)) {
      Set<String> wanted = new HashSet<>();
      listeners.forEach(other -> wanted.addAll(other.wanted().experimentIds()));
      pages.keySet().retainAll(wanted);
    }
  }

  private Delivery delivery() {
    return new Delivery(store.reader(), rows);
  }

  // what writers call

  /** Something was written. */
  void written(WriteBatch batch) {
    if (count.get() == 0 || pending.isFull()) {
      return;
    }
    Set<String> ids = new LinkedHashSet<>();
    batch.infos().forEach(info -> ids.add(info.traceId()));
    for (EncodedSpan span : batch.spans()) {
      try {
        ids.add(SpanHead.of(span.span()).traceId());
      } catch (MlflowException e) {
        LOG.trace("a span that was rejected", e);
      }
    }
    changed(ids);
  }

  /** The same on a thread that has no time for it: of the store, or of a network. */
  void writtenLater(WriteBatch batch) {
    if (count.get() > 0 && !pending.isFull()) {
      run(() -> written(batch));
    }
  }

  void changed(Collection<String> traceIds) {
    if (count.get() > 0 && !traceIds.isEmpty()) {
      pending.change(traceIds);
      flushSoon();
    }
  }

  void deleted(String experimentId, List<String> traceIds) {
    if (count.get() > 0) {
      pending.delete(experimentId, traceIds);
      flushSoon();
    }
  }

  void deletedSome(Collection<String> experimentIds) {
    if (count.get() > 0) {
      experimentIds.forEach(pending::deleteSome);
      flushSoon();
    }
  }

  void deletedAnywhere() {
    if (count.get() > 0) {
      pending.deleteAnywhere();
      flushSoon();
    }
  }

  private void flushSoon() {
    if (flushing.compareAndSet(false, true)) {
      try {
        var unused =
            executor.schedule(
                () -> guarded(this::flush), GATHERED.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("closed", e);
      }
    }
  }

  // what the feed's thread does

  private void flush() {
    flushing.set(false);
    Pending.Taken taken = pending.take();
    if (listeners.isEmpty()) {
      return;
    }
    Delivery delivery = delivery();
    try {
      if (!pages.isEmpty()) {
        delivery.read(taken.changed());
      }
    } catch (RuntimeException e) {
      listeners.forEach(listener -> listener.rows().values().forEach(News::addUnknown));
      throw e;
    }
    for (String id : taken.changed()) {
      if (!pages.isEmpty()) {
        delivery.info(id).ifPresent(this::changed);
      }
      tracesChanged(id);
    }
    for (Listener listener : listeners) {
      if (taken.more()) {
        listener.rows().values().forEach(News::addUnknown);
        listener.wanted().traceIds().forEach(listener.traces()::add);
      }
      taken.deletions().tell(listener);
    }
    taken.deletions().ids().forEach(this::forget);
    deliver(delivery);
  }

  private void changed(TraceInfo info) {
    WatchedPage page = pages.get(String.valueOf(info.experimentId()));
    if (page != null && page.tell(info.traceId(), rows.row(info))) {
      listeners.forEach(listener -> listener.changed(info.experimentId(), info.traceId()));
    }
  }

  private void tracesChanged(String traceId) {
    for (Listener listener : listeners) {
      if (listener.wanted().traceIds().contains(traceId)) {
        listener.traces().add(traceId);
      }
    }
  }

  private void forget(String traceId) {
    pages.values().forEach(page -> page.forget(traceId));
    listeners.forEach(listener -> listener.forget(traceId));
  }

  private void lookLater() {
    try {
      var unused =
          executor.schedule(() -> guarded(this::look), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed", e);
    }
  }

  /** Looks for what other processes wrote. */
  private void look() {
    if (listeners.isEmpty()) {
      looking = false;
      return;
    }
    try {
      Delivery delivery = delivery();
      pages.values().forEach(page -> look(page, delivery));
      for (Listener listener : listeners) {
        listener.wanted().traceIds().forEach(listener.traces()::add);
      }
      deliver(delivery);
      long now = System.nanoTime();
      for (Listener listener : List.copyOf(listeners)) {
        if (listener.isSilent(now)) {
          send(listener, EventText.PING);
        }
      }
    } finally {
      lookLater();
    }
  }

  private void look(WatchedPage page, Delivery delivery) {
    WatchedPage.Look look = page.look(store.search(), rows);
    for (TraceInfo info : look.changed()) {
      delivery.know(info);
      listeners.forEach(listener -> listener.changed(info.experimentId(), info.traceId()));
    }
    delivery.read(look.missing());
    for (String id : look.missing()) {
      if (delivery.info(id).isEmpty()) {
        page.forget(id);
        for (Listener listener : listeners) {
          listener.deleted().add(id);
        }
      }
    }
  }

  private void deliver(Delivery delivery) {
    for (Listener listener : List.copyOf(listeners)) {
      if (listener.isReady()) {
        send(listener, delivery.text(listener));
      }
    }
  }

  private void send(Listener listener, String text) {
    if (!text.isEmpty() && !listener.send(text, () -> run(() -> taken(listener)))) {
      remove(listener);
    }
  }

  /** It may hear what came meanwhile. */
  private void taken(Listener listener) {
    listener.ready();
    if (listeners.contains(listener)) {
      send(listener, delivery().text(listener));
    }
  }

  /** Ends all streams. */
  @Override
  public void close() {
    closed = true;
    if (executor.isShutdown()) {
      return;
    }
    try {
      executor.submit(() -> listeners.forEach(Listener::end)).get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("listeners could not be told of the end", e);
    } finally {
      executor.shutdownNow();
    }
  }
}
