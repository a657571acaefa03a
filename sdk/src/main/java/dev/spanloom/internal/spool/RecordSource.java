package dev.spanloom.internal.spool;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the records of a spool for one destination, in their order. For one thread at a time. */
public interface RecordSource {
  /** The next record; null when there is none yet. */
  @Nullable SpoolRecord next() throws IOException;

  /** Where the next record begins; grows from record to record. */
  long position();

  /** All before this has arrived. */
  long settledPosition();

  /** Notes, so that it survives this process, that all before a position has arrived. */
  void settle(long position);
}
