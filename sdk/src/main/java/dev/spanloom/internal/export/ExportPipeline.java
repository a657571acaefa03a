package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.internal.spool.FileAllocation;
import dev.spanloom.internal.spool.RecordBuffer;
import dev.spanloom.internal.spool.RecordKind;
import dev.spanloom.internal.spool.Spool;
import dev.spanloom.internal.spool.SpoolSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries ended spans to one destination or several, a lane for each. The thread that ends a span
 * encodes it and appends it to the spool, where it outlives the process; without a spool it puts it
 * into a bounded queue in memory. It waits for neither network nor disk. What finds no room is
 * dropped, counted, and said once.
 *
 * <p>Owns the threads, the spool and the destinations; thread-safe.
 */
public final class ExportPipeline implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final List<ExportTarget> targets;
  private final @Nullable SpoolSettings spoolSettings;
  private final FileAllocation allocation;
  private final Supplier<Stream<? extends StartedSpan>> openSpans;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<ExportLane> lanes = new ArrayList<>();
  private final AtomicLong ended = new AtomicLong();

  private final Object spoolLock = new Object();
  private volatile boolean spoolTried;
  private volatile @Nullable Spool spool;
  private volatile boolean closed;
  private volatile boolean dropsSaid;

  /**
   * A pipeline that opens its spool and its destinations when it first needs them.
   *
   * @param targets where to, the one that is read from first; fewer than 31
   * @param spoolSettings null for no spool
   * @param fallbackExperiment the id of the experiment of traces that name none, where they wait in
   *     memory; may block
   * @param openSpans the spans of this pipeline that are open
   */
  public ExportPipeline(
      List<ExportTarget> targets,
      ExportSettings settings,
      @Nullable SpoolSettings spoolSettings,
      FileAllocation allocation,
      Function<Destination, String> fallbackExperiment,
      Supplier<Stream<? extends StartedSpan>> openSpans) {
    this.targets = List.copyOf(targets);
    this.spoolSettings = spoolSettings;
    this.allocation = allocation;
    this.openSpans = openSpans;
    for (int i = 0; i < targets.size(); i++) {
      lanes.add(
          new ExportLane(i, targets.get(i), settings, fallbackExperiment, spoolSettings, lock));
    }
  }

  /**
   * The counts of a pipeline.
   *
   * @param ended spans offered
   * @param spoolBytes what the spool takes on the disk
   * @param lanes one for each destination
   */
  public record Counts(long ended, long spoolBytes, List<LaneCounts> lanes) {
    public Counts {
      lanes = List.copyOf(lanes);
    }
  }

  /**
   * Whether spans are encoded on the pipeline's own thread, some time after they were offered. With
   * a spool they are encoded at once; of several destinations each must get the files that are in a
   * span.
   */
  public boolean isEncodingLater() {
    return spoolSettings == null && lanes.size() == 1;
  }

  /** The spool, opened by the first who asks; null where there is none. */
  private @Nullable Spool spool() {
    return spoolTried || spoolSettings == null ? spool : openSpool(spoolSettings);
  }

  private @Nullable Spool openSpool(SpoolSettings settings) {
    synchronized (spoolLock) {
      if (spoolTried) {
        return spool;
      }
      try {
        List<String> uris = targets.stream().map(ExportTarget::uri).toList();
        Spool opened = Spool.create(settings, uris, allocation);
        opened.setBeforeRelease(sequence -> carryOver(opened, sequence));
        lanes.forEach(lane -> lane.useSpool(opened));
        spool = opened;
      } catch (IOException | RuntimeException e) {
        LOG.log(
            System.Logger.Level.WARNING,
            "No spool can be made in "
                + settings.root()
                + ": spans wait in memory, where a crash loses them. Set spanloom.spool.dir to a"
                + " folder that can be written, or spanloom.spool=off: "
                + e);
      }
      spoolTried = true;
      return spool;
    }
  }

  /** Notes that a span has started, so that it is not lost without a word when the process dies. */
  public void started(StartedSpan span) {
    Spool used = spool();
    if (used != null && !closed) {
      appendStart(used, span);
    }
  }

  private static void appendStart(Spool used, StartedSpan span) {
    span.setStartSegment(used.currentSequence());
    RecordBuffer buffer = RecordBuffer.take();
    span.encodeStartTo(buffer.payload());
    used.append(RecordKind.SPAN_START, false, span.context(), buffer);
    buffer.giveBack();
  }

  /** The starts of spans that are still open stay when their segment goes. */
  private void carryOver(Spool used, long sequence) {
    openSpans
        .get()
        .filter(span -> span.isRunning() && span.startSegment() <= sequence)
        .forEach(
            span -> {
              appendStart(used, span);
              if (!span.isRunning()) { // its end may stand before this start, and go before it
                RecordBuffer buffer = RecordBuffer.take();
                buffer.payload().writeHex(span.spanId(), 8);
                used.append(RecordKind.SPAN_OVER, false, null, buffer);
                buffer.giveBack();
              }
            });
  }

  /** Takes an ended span; never waits for a destination. False when it is dropped. */
  public boolean offer(PendingSpan span) {
    return offer(span, null);
  }

  /**
   * Takes an ended span, and the news of its trace with it; never waits for a destination. A span
   * may be offered again once it was encoded; the later version is written later. False when the
   * span is dropped.
   */
  public boolean offer(PendingSpan span, @Nullable TraceInfoSource news) {
    ended.incrementAndGet();
    Spool used = closed ? null : spool();
    Spool.Outcome outcome = used == null ? Spool.Outcome.FAILED : append(used, span, news);
    switch (outcome) {
      case APPENDED -> {
        offerAttachments(used, span);
        for (ExportLane lane : lanes) {
          lane.spooled();
        }
        return true;
      }
      case FULL -> {
        dropAttachments(span);
        lanes.forEach(ExportLane::countFull);
        sayDropped("the spool of " + maxSpoolBytes() + " bytes is full");
        return false;
      }
      case FAILED -> {
        return queue(span, news);
      }
    }
    throw new AssertionError(outcome);
  }

  private static Spool.Outcome append(
      Spool used, PendingSpan span, @Nullable TraceInfoSource news) {
    RecordBuffer buffer = RecordBuffer.take();
    try {
      boolean amended = span.isAmended();
      span.encodeTo(buffer.payload());
      Spool.Outcome outcome = used.append(RecordKind.SPAN, amended, span.context(), buffer);
      if (news != null && outcome != Spool.Outcome.FAILED) {
        buffer.clear();
        news.encodeTo(buffer.payload());
        used.append(RecordKind.TRACE_INFO, false, news.context(), buffer);
      }
      return outcome;
    } finally {
      buffer.giveBack();
    }
  }

  /** Behind their span: a reader must not meet an attachment of a trace that is not there yet. */
  private void offerAttachments(@Nullable Spool used, PendingSpan span) {
    for (TraceAttachment attachment : span.takeAttachments()) {
      Spool.Outcome outcome =
          used == null ? Spool.Outcome.FAILED : appendAttachment(used, attachment);
      if (outcome == Spool.Outcome.FULL) {
        lose(span, attachment);
      } else if (outcome == Spool.Outcome.FAILED) {
        queue(span, attachment);
      }
    }
  }

  private static Spool.Outcome appendAttachment(Spool used, TraceAttachment attachment) {
    RecordBuffer buffer = RecordBuffer.take();
    try {
      SpooledAttachment.encode(buffer.payload(), attachment);
      return used.append(RecordKind.ATTACHMENT, false, null, buffer);
    } finally {
      buffer.giveBack();
    }
  }

  private void queue(PendingSpan span, TraceAttachment attachment) {
    boolean taken = true;
    lock.lock();
    try {
      for (ExportLane lane : lanes) {
        taken &= lane.add(attachment);
      }
    } finally {
      lock.unlock();
    }
    if (!taken) {
      span.lost(attachment);
      sayDropped("there is no room for an attachment");
    }
  }

  private void dropAttachments(PendingSpan span) {
    span.takeAttachments().forEach(attachment -> lose(span, attachment));
  }

  private void lose(PendingSpan span, TraceAttachment attachment) {
    span.lost(attachment);
    lanes.forEach(ExportLane::countLostAttachment);
    sayDropped("the spool has no room for an attachment of " + attachment.content().length);
  }

  private boolean queue(PendingSpan span, @Nullable TraceInfoSource news) {
    boolean taken = true;
    lock.lock();
    try {
      for (ExportLane lane : lanes) {
        taken &= lane.add(span);
        if (news != null) {
          lane.add(news);
        }
      }
    } finally {
      lock.unlock();
    }
    if (taken) {
      offerAttachments(null, span);
    } else {
      dropAttachments(span);
      sayDropped(closed ? "tracing was shut down" : "the export queue in memory is full");
    }
    return taken;
  }

  private long maxSpoolBytes() {
    return spoolSettings == null ? 0 : spoolSettings.maxBytes();
  }

  private void sayDropped(String why) {
    if (!dropsSaid) {
      dropsSaid = true;
      LOG.log(
          System.Logger.Level.WARNING,
          "Spans or attachments are being dropped: {0} for {1}. The count is in Mlflow.exportStats(); this is said once.",
          why,
          targets.get(0).uri());
    }
  }

  /** Says that there is news of a trace. */
  public void offer(TraceInfoSource news) {
    Spool used = closed ? null : spool();
    if (used != null) {
      RecordBuffer buffer = RecordBuffer.take();
      news.encodeTo(buffer.payload());
      Spool.Outcome outcome = used.append(RecordKind.TRACE_INFO, false, news.context(), buffer);
      buffer.giveBack();
      if (outcome != Spool.Outcome.FAILED) {
        lanes.forEach(ExportLane::wakeIfIdle);
        return;
      }
    }
    lock.lock();
    try {
      lanes.forEach(lane -> lane.add(news));
    } finally {
      lock.unlock();
    }
  }

  /** The destination that is read from, opened by the first who asks. */
  public Destination destination() {
    return lanes.get(0).destination();
  }

  /**
   * Waits until all that was offered before is written everywhere. False when that did not come
   * about in time, or when a destination failed once more; a failing one is tried at once, unless
   * it asked to be left alone.
   */
  public boolean flush(Duration timeout) {
    return flush(lanes, timeout);
  }

  /** The same for the destination that is read from: others hold no reader. */
  public boolean flushToRead(Duration timeout) {
    return flush(lanes.subList(0, 1), timeout);
  }

  private boolean flush(List<ExportLane> some, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    List<ExportLane.Goal> goals = new ArrayList<>();
    lock.lock();
    try {
      some.forEach(lane -> goals.add(lane.goal()));
    } finally {
      lock.unlock();
    }
    boolean all = true;
    for (int i = 0; i < some.size(); i++) {
      all &= some.get(i).flush(goals.get(i), deadline - System.nanoTime());
    }
    return all;
  }

  public Counts counts() {
    Spool used = spool;
    return new Counts(
        ended.get(),
        used == null ? 0 : used.sizeBytes(),
        lanes.stream().map(ExportLane::counts).toList());
  }

  /**
   * Takes nothing more, and lets go of the destinations. Flush before; what is in the spool then
   * stays there for the next process.
   */
  @Override
  public void close() {
    close(CLOSE);
  }

  /** {@link #close()} that waits at most so long for writes that are under way. */
  public void close(Duration timeout) {
    closed = true;
    lanes.forEach(ExportLane::stop);
    long deadline = System.nanoTime() + timeout.toNanos();
    boolean still = false;
    for (ExportLane lane : lanes) {
      still |= !lane.join(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    }
    try {
      lanes.forEach(ExportLane::close);
    } finally {
      Spool used = spool;
      if (used != null) {
        used.close(!still);
      }
    }
  }
}
