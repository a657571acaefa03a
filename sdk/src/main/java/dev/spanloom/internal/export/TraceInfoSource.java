package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.TraceInfo;

/** A trace of which there is something new to say. It belongs to one pipeline. */
public abstract class TraceInfoSource {
  /** Guarded by the lock of the pipeline: its news wait already, and need not wait twice. */
  boolean queued;

  /** What is known now; asked on the exporter's thread, where experiments can be looked up. */
  public abstract TraceInfo takeInfo(Destination destination);
}
