package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.log.SparseLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches to one destination until it takes them: tries again what fails, and halves what is
 * refused until only that is lost. For one thread; any may look at the counts.
 */
final class Shipper {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");

  private final String uri;
  private final Supplier<Destination> destination;
  private final Pauses pauses;
  private final Backoff backoff = new Backoff();
  private final SparseLog refusedLog = new SparseLog(LOG);

  private final AtomicLong written = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong attachmentsWritten = new AtomicLong();
  private final AtomicLong attachmentsDropped = new AtomicLong();
  private final AtomicLong failedWrites = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong circuitOpenings = new AtomicLong();
  private final AtomicLong attempts = new AtomicLong();
  private volatile long lastFailedAttempt;
  private volatile boolean failing;
  private boolean saidNoAttachments;
  private volatile boolean circuitOpen;
  private volatile @Nullable String lastFailure;

  /** What is done between two attempts. */
  interface Pauses {
    /**
     * Waits.
     *
     * @param asked whether the destination asked for it, so that nobody cuts it short
     * @return false when there is no point in trying again
     */
    boolean pause(long nanos, boolean asked);
  }

  /**
   * A shipper.
   *
   * @param uri for messages, without login
   */
  Shipper(String uri, Supplier<Destination> destination, Pauses pauses) {
    this.uri = uri;
    this.destination = destination;
    this.pauses = pauses;
  }

  /** Writes until it works, or is refused; false when it was given up before. */
  boolean ship(Batch batch) {
    boolean shipped = batch.size() == 0 || shipTraces(batch.with(batch.infos(), batch.spans()));
    for (TraceAttachment attachment : batch.attachments()) {
      shipped = shipped && ship(attachment);
    }
    return shipped;
  }

  /** One by one, behind the spans: what fails is not to be sent with all else again. */
  private boolean ship(TraceAttachment attachment) {
    while (true) {
      attempts.incrementAndGet();
      try {
        Destination target = destination.get();
        if (target.storesAttachments()) {
          target.writeAttachment(attachment);
          attachmentsWritten.incrementAndGet();
        } else {
          attachmentsDropped.incrementAndGet();
          sayNoAttachments();
        }
        succeeded();
        return true;
      } catch (Throwable e) {
        if (e instanceof RuntimeException refusal && isRefusal(refusal)) {
          failedWrites.incrementAndGet();
          attachmentsDropped.incrementAndGet();
          refusedLog.warn(
              () -> attachment + " was refused by " + uri + " and is lost: " + e.getMessage());
          return true;
        }
        if (!failed(e)) {
          return false;
        }
        retries.incrementAndGet();
      }
    }
  }

  private void sayNoAttachments() {
    if (!saidNoAttachments) {
      saidNoAttachments = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} keeps no attachments: their references stand in the spans, their bytes are dropped."
              + " The count is in Mlflow.exportStats(); this is said once.",
          uri);
    }
  }

  private boolean shipTraces(Batch batch) {
    if (batch.isEmpty()) {
      return true;
    }
    while (true) {
      if (circuitOpen && batch.size() > 1) {
        return probe(batch);
      }
      try {
        write(batch);
        return true;
      } catch (Refusal refusal) {
        return shipApart(batch, refusal.reason);
      } catch (Throwable e) {
        if (!failed(e)) {
          return false;
        }
        retries.incrementAndGet();
      }
    }
  }

  private void write(Batch batch) throws Refusal {
    attempts.incrementAndGet();
    Destination target = destination.get();
    try {
      List<TraceInfo> news = new ArrayList<>(batch.infos().size());
      for (TraceNews source : batch.infos()) {
        news.add(source.takeInfo(target));
      }
      target.write(new TraceBatch(news, batch.spans(), batch.experiment().apply(target)));
    } catch (RuntimeException e) {
      if (isRefusal(e)) {
        throw new Refusal(e);
      }
      throw e;
    }
    written.addAndGet(batch.spans().size());
    succeeded();
  }

  /** Trying again would end the same. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RuntimeException reason;

    private Refusal(RuntimeException reason) {
      super(null, reason, false, false);
      this.reason = reason;
    }
  }

  private static boolean isRefusal(RuntimeException e) {
    return e instanceof IllegalArgumentException
        || (e instanceof MlflowException answer
            && answer.errorCode() != ErrorCode.TEMPORARILY_UNAVAILABLE
            && answer.errorCode() != ErrorCode.INTERNAL_ERROR);
  }

  /** While the circuit is open only one thing is tried; when it arrives, the rest follows. */
  private boolean probe(Batch batch) {
    List<? extends TraceNews> infos = batch.infos();
    List<EncodedSpan> spans = batch.spans();
    return infos.isEmpty()
        ? shipTraces(batch.with(List.of(), spans.subList(0, 1)))
            && shipTraces(batch.with(List.of(), spans.subList(1, spans.size())))
        : shipTraces(batch.with(infos.subList(0, 1), List.of()))
            && shipTraces(batch.with(infos.subList(1, infos.size()), spans));
  }

  /** Something in the batch is refused for good: halves it, so that only that is lost. */
  private boolean shipApart(Batch batch, RuntimeException refusal) {
    List<? extends TraceNews> infos = batch.infos();
    List<EncodedSpan> spans = batch.spans();
    if (batch.size() <= 1) {
      refused(batch, refusal);
      return true;
    }
    if (!infos.isEmpty() && !spans.isEmpty()) {
      return shipTraces(batch.with(infos, List.of())) && shipTraces(batch.with(List.of(), spans));
    }
    int info = infos.size() / 2;
    int span = spans.size() / 2;
    return shipTraces(batch.with(infos.subList(0, info), spans.subList(0, span)))
        && shipTraces(
            batch.with(infos.subList(info, infos.size()), spans.subList(span, spans.size())));
  }

  private void succeeded() {
    if (circuitOpen) {
      LOG.log(System.Logger.Level.INFO, "{0} takes traces again", uri);
    }
    backoff.succeeded();
    circuitOpen = false;
    failing = false;
  }

  private void refused(Batch one, RuntimeException e) {
    failedWrites.incrementAndGet();
    refused.addAndGet(one.spans().size());
    refusedLog.warn(
        () -> "A span or trace was refused by " + uri + " and is lost: " + e.getMessage());
  }

  /** Notes a failure and pauses; false when there is no point in trying again. */
  private boolean failed(Throwable e) {
    failedWrites.incrementAndGet();
    backoff.failed();
    if (!failing) {
      LOG.log(
          System.Logger.Level.WARNING,
          "Traces cannot be written to " + uri + "; they wait and it is tried again: " + e);
    }
    if (backoff.isCircuitOpening()) {
      circuitOpenings.incrementAndGet();
      LOG.log(
          System.Logger.Level.INFO,
          "{0} failed {1} times in a row; it is tried with single spans until it works",
          uri,
          Backoff.CIRCUIT_OPENS_AT);
    }
    circuitOpen = backoff.isCircuitOpen();
    failing = true;
    lastFailedAttempt = attempts.get();
    lastFailure = e.getMessage() == null ? e.toString() : e.getMessage();
    long asked = Backoff.askedNanos(e);
    return pauses.pause(Math.max(asked, backoff.pauseNanos()), asked > 0);
  }

  /** The last attempt failed, and it was none of the first so many. */
  boolean hasFailedSince(long attemptsBefore) {
    return failing && lastFailedAttempt > attemptsBefore;
  }

  long attempts() {
    return attempts.get();
  }

  long written() {
    return written.get();
  }

  long refused() {
    return refused.get();
  }

  long attachmentsWritten() {
    return attachmentsWritten.get();
  }

  long attachmentsDropped() {
    return attachmentsDropped.get();
  }

  long settledAttachments() {
    return attachmentsWritten.get() + attachmentsDropped.get();
  }

  long failedWrites() {
    return failedWrites.get();
  }

  long retries() {
    return retries.get();
  }

  long circuitOpenings() {
    return circuitOpenings.get();
  }

  /** Null when there was none. */
  @Nullable String lastFailure() {
    return lastFailure;
  }

  boolean isCircuitOpen() {
    return circuitOpen;
  }
}
