package dev.spanloom.internal.export;

import dev.spanloom.internal.spool.SpoolSettings;
import dev.spanloom.internal.spool.StoredReader;
import dev.spanloom.internal.spool.StoredSpool;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
  private StoredSpool.@Nullable Adopted adopted;
  private @Nullable DeadBatches batches;
  private long nextLookNanos = System.nanoTime();
  private boolean saidVersion;

  /**
   * Those of a destination.
   *
   * @param uri as cursors have it
   */
  DeadSpools(SpoolSettings settings, String uri) {
    this.settings = settings;
    this.uri = uri;
  }

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
      close();
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
      Batch batch = from.next();
      if (batch.isEmpty()) {
        finish();
        return true;
      }
      if (!shipper.ship(batch)) {
        return false;
      }
      from.source().settle(from.position());
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "a spool of a dead process cannot be read: " + e);
      close();
    }
    return true;
  }

  private void finish() throws IOException {
    StoredSpool.Adopted done = adopted;
    if (done != null) {
      done.finish(uri);
    }
    close();
  }

  /** Lets go of the spool at hand, which another process may take. */
  @Override
  public void close() {
    batches = null;
    StoredSpool.Adopted held = adopted;
    adopted = null;
    if (held != null) {
      try {
        held.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "a spool stays locked", e);
      }
    }
  }
}
