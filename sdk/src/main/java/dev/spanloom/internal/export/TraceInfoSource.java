package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.TraceInfo;

/** A trace of which there is something new to say. */
public interface TraceInfoSource {
  /** What is known now; asked on the exporter's thread, where experiments can be looked up. */
  TraceInfo takeInfo(Destination destination);
}
