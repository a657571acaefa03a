package dev.spanloom.destination;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.Optional;
import java.util.Set;

/**
 * Where traces go and are read back from: memory, a store in this process, a server.
 * Implementations are thread-safe; methods may block, and are never called on the thread of traced
 * code but by calls that ask for data. Failures are {@link dev.spanloom.entities.MlflowException}
 * with MLflow's error code where MLflow has one, else any runtime exception.
 */
public interface Destination extends AutoCloseable {
  /** What a person should read in a log: the kind and the place, without secrets. */
  String description();

  /**
   * Takes a batch; returns once it is as safe as this destination makes it, but for the traces of
   * {@link #unsettledTraces}. Idempotent by trace and span id.
   *
   * @throws RetryLaterException when the same batch may be taken later; some of it may be stored
   * @throws dev.spanloom.entities.MlflowException when something in the batch is refused for good;
   *     the rest of it may be stored, or is when it is written without that
   */
  void write(TraceBatch batch);

  /**
   * Traces of which something that was written is only in the memory of this destination, which
   * waits for the rest of them. Who has to keep what is not safe keeps what it has of these, asks
   * again after the next write and after {@link #close}, and writes it again after a restart. Empty
   * where {@link #write} stores at once.
   */
  default Set<String> unsettledTraces() {
    return Set.of();
  }

  /** Whether {@link #writeAttachment} keeps what it is given; else it is not called. */
  default boolean storesAttachments() {
    return false;
  }

  /**
   * Stores bytes that were taken out of a span, which was written before. Idempotent by trace and
   * attachment id.
   *
   * @throws RetryLaterException when the same attachment may be taken later
   * @throws dev.spanloom.entities.MlflowException when it is refused for good
   */
  default void writeAttachment(TraceAttachment attachment) {}

  /** The bytes of a stored attachment; empty when there is none. */
  default Optional<byte[]> readAttachment(String traceId, String attachmentId) {
    return Optional.empty();
  }

  /** What is known of a trace beside its spans. */
  Optional<TraceInfo> getTraceInfo(String traceId);

  Optional<Trace> getTrace(String traceId);

  /** The traces of a page; the experiments of the search are never empty here. */
  TracePage searchTraces(TraceSearch search);

  /** How many traces were deleted. */
  int deleteTraces(TraceDeletion deletion);

  /**
   * Sets a tag of a stored trace.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown trace
   */
  void setTraceTag(String traceId, String key, String value);

  /**
   * Deletes a tag of a stored trace.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown trace
   *     or tag
   */
  void deleteTraceTag(String traceId, String key);

  /**
   * Stores an assessment and returns it with its id. One that overrides another makes that one
   * invalid.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown trace
   *     or overridden assessment
   */
  Assessment createAssessment(Assessment assessment);

  /**
   * Finds an assessment of a trace.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown trace
   *     or assessment
   */
  Assessment getAssessment(String traceId, String assessmentId);

  /**
   * Replaces a stored assessment by one of the same id and kind; its metadata is added to what was
   * there.
   *
   * @throws dev.spanloom.entities.MlflowException with RESOURCE_DOES_NOT_EXIST for an unknown one,
   *     with INVALID_PARAMETER_VALUE for another kind
   */
  Assessment updateAssessment(Assessment assessment);

  /**
   * Deletes an assessment; what it overrode is valid again. Nothing happens when there is none of
   * that id.
   */
  void deleteAssessment(String traceId, String assessmentId);

  /** The experiment of a name, created when there is none. */
  Experiment getOrCreateExperiment(String name);

  Optional<Experiment> getExperiment(String experimentId);

  /** Lets go of files, connections and threads; what was written stays. */
  @Override
  void close();
}
