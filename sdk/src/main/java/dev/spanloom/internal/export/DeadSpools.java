package dev.spanloom.internal.export;

import dev.spanloom.internal.spool.SpoolSettings;
import dev.spanloom.internal.spool.StoredReader;
import dev.spanloom.internal.spool.StoredSpool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ships for one destination what processes left that have died: one spool after the other, batch by
 * batch. For one thread; owns the lock on the spool at hand.
 */
final class DeadSpools implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final SpoolSettings settings;
  private final String uri;
  private final Supplier<Set<String>> unsettledTraces;

  /** Shipped, but the destination has not stored all of it yet. */
  private final List<Handed> handed = new ArrayList<>();

  private StoredSpool.@Nullable Adopted adopted;
  private @Nullable DeadBatches batches;
  private HeldTraces held = new HeldTraces();
  private long nextLookNanos = System.nanoTime();
  private boolean saidVersion;

  /**
   * Those of a destination.
   *
   * @param uri as cursors have it
   * @param unsettledTraces the traces that the destination has only in memory
   */
  DeadSpools(SpoolSettings settings, String uri, Supplier<Set<String>> unsettledTraces) {
    this.settings = settings;
    this.uri = uri;
    this.unsettledTraces = unsettledTraces;
  }

  private record Handed(StoredSpool.Adopted spool, HeldTraces held) {}

  boolean isAtWork() {
    return batches != null;
  }

  /** When it is worth looking for others. */
  long nanosToNextLook() {
    return Math.max(0, nextLookNanos - System.nanoTime());
  }

  /** Takes over a spool, when there is one and none is at hand. */
  void look() {
    if (isAtWork() || nanosToNextLook() > 0) {
      return;
    }
    nextLookNanos = System.nanoTime() + LOOK_AGAIN_NANOS;
    try {
      finishStored();
      for (StoredSpool spool : StoredSpool.all(settings.root())) {
        spool.deleteIfNeverUsed();
        if (spool.uris().contains(uri) && take(spool)) {
          nextLookNanos = System.nanoTime(); // there may be more
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "looking for spools of dead processes failed", e);
    }
  }

  private boolean take(StoredSpool spool) throws IOException {
    if (spool.isOfLaterVersion()) {
      if (!saidVersion) {
        saidVersion = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "The spool {0} was written by a later version of Spanloom (format {1}) and is left to that",
            spool.path(),
            spool.version());
      }
      return false;
    }
    Optional<StoredSpool.Adopted> taken = spool.adopt();
    if (taken.isEmpty()) {
      return false;
    }
    adopted = taken.get();
    StoredReader reader = adopted.reader(uri);
    long age = System.currentTimeMillis() - spool.lastSegmentUnixMillis();
    if (reader == null) {
      letGo();
      return false;
    }
    if (spool.lastSegmentUnixMillis() > 0 && age > settings.maxAge().toMillis()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The spool {0} is given up: it is older than {1} hours",
          spool.path(),
          settings.maxAge().toHours());
      finish();
      return false;
    }
    batches = new DeadBatches(reader);
    return true;
  }

  /** Ships a batch of the spool at hand; false when that was given up. */
  boolean shipOne(Shipper shipper) {
    DeadBatches from = batches;
    if (from == null) {
      return true;
    }
    try {
      long begun = from.position();
      Batch batch = from.next();
      if (batch.isEmpty()) {
        finishOrWait();
        return true;
      }
      if (!shipper.ship(batch)) {
        return false;
      }
      from.source().settle(held.written(begun, from.position(), unsettledTraces.get()));
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a spool of a dead process cannot be read: " + e);
      letGo();
    }
    return true;
  }

  /** A spool stays as long as something of it is only in the memory of the destination. */
  private void finishOrWait() throws IOException {
    StoredSpool.Adopted done = adopted;
    if (done == null || held.areStored(unsettledTraces.get())) {
      finish();
      return;
    }
    handed.add(new Handed(done, held));
    adopted = null;
    letGo();
  }

  /** Lets those go that the destination has stored since they were shipped. */
  void finishStored() {
    Set<String> unsettled = unsettledTraces.get();
    for (Handed spool : List.copyOf(handed)) {
      if (spool.held.areStored(unsettled)) {
        handed.remove(spool);
        try {
          spool.spool.finish(uri);
        } catch (IOException e) {
          LOG.log(System.Logger.Level.DEBUG, "a spool that was shipped stays", e);
        }
        closeQuietly(spool.spool);
      }
    }
  }

  private void finish() throws IOException {
    StoredSpool.Adopted done = adopted;
    if (done != null) {
      done.finish(uri);
    }
    letGo();
  }

  private void letGo() {
    batches = null;
    held = new HeldTraces();
    StoredSpool.Adopted hand = adopted;
    adopted = null;
    if (hand != null) {
      closeQuietly(hand);
    }
  }

  /** Lets go of the spools, which another process may take. */
  @Override
  public void close() {
    letGo();
    handed.forEach(spool -> closeQuietly(spool.spool));
    handed.clear();
  }

  private static void closeQuietly(StoredSpool.Adopted spool) {
    try {
      spool.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "a spool stays locked", e);
    }
  }
}
