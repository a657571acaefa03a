package dev.spanloom.internal.export;

import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.internal.spool.SharedRecord;

/** A trace of which there is something new to say. It belongs to one pipeline. */
public abstract class TraceInfoSource implements TraceNews {
  /**
   * Guarded by the lock of the pipeline: where its news wait in memory already, and need not wait
   * twice; a bit for each destination.
   */
  int queuedIn;

  /** Writes what is known now, as {@link SpooledInfo} reads it; on the thread of the program. */
  public abstract void encodeTo(ProtoWriter out);

  /** What it shares with others: a {@link SpoolContext}. */
  public abstract SharedRecord context();
}
