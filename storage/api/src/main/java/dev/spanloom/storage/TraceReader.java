package dev.spanloom.storage;

import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Optional;

/**
 * Reads traces by id. Thread-safe. An info is what clients said completed by what the spans say,
 * with its assessments and with the tags {@code mlflow.trace.spansLocation} and {@code
 * mlflow.artifactLocation}. The spans of a trace come roots first, then by start time, then by span
 * id.
 */
public interface TraceReader {
  /** Empty when there is no such trace. */
  Optional<TraceInfo> info(String traceId);

  /** The infos of those that exist, in the order asked; an id asked twice is answered twice. */
  List<TraceInfo> infos(List<String> traceIds);

  /** Empty when there is no such trace. */
  Optional<Trace> trace(String traceId);

  /** Those that exist, in the order asked; an id asked twice is answered twice. */
  List<Trace> traces(List<String> traceIds);
}
