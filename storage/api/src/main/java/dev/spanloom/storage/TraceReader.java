package dev.spanloom.storage;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads traces by id: what clients said, completed by what the spans say. */
public interface TraceReader {
  Optional<TraceInfo> info(String traceId);

  /** The infos in the order asked for; unknown ids are left out. */
  List<TraceInfo> infos(List<String> traceIds);

  /** A trace with its spans: roots first, then by start time, then by span id. */
  Optional<Trace> trace(String traceId);

  /** The traces in the order asked for; unknown ids are left out. */
  List<Trace> traces(List<String> traceIds);

  /**
   * The spans of a trace without their payloads, which are not read: roots first, then by start
   * time, then by span id.
   *
   * @param offset how many are left out
   * @param limit at most so many
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown
   *     trace, and with INVALID_PARAMETER_VALUE for a negative number
   */
  List<SpanSummary> skeleton(String traceId, int offset, int limit);

  /** One span with its payload; no other one is decoded. */
  Optional<Span> span(String traceId, String spanId);

  /**
   * A part of the spans of a trace in the order of {@link #skeleton}.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown
   *     trace, and with INVALID_PARAMETER_VALUE for a negative number
   */
  List<Span> spans(String traceId, int offset, int limit);

  /**
   * Reads all spans of a trace, each once and in no particular order, few at a time: for those who
   * look at everything and keep little.
   *
   * @param visitor false ends the reading
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown trace
   */
  void eachSpan(String traceId, Predicate<Span> visitor);

  /** Which state of a trace is stored, without reading its spans; empty for an unknown id. */
  Optional<TraceRevision> revision(String traceId);
}
