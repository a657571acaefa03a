package dev.spanloom.server.artifacts;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.transfer.SpansFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;

/** The folders of traces among the artifacts. Thread-safe. */
final class TraceFiles {
  private final TraceStore store;

  TraceFiles(TraceStore store) {
    this.store = store;
  }

  /**
   * A file that is made when it is asked for.
   *
   * @param length in bytes
   */
  record MadeFile(String name, long length) {}

  TraceStore store() {
    return store;
  }

  /**
   * What is said of a trace.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none
   */
  TraceInfo info(String traceId) {
    return store
        .reader()
        .info(traceId)
        .orElseThrow(() -> MlflowException.notFound("Trace with ID '" + traceId + "' not found."));
  }

  /**
   * The trace whose folder it is.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when there is none, or it has another one
   */
  TraceInfo owner(ArtifactPath.OfTrace folder) {
    TraceInfo trace = info(folder.traceId());
    if (!folder.experimentId().equals(experimentId(trace))) {
      throw MlflowException.notFound(
          "Trace with ID '"
              + folder.traceId()
              + "' not found in experiment "
              + folder.experimentId()
              + " (expected: "
              + experimentId(trace)
              + ")");
    }
    return trace;
  }

  private static String experimentId(TraceInfo trace) {
    return Objects.requireNonNullElse(trace.experimentId(), Experiment.DEFAULT_ID);
  }

  /** The path of a file of a trace. */
  ArtifactPath path(TraceInfo trace, String name) {
    return ArtifactPath.ofTrace(experimentId(trace), trace.traceId(), name);
  }

  /** The spans file of a trace, made of its spans; empty for any other path, and without spans. */
  Optional<InputStream> made(ArtifactPath path) {
    return path.trace()
        .filter(of -> of.rest().equals(SpansFile.NAME))
        .filter(this::hasSpans)
        .map(of -> new SpansStream(store.reader(), of.traceId(), SpansStream.Form.TYPE_SCRIPT));
  }

  private boolean hasSpans(ArtifactPath.OfTrace of) {
    return store
            .reader()
            .info(of.traceId())
            .filter(trace -> experimentId(trace).equals(of.experimentId()))
            .isPresent()
        && !store.reader().skeleton(of.traceId(), 0, 1).isEmpty();
  }

  /** What a folder has beside the files that were sent. */
  Optional<MadeFile> madeFile(ArtifactPath folder) {
    if (folder.trace().filter(of -> of.rest().isEmpty()).isEmpty()) {
      return Optional.empty();
    }
    ArtifactPath path = new ArtifactPath(folder + "/" + SpansFile.NAME);
    if (store.artifacts().open(path).isPresent()) {
      return Optional.empty();
    }
    return made(path).map(content -> new MadeFile(SpansFile.NAME, length(content)));
  }

  private static long length(InputStream content) {
    try {
      return content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
