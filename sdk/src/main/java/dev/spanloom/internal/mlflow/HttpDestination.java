package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.internal.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A server of ours, or a real one of MLflow, as a destination. What the server can do is found out
 * with the first call, see {@link ServerProbe}; a server that cannot be reached yet is no failure
 * of opening. Thread-safe; owns its connections and threads.
 */
public final class HttpDestination implements Destination {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");
  private static final int MOST_SWITCHES = 4;

  private final HttpCalls calls;
  private final ServerProbe probe;
  private final TraceCalls traces;
  private final LegacyTraces legacy;
  private final TraceSearches searches;
  private final AssessmentCalls assessments;
  private final ExperimentCalls experiments;
  private final TagCalls tags;
  private final DeletionCalls deletions;
  private final SpanloomWriter toSpanloom;
  private final MlflowWriter toMlflow;
  private final FileTraces fileTraces;
  private final WholeTraceWriter toFiles;
  private final WholeTraceWriter toLegacy;
  private final AttachmentFiles attachments;

  /**
   * A destination.
   *
   * @param knownSince of traces that began before, others may have sent something to the server
   */
  private HttpDestination(HttpCalls calls, HttpSettings settings, Instant knownSince) {
    this.calls = calls;
    MlflowApi api = new MlflowApi(calls, settings);
    probe = new ServerProbe(calls);
    SpanRequests spans = SpanRequests.ofMlflow(calls);
    SpanFiles files = new ProxyFiles(api);
    traces = new TraceCalls(api, files);
    legacy = new LegacyTraces(api, files);
    attachments = new AttachmentFiles(api, this::infoOnce);
    searches = new TraceSearches(api, traces, legacy, settings);
    assessments = new AssessmentCalls(api);
    experiments = new ExperimentCalls(api);
    tags = new TagCalls(api);
    deletions = new DeletionCalls(api, settings);
    toSpanloom = new SpanloomWriter(calls, spans);
    TraceLedger ledger = new TraceLedger(TimeUnit.MILLISECONDS.toNanos(knownSince.toEpochMilli()));
    toMlflow = new MlflowWriter(traces, spans, probe, ledger, calls.executor());
    fileTraces = new FileTraces(traces, files, probe);
    ReentrantLock lock = new ReentrantLock();
    toFiles = new WholeTraceWriter(fileTraces, knownSince.toEpochMilli(), lock);
    toLegacy = new WholeTraceWriter(legacy, knownSince.toEpochMilli(), lock);
  }

  /**
   * A destination for a URI.
   *
   * @param credentials the credentials file; need not be there
   * @throws IllegalArgumentException for a URI, or settings, that cannot be used
   */
  public static HttpDestination open(String uri, Settings settings, Path credentials) {
    ServerUri server = ServerUri.parse(uri);
    HttpSettings http = HttpSettings.from(settings);
    return new HttpDestination(
        new HttpCalls(
            server, http, new ServerLogin(server, settings, credentials), Tls.context(settings)),
        http,
        OpenedServers.knownSince(server.toString()));
  }

  @Override
  public String description() {
    return "server at " + calls.server();
  }

  @Override
  public void write(TraceBatch batch) {
    try {
      for (int switches = 0; ; switches++) {
        ServerKind kind = probe.kind();
        try {
          if (kind == ServerKind.LEGACY) {
            noteExperiments(batch);
          }
          handOn(kind);
          writer(kind).write(batch);
          attachments.written(batch);
          return;
        } catch (OtherKindException e) {
          if (kind == ServerKind.SPANS) {
            fileTraces.spansWereTurnedDown();
          }
          if (switches >= MOST_SWITCHES) {
            throw new RetryLaterException(
                calls.server() + " says now this, now that, of what it takes", e);
          }
        }
      }
    } catch (RetryLaterException e) {
      if (e.getCause() != null) {
        probe.forget(); // it may be another server when it is back
      }
      throw e;
    } catch (MlflowException e) {
      throw MlflowApi.isUnknownEndpoint(e) ? noMlflow(e) : e;
    }
  }

  private RetryLaterException noMlflow(MlflowException e) {
    return new RetryLaterException(
        e.getMessage()
            + " (expected: an MLflow server of 2.14 or newer at "
            + calls.server()
            + "; does the tracking URI name it with its whole path?)",
        e);
  }

  /** Where traces of the batch may be, by an older process; searches there name experiments. */
  private void noteExperiments(TraceBatch batch) {
    legacy.uses(batch.experimentId());
    for (TraceInfo info : batch.infos()) {
      String id = info.experimentId();
      if (id != null) {
        legacy.uses(id);
      }
    }
  }

  private BatchWriter writer(ServerKind kind) {
    return switch (kind) {
      case SPANLOOM -> toSpanloom;
      case SPANS -> toMlflow;
      case FILES -> toFiles;
      case LEGACY -> toLegacy;
    };
  }

  /** What was gathered for a server of another kind than it is goes the way of this kind. */
  private void handOn(ServerKind kind) {
    for (WholeTraceWriter other : List.of(toFiles, toLegacy)) {
      if (other != writer(kind)) {
        other.handOn(writer(kind));
      }
    }
  }

  @Override
  public Set<String> unsettledTraces() {
    Set<String> held = new HashSet<>(toFiles.held());
    held.addAll(toLegacy.held());
    held.addAll(attachments.waitingTraces());
    return held;
  }

  /** Asks as servers of MLflow 3 are asked, or those before where it turns out to be one. */
  private <T> T ask(Supplier<T> question, Supplier<T> older) {
    if (probe.kind() == ServerKind.LEGACY) {
      return older.get();
    }
    try {
      return question.get();
    } catch (MlflowException e) {
      if (!MlflowApi.isUnknownEndpoint(e) || probe.isVersionKnown()) {
        throw e;
      }
      probe.learned(ServerKind.LEGACY);
      return older.get();
    }
  }

  @Override
  public boolean storesAttachments() {
    return true;
  }

  @Override
  public void writeAttachment(TraceAttachment attachment) {
    attachments.write(attachment);
  }

  @Override
  public Optional<byte[]> readAttachment(String traceId, String attachmentId) {
    return attachments.read(traceId, attachmentId);
  }

  private Optional<TraceInfo> infoOnce(String traceId) {
    return ask(() -> traces.infoOnce(traceId), () -> legacy.find(traceId));
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    return ask(() -> traces.info(traceId), () -> legacy.find(traceId));
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    return ask(
        () -> traces.trace(traceId),
        () ->
            legacy
                .find(traceId)
                .map(info -> new Trace(info, TraceCalls.ordered(legacy.spans(info)))));
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    search.experimentIds().forEach(legacy::uses);
    return ask(
        () -> searches.search(search, probe.kind()),
        () -> searches.search(search, ServerKind.LEGACY));
  }

  @Override
  public int deleteTraces(TraceDeletion deletion) {
    legacy.uses(deletion.experimentId());
    return deletions.delete(deletion, deletion.traceIds().stream().map(this::serverId).toList());
  }

  private String serverId(String traceId) {
    return probe.kind() == ServerKind.LEGACY ? legacy.serverId(traceId) : traceId;
  }

  @Override
  public void setTraceTag(String traceId, String key, String value) {
    tags.set(serverId(traceId), key, value);
  }

  @Override
  public void deleteTraceTag(String traceId, String key) {
    tags.delete(serverId(traceId), key);
  }

  @Override
  public Assessment createAssessment(Assessment assessment) {
    return assessments.create(assessment);
  }

  @Override
  public Assessment getAssessment(String traceId, String assessmentId) {
    return assessments.get(traceId, assessmentId);
  }

  @Override
  public Assessment updateAssessment(Assessment assessment) {
    return assessments.update(assessment);
  }

  @Override
  public void deleteAssessment(String traceId, String assessmentId) {
    assessments.delete(traceId, assessmentId);
  }

  @Override
  public Experiment getOrCreateExperiment(String name) {
    Experiment experiment = experiments.getOrCreate(name);
    legacy.uses(experiment.experimentId());
    return experiment;
  }

  @Override
  public Optional<Experiment> getExperiment(String experimentId) {
    Optional<Experiment> experiment = experiments.get(experimentId);
    experiment.map(Experiment::experimentId).ifPresent(legacy::uses);
    return experiment;
  }

  /** Writes what was gathered as far as it is there, and lets go of connections and threads. */
  @Override
  public void close() {
    calls.hurry();
    if (gathered() > 0) {
      int left = settle();
      if (left > 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            "{0} traces that had not ended could not be written to {1}, and are lost unless a spool has them",
            left,
            description());
      }
    }
    int leftAttachments = attachments.settle();
    if (leftAttachments > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} attachments of traces that had not ended could not be written to {1}, and are lost unless a spool has them",
          leftAttachments,
          description());
    }
    calls.close();
  }

  private int gathered() {
    return toFiles.held().size() + toLegacy.held().size();
  }

  /** Writes what was gathered as far as it is there, and tells of how many traces that failed. */
  private int settle() {
    if (toFiles.isBusy() || toLegacy.isBusy()) { // with a server that does not answer
      return gathered();
    }
    try {
      handOn(probe.kind());
    } catch (RuntimeException e) {
      return gathered();
    }
    return toFiles.flush() + toLegacy.flush();
  }
}
