package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.internal.spool.RecordKind;
import dev.spanloom.internal.spool.SpoolRecord;
import dev.spanloom.internal.spool.StoredReader;
import dev.spanloom.internal.spool.StoredSpool;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A spool on the disk as a person looks at it, for one of its destinations. Looking changes
 * nothing. Not thread-safe.
 */
public final class LeftSpool {
  private final StoredSpool spool;
  private final String uri;

  /**
   * A spool of a process that lives or has died.
   *
   * @param uri one of the spool's
   */
  public LeftSpool(StoredSpool spool, String uri) {
    this.spool = spool;
    this.uri = uri;
  }

  /**
   * What is in it.
   *
   * @param waitingSpans ended spans that have not arrived
   * @param openSpans spans without an end; when the process is dead they are shipped as errors
   * @param oldestWaitingUnixMillis null when nothing waits
   * @param gaps stretches that are damaged, or were being written when the process died
   */
  public record Summary(
      long waitingSpans, long openSpans, @Nullable Long oldestWaitingUnixMillis, int gaps) {}

  /**
   * A record.
   *
   * @param traceId in hex; empty where it has none
   * @param spanId empty where it has none
   * @param name of the span; empty where it has none
   * @param arrived whether the destination has it
   */
  public record Entry(
      RecordKind kind,
      long timeUnixMillis,
      String traceId,
      String spanId,
      String name,
      int bytes,
      boolean arrived) {}

  /**
   * What became of it.
   *
   * @param spans that have arrived, those that had been open included
   * @param refused spans that the destination refused for good
   * @param complete whether all has arrived; else the rest is still there
   * @param failure the last one; null when there was none
   */
  public record Shipped(long spans, long refused, boolean complete, @Nullable String failure) {}

  public StoredSpool spool() {
    return spool;
  }

  public String uri() {
    return uri;
  }

  public Summary summary() throws IOException {
    Set<String> open = new HashSet<>();
    long[] waiting = new long[1];
    Long[] oldest = new Long[1];
    int gaps =
        forEach(
            entry -> {
              switch (entry.kind) {
                case SPAN_START -> open.add(entry.spanId);
                case SPAN_OVER -> open.remove(entry.spanId);
                case CLEAN_EXIT -> open.clear();
                case SPAN -> {
                  open.remove(entry.spanId);
                  if (!entry.arrived) {
                    waiting[0]++;
                    oldest[0] = oldest[0] == null ? entry.timeUnixMillis : oldest[0];
                  }
                }
                default -> {}
              }
            });
    return new Summary(waiting[0], open.size(), oldest[0], gaps);
  }

  /** Shows all records in their order, and returns how many stretches were passed over. */
  public int forEach(Consumer<Entry> action) throws IOException {
    StoredReader reader = spool.reader(uri);
    for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
      boolean arrived = reader.position() <= reader.settledPosition();
      SpanIds ids = SpanIds.of(record);
      action.accept(
          new Entry(
              record.kind(),
              record.timeUnixMillis(),
              ids.traceId(),
              ids.spanId(),
              ids.name(),
              record.payload().length,
              arrived));
    }
    return reader.gaps();
  }

  /**
   * Ships it, when its process is dead. Empty when it is held by a process or was written by a
   * later version.
   *
   * @param destination the same one each time; may be closed by this
   * @param attempts how often a write is tried that fails
   */
  public Optional<Shipped> ship(Supplier<Destination> destination, int attempts)
      throws IOException {
    Optional<StoredSpool.Adopted> adopted = spool.adopt();
    if (adopted.isEmpty()) {
      return Optional.empty();
    }
    try (StoredSpool.Adopted held = adopted.get()) {
      StoredReader reader = held.reader(uri);
      if (reader == null) {
        return Optional.empty();
      }
      FewAttempts pauses = new FewAttempts(attempts);
      Shipper shipper = new Shipper(uri, destination, pauses);
      DeadBatches batches = new DeadBatches(reader);
      boolean shipped = true;
      for (Batch batch = batches.next(); !batch.isEmpty() && shipped; batch = batches.next()) {
        shipped = shipper.ship(batch);
        if (!shipped) {
          break;
        }
        pauses.left = attempts;
        reader.settle(batches.position());
      }
      String failure = shipper.lastFailure();
      if (shipped && shipper.written() > 0 && !destination.get().unsettledTraces().isEmpty()) {
        destination.get().close(); // which writes what it has only in memory
        int left = destination.get().unsettledTraces().size();
        shipped = left == 0;
        failure = left + " traces that had not ended could not be written";
      }
      if (shipped) {
        held.finish(uri);
      }
      return Optional.of(new Shipped(shipper.written(), shipper.refused(), shipped, failure));
    }
  }

  /** Gives up after some attempts. */
  private static final class FewAttempts implements Shipper.Pauses {
    private int left;

    private FewAttempts(int attempts) {
      left = attempts;
    }

    @Override
    public boolean pause(long nanos, boolean asked) {
      if (--left <= 0) {
        return false;
      }
      try {
        Thread.sleep(nanos / 1_000_000);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  /** Of all destinations of some spools. */
  public static List<LeftSpool> of(List<StoredSpool> spools) {
    return spools.stream()
        .flatMap(spool -> spool.uris().stream().map(uri -> new LeftSpool(spool, uri)))
        .toList();
  }
}
