package dev.spanloom.internal.export;

import dev.spanloom.destination.Destination;
import dev.spanloom.entities.TraceInfo;

/** Something new of a trace. */
@FunctionalInterface
public interface TraceNews {
  /** What is known; asked on the exporter's thread, where experiments can be looked up. */
  TraceInfo takeInfo(Destination destination);
}
