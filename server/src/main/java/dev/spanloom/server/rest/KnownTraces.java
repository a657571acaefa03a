package dev.spanloom.server.rest;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the infos of traces, in MLflow's words when there is none. Thread-safe. */
final class KnownTraces {
  private final TraceStore store;

  KnownTraces(TraceStore store) {
    this.store = store;
  }

  /**
   * The info of a trace.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none
   */
  TraceInfo get(String traceId) {
    return store
        .reader()
        .info(traceId)
        .orElseThrow(() -> MlflowException.notFound("Trace with ID '" + traceId + "' not found."));
  }

  /** Adds to what is known of traces of an experiment, and says what the store does not take. */
  void write(List<TraceInfo> infos, @Nullable String experimentId) {
    WriteResult result =
        store
            .writer()
            .write(new WriteBatch(infos, List.of(), Optional.ofNullable(experimentId).orElse("0")));
    if (!result.rejectedInfos().isEmpty()) {
      throw MlflowException.invalidParameter(result.rejectedInfos().get(0).reason());
    }
  }
}
