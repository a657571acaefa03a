package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Attachments as files beside their traces, through the server's artifact proxy. Where they belong
 * the server says once it was told of the trace, which of MLflow's it is when the trace has ended;
 * until then they wait here, and {@link #waitingTraces} names their traces. Thread-safe.
 */
final class AttachmentFiles {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final String FOLDER = "/attachments/";

  /** Where MLflow's server finds attachments itself, whatever lays them down. */
  private static final String FOUND_BY_SERVER = "/ajax-api/3.0/mlflow/get-trace-artifact";

  private static final long MOST_WAITING_BYTES = 128L << 20;

  private final MlflowApi api;
  private final ArtifactProxy proxy;
  private final Function<String, Optional<TraceInfo>> infoOnce;
  private final Map<String, List<TraceAttachment>> waiting = new LinkedHashMap<>();
  private long waitingBytes;

  /**
   * The files of a server.
   *
   * @param infoOnce what the server knows of a trace, asked once
   */
  AttachmentFiles(MlflowApi api, Function<String, Optional<TraceInfo>> infoOnce) {
    this.api = api;
    this.proxy = new ArtifactProxy(api.calls().server());
    this.infoOnce = infoOnce;
  }

  /**
   * Uploads one, or keeps it until the server knows where it belongs.
   *
   * @throws RetryLaterException when it did not arrive and may later
   * @throws MlflowException when it is refused
   */
  void write(TraceAttachment attachment) {
    String folder = folder(attachment.traceId());
    if (folder == null) {
      keep(attachment);
    } else {
      upload(folder, attachment);
    }
  }

  /** Uploads what has waited for these traces: they were written just now. */
  void written(TraceBatch batch) {
    for (TraceInfo info : batch.infos()) {
      if (!SentInfo.isRunning(info)) {
        uploadWaiting(info.traceId());
      }
    }
  }

  private void uploadWaiting(String traceId) {
    for (TraceAttachment attachment : waitingFor(traceId)) {
      try {
        String folder = folder(traceId);
        if (folder == null) {
          return;
        }
        upload(folder, attachment);
      } catch (MlflowException e) { // the trace itself is not to be refused for that
        LOG.log(
            System.Logger.Level.WARNING,
            attachment
                + " was refused by "
                + api.calls().server()
                + " and is lost: "
                + e.getMessage());
      }
      forget(attachment);
    }
  }

  /** The traces of which attachments wait in memory. */
  synchronized Set<String> waitingTraces() {
    return Set.copyOf(waiting.keySet());
  }

  private synchronized List<TraceAttachment> waitingFor(String traceId) {
    return List.copyOf(waiting.getOrDefault(traceId, List.of()));
  }

  private synchronized void keep(TraceAttachment attachment) {
    List<TraceAttachment> some =
        waiting.computeIfAbsent(attachment.traceId(), id -> new ArrayList<>());
    if (some.stream().anyMatch(one -> one.attachmentId().equals(attachment.attachmentId()))) {
      return;
    }
    if (waitingBytes + attachment.content().length > MOST_WAITING_BYTES) {
      waiting.values().removeIf(List::isEmpty);
      throw new MlflowException(
          ErrorCode.RESOURCE_EXHAUSTED,
          "attachments of traces that have not ended: more than "
              + MOST_WAITING_BYTES
              + " bytes wait for "
              + api.calls().server());
    }
    waitingBytes += attachment.content().length;
    some.add(attachment);
  }

  private synchronized void forget(TraceAttachment attachment) {
    List<TraceAttachment> some = waiting.get(attachment.traceId());
    if (some != null && some.remove(attachment)) {
      waitingBytes -= attachment.content().length;
      if (some.isEmpty()) {
        waiting.remove(attachment.traceId());
      }
    }
  }

  /**
   * Tries once more to upload what waits, until the server does not answer; returns how many are
   * left and lost.
   */
  int settle() {
    for (String traceId : waitingTraces()) {
      try {
        uploadWaiting(traceId);
      } catch (RetryLaterException e) { // the rest would wait for the same
        LOG.log(
            System.Logger.Level.DEBUG,
            "attachments are left from trace {0} on: {1}",
            traceId,
            e.getMessage());
        break;
      } catch (RuntimeException e) {
        LOG.log(System.Logger.Level.DEBUG, "attachments of trace {0} are left", traceId);
      }
    }
    return countWaiting();
  }

  private synchronized int countWaiting() {
    return waiting.values().stream().mapToInt(List::size).sum();
  }

  /** The bytes of a stored one; empty when there is none, or it lies where only others get at. */
  Optional<byte[]> read(String traceId, String attachmentId) {
    String folder = folder(traceId);
    Optional<byte[]> found =
        folder == null ? Optional.empty() : get(folder + MlflowApi.escaped(attachmentId));
    return found.isPresent()
        ? found
        : get(
            FOUND_BY_SERVER
                + "?request_id="
                + MlflowApi.escaped(traceId)
                + "&path="
                + MlflowApi.escaped(attachmentId));
  }

  private Optional<byte[]> get(String path) {
    try {
      return Optional.of(api.retried(Call.get(path)).body());
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e) || MlflowApi.isUnknownEndpoint(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void upload(String folder, TraceAttachment attachment) {
    String path = folder + MlflowApi.escaped(attachment.attachmentId());
    MlflowApi.checked(
        api.calls().send(Call.of("PUT", path, attachment.content(), "application/octet-stream")));
  }

  /**
   * The path under which files of a trace are; null when the server does not know the trace, or
   * does not say.
   *
   * @throws MlflowException when files of it belong where this program cannot write
   */
  private @Nullable String folder(String traceId) {
    String location =
        infoOnce.apply(traceId).map(i -> i.tags().get(TraceTagKey.ARTIFACT_LOCATION)).orElse(null);
    if (location == null) {
      return null;
    }
    return proxy
        .path(location)
        .map(path -> path + FOLDER)
        .orElseThrow(
            () ->
                MlflowException.invalidParameter(
                    ArtifactProxy.elsewhere("attachments", traceId, location)));
  }
}
