package dev.spanloom.storage;

/**
 * A place that keeps traces, as a set of small roles. Thread-safe; all calls may block. Failures of
 * the medium are {@link StorageException}; wrong parameters and missing things are {@link
 * dev.spanloom.entities.MlflowException} with MLflow's error code.
 */
public interface TraceStore extends AutoCloseable {
  /** The kind and the place, for logs; without secrets. */
  String description();

  TraceWriter writer();

  TraceReader reader();

  TraceSearch search();

  AssessmentStore assessments();

  TagStore tags();

  ExperimentStore experiments();

  TraceDeletion deletion();

  TraceMetrics metrics();

  TraceArchive archive();

  ArtifactStore artifacts();

  StoreHealth health();

  /** Lets go of files, connections and threads. What was acknowledged stays. */
  @Override
  void close();
}
