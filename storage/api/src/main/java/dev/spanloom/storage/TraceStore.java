package dev.spanloom.storage;

/**
 * A place for traces, handing out one small role for each thing that can be done with them.
 * Thread-safe, and so is every role; all calls block until they are done.
 *
 * <p><b>Durability:</b> a call that changes something returns once the change survives the end of
 * the process and of the machine, as far as the engine promises that at all. <b>Units:</b> times
 * are milliseconds since the Unix epoch unless a name says nanoseconds. <b>Errors:</b> wrong
 * arguments and missing things are a {@link dev.spanloom.entities.MlflowException} with MLflow's
 * error code; a store that cannot read or write is a {@link StorageException}. After {@link #close}
 * every call fails with a {@link StorageException}.
 *
 * <pre>{@code
 * try (TraceStore store = new InMemoryTraceStore()) {
 *   store.writer().write(WriteBatch.ofSpans(spans, Experiment.DEFAULT_ID)).orThrow();
 *   Trace trace = store.reader().trace("tr-…").orElseThrow();
 * }
 * }</pre>
 */
public interface TraceStore extends AutoCloseable {
  TraceWriter writer();

  TraceReader reader();

  TraceSearch search();

  AssessmentStore assessments();

  TagStore tags();

  ExperimentStore experiments();

  TraceDeletion deletion();

  /** Finishes what was begun and lets go of files, threads and connections. May be repeated. */
  @Override
  void close();
}
