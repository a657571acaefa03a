package dev.spanloom.storage;

import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Optional;

/** Reads traces by id: what clients said, completed by what the spans say. */
public interface TraceReader {
  Optional<TraceInfo> info(String traceId);

  /** The infos in the order asked for; unknown ids are left out. */
  List<TraceInfo> infos(List<String> traceIds);

  /** A trace with its spans: roots first, then by start time. */
  Optional<Trace> trace(String traceId);

  /** The traces in the order asked for; unknown ids are left out. */
  List<Trace> traces(List<String> traceIds);
}
