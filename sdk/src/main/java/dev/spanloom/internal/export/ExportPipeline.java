package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries ended spans to one destination, in batches, on one daemon thread of its own. The thread
 * that ends a span only puts it into a bounded queue. A write that fails is tried again with
 * growing pauses; what does not fit into the queue meanwhile is dropped, counted, and said once.
 *
 * <p>Owns the thread and the destination; thread-safe.
 */
public final class ExportPipeline implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final int MAX_BATCH_SPANS = 5_000;
  private static final int MAX_BATCH_INFOS = 5_000;

  /**
   * A trace whose news do not fit is known by its spans alone, from which stores derive the rest.
   */
  private static final int MAX_QUEUED_INFOS = 50_000;

  private static final int MAX_BATCH_BYTES = 16 * 1024 * 1024;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 10_000;

  private final Supplier<Destination> opener;
  private final String uri;
  private final long lingerMillis;
  private final long maxQueuedBytes;
  private final Supplier<String> fallbackExperiment;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final Queue<PendingSpan> spans = new ArrayDeque<>();
  private final Queue<TraceInfoSource> infos = new ArrayDeque<>();
  private long queuedBytes;
  private long accepted;
  private long settled;
  private long infosAccepted;
  private long infosSettled;
  private long written;
  private long dropped;
  private long failedWrites;
  private long attempts;
  private long lastFailedAttempt;
  private int flushesWaiting;
  private boolean failing;
  private boolean closed;
  private @Nullable Thread worker;

  private final Object openLock = new Object();
  private volatile @Nullable Destination destination;

  /**
   * A pipeline that opens its destination when it first needs it.
   *
   * @param uri for messages; its login is left out of them
   * @param lingerMillis how long the first span of a batch waits for others
   * @param maxQueuedBytes most encoded bytes that wait
   * @param fallbackExperiment the experiment of traces that name none
   */
  public ExportPipeline(
      String uri,
      Supplier<Destination> opener,
      long lingerMillis,
      long maxQueuedBytes,
      Supplier<String> fallbackExperiment) {
    this.uri = Destinations.withoutLogin(uri);
    this.opener = opener;
    this.lingerMillis = lingerMillis;
    this.maxQueuedBytes = maxQueuedBytes;
    this.fallbackExperiment = fallbackExperiment;
  }

  /**
   * The counts of this pipeline.
   *
   * @param ended spans offered
   * @param written spans a destination has taken
   * @param dropped spans given up
   * @param queued spans waiting
   * @param queuedBytes encoded bytes waiting
   * @param failedWrites writes that failed
   */
  public record Counts(
      long ended, long written, long dropped, long queued, long queuedBytes, long failedWrites) {}

  /**
   * Puts an ended span into the queue; never blocks on the destination. False when it is dropped.
   */
  public boolean offer(PendingSpan span) {
    return offer(span, null);
  }

  /**
   * Puts an ended span into the queue, and the news of its trace with it; never blocks on the
   * destination. A span may be put in again once it was encoded; the later version is written
   * later. False when the span is dropped.
   */
  public boolean offer(PendingSpan span, @Nullable TraceInfoSource news) {
    int size = span.sizeBytes();
    boolean tell = false;
    boolean taken = false;
    lock.lock();
    try {
      accepted++;
      if (closed || queuedBytes + size > maxQueuedBytes) {
        settled++;
        tell = dropped++ == 0;
      } else {
        taken = spans.add(span);
        queuedBytes += size;
        wakeWorker();
      }
      if (news != null && add(news)) {
        wakeWorker();
      }
    } finally {
      lock.unlock();
    }
    if (tell) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Spans are being dropped: {0} for {1}. The count is in Mlflow.exportStats(); this is said once.",
          closed
              ? "tracing was shut down"
              : "the export queue of " + maxQueuedBytes + " bytes is full",
          uri);
    }
    return taken;
  }

  /** Says that there is news of a trace. Several times before it is asked count as one. */
  public void offer(TraceInfoSource source) {
    lock.lock();
    try {
      if (add(source)) {
        wakeWorker();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean add(TraceInfoSource source) {
    if (closed || source.queued || infos.size() >= MAX_QUEUED_INFOS) {
      return false;
    }
    source.queued = true;
    infosAccepted++;
    return infos.add(source);
  }

  private void wakeWorker() {
    if (worker == null) {
      Thread thread = new Thread(this::run, "spanloom-export");
      thread.setDaemon(true);
      worker = thread;
      thread.start();
    } else if (spans.size() <= 1 || queuedBytes > MAX_BATCH_BYTES) {
      work.signal();
    }
  }

  /** The destination, opened by the first who asks. */
  public Destination destination() {
    Destination open = destination;
    if (open == null) {
      synchronized (openLock) {
        open = destination;
        if (open == null) {
          open = opener.get();
          destination = open;
        }
      }
    }
    return open;
  }

  /**
   * Waits until all that was offered before is written. False when that did not come about in time,
   * or when the destination failed once more; a failing one is tried at once.
   */
  public boolean flush(Duration timeout) {
    long nanos = timeout.toNanos();
    lock.lock();
    try {
      long spanTarget = accepted;
      long infoTarget = infosAccepted;
      long attemptsBefore =
          attempts; // one that is under way may have begun before the cause was mended
      flushesWaiting++;
      work.signal();
      try {
        while (settled < spanTarget || infosSettled < infoTarget) {
          if (nanos <= 0 || (failing && lastFailedAttempt > attemptsBefore)) {
            return false;
          }
          nanos = progress.awaitNanos(nanos);
        }
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        flushesWaiting--;
      }
    } finally {
      lock.unlock();
    }
  }

  public Counts counts() {
    lock.lock();
    try {
      return new Counts(accepted, written, dropped, accepted - settled, queuedBytes, failedWrites);
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing more, and lets go of the destination. Flush before. */
  @Override
  public void close() {
    Thread thread;
    lock.lock();
    try {
      closed = true;
      thread = worker;
      work.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread != null) {
        thread.join(TimeUnit.SECONDS.toMillis(5));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Destination open = destination;
    if (open != null) {
      open.close();
    }
  }

  private void run() {
    while (true) {
      List<PendingSpan> batch = new ArrayList<>();
      List<TraceInfoSource> sources = new ArrayList<>();
      if (!take(batch, sources)) {
        return;
      }
      int taken = ship(batch.stream().map(PendingSpan::encode).toList(), sources);
      lock.lock();
      try {
        settled += batch.size();
        infosSettled += sources.size();
        written += taken;
        dropped += batch.size() - taken;
        progress.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for work, then takes a batch of it; false when there will be no more. */
  private boolean take(List<PendingSpan> batch, List<TraceInfoSource> sources) {
    lock.lock();
    try {
      while (spans.isEmpty() && infos.isEmpty()) {
        if (closed) {
          return false;
        }
        work.await();
      }
      long linger = TimeUnit.MILLISECONDS.toNanos(lingerMillis);
      while (linger > 0 && flushesWaiting == 0 && !closed && queuedBytes < MAX_BATCH_BYTES) {
        linger = work.awaitNanos(linger);
      }
      while (!infos.isEmpty() && sources.size() < MAX_BATCH_INFOS) {
        TraceInfoSource source = infos.remove();
        source.queued = false;
        sources.add(source);
      }
      long bytes = 0;
      while (!spans.isEmpty() && batch.size() < MAX_BATCH_SPANS && bytes < MAX_BATCH_BYTES) {
        PendingSpan span = spans.remove();
        bytes += span.sizeBytes();
        batch.add(span);
      }
      queuedBytes -= bytes;
      return true;
    } catch (InterruptedException e) {
      closed = true;
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Writes until it works, and returns how many spans were taken: fewer than all when the
   * destination refuses some for good, or when tracing is shut down while it fails.
   */
  private int ship(List<EncodedSpan> batch, List<TraceInfoSource> sources) {
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      try {
        attemptBegins();
        Destination target = destination();
        List<TraceInfo> news = new ArrayList<>(sources.size());
        for (TraceInfoSource source : sources) {
          news.add(source.takeInfo(target));
        }
        target.write(new TraceBatch(news, batch, fallbackExperiment.get()));
        succeeded();
        return batch.size();
      } catch (Throwable e) {
        if (isRefusal(e)) {
          return shipApart(batch, sources, e);
        }
        if (!failed(e, pause)) {
          return 0;
        }
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    }
  }

  /** True when trying again would end the same. */
  private static boolean isRefusal(Throwable e) {
    return e instanceof IllegalArgumentException
        || (e instanceof MlflowException answer
            && answer.errorCode() != ErrorCode.TEMPORARILY_UNAVAILABLE
            && answer.errorCode() != ErrorCode.INTERNAL_ERROR);
  }

  /** Something in the batch is refused for good: halves it, so that only that is lost. */
  private int shipApart(List<EncodedSpan> batch, List<TraceInfoSource> sources, Throwable refusal) {
    int size = batch.size();
    int news = sources.size();
    if (size + news <= 1) {
      refused(refusal);
      return 0;
    }
    if (news > 0 && size > 0) {
      return ship(List.of(), sources) + ship(batch, List.of());
    }
    return ship(batch.subList(0, size / 2), sources.subList(0, news / 2))
        + ship(batch.subList(size / 2, size), sources.subList(news / 2, news));
  }

  private void attemptBegins() {
    lock.lock();
    try {
      attempts++;
    } finally {
      lock.unlock();
    }
  }

  private void succeeded() {
    lock.lock();
    try {
      failing = false;
    } finally {
      lock.unlock();
    }
  }

  private void refused(Throwable e) {
    lock.lock();
    try {
      failedWrites++;
    } finally {
      lock.unlock();
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "A span or trace was refused by " + uri + " and is lost: " + e.getMessage());
  }

  /** Notes a failure and pauses; false when there is no point in trying again. */
  private boolean failed(Throwable e, long pauseMillis) {
    boolean first;
    lock.lock();
    try {
      failedWrites++;
      lastFailedAttempt = attempts;
      first = !failing;
      failing = true;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
    if (first) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Traces cannot be written to "
              + uri
              + "; they wait in memory and it is tried again: "
              + e);
    }
    lock.lock();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(pauseMillis);
      while (nanos > 0 && !closed && flushesWaiting == 0) {
        nanos = work.awaitNanos(nanos);
      }
      return !closed;
    } catch (InterruptedException interrupted) {
      return false;
    } finally {
      lock.unlock();
    }
  }
}
