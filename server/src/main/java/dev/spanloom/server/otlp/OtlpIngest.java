package dev.spanloom.server.otlp;

import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.List;

/** Stores the spans of a request in the experiment that it names. Thread-safe. */
final class OtlpIngest {
  static final String EXPERIMENT_ID = "x-mlflow-experiment-id";
  static final String EXPERIMENT_NAME = "x-mlflow-experiment-name";

  private static final int MOST_REASONS = 5;

  private final TraceStore store;

  OtlpIngest(TraceStore store) {
    this.store = store;
  }

  /**
   * What became of a request; what is not rejected is durable.
   *
   * @param message why spans were rejected, for a person; empty when none was
   */
  record Outcome(long rejected, String message) {
    static final Outcome ALL_TAKEN = new Outcome(0, "");

    static Outcome of(List<WriteResult.RejectedSpan> rejected) {
      if (rejected.isEmpty()) {
        return ALL_TAKEN;
      }
      StringBuilder message = new StringBuilder();
      for (WriteResult.RejectedSpan span :
          rejected.subList(0, Math.min(MOST_REASONS, rejected.size()))) {
        message
            .append(message.isEmpty() ? "" : "; ")
            .append("span ")
            .append(span.index())
            .append(": ")
            .append(span.reason());
      }
      if (rejected.size() > MOST_REASONS) {
        message.append("; and ").append(rejected.size() - MOST_REASONS).append(" more");
      }
      return new Outcome(rejected.size(), message.toString());
    }
  }

  Outcome store(RequestHeaders headers, List<EncodedSpan> spans) {
    if (spans.isEmpty()) {
      return Outcome.ALL_TAKEN;
    }
    WriteBatch batch = new WriteBatch(List.of(), spans, experimentId(headers));
    return Outcome.of(store.writer().write(batch).rejected());
  }

  private String experimentId(RequestHeaders headers) {
    String id = headers.get(EXPERIMENT_ID, "");
    if (!id.isEmpty()) {
      return store
          .experiments()
          .get(id)
          .map(Experiment::experimentId)
          .orElseThrow(
              () ->
                  MlflowException.notFound(
                      EXPERIMENT_ID
                          + ": there is no experiment \""
                          + id
                          + "\" (expected: the id of one, or its name in "
                          + EXPERIMENT_NAME
                          + ")"));
    }
    String name = headers.get(EXPERIMENT_NAME, "");
    return name.isEmpty()
        ? Experiment.DEFAULT_ID
        : store.experiments().getOrCreate(name).experimentId();
  }
}
