package dev.spanloom.embedded;

import dev.spanloom.destination.Destination;
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
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A trace store as a destination. Thread-safe; owns the store. */
public final class StoreDestination implements Destination {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");

  /** Where servers look for them too. */
  private static final String ATTACHMENTS = "attachments/";

  private final TraceStore store;

  public StoreDestination(TraceStore store) {
    this.store = store;
  }

  @Override
  public String description() {
    return store.description();
  }

  @Override
  public void write(TraceBatch batch) {
    WriteResult result =
        store.writer().write(new WriteBatch(batch.infos(), batch.spans(), batch.experimentId()));
    for (WriteResult.RejectedSpan rejected : result.rejected()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "a span was refused by " + description() + ": " + rejected.reason());
    }
    for (WriteResult.RejectedInfo rejected : result.rejectedInfos()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "what was said of a trace was refused by " + description() + ": " + rejected.reason());
    }
  }

  @Override
  public boolean storesAttachments() {
    return true;
  }

  @Override
  public void writeAttachment(TraceAttachment attachment) {
    byte[] content = attachment.content();
    ArtifactPath path = path(info(attachment.traceId()), attachment.attachmentId());
    if (isStored(path, content.length)) {
      return; // its id stands for its bytes
    }
    try (ArtifactUpload upload = store.artifacts().upload(path)) {
      upload.write(content, 0, content.length);
      upload.commit();
    }
  }

  private boolean isStored(ArtifactPath path, long sizeBytes) {
    return store
        .artifacts()
        .open(path)
        .filter(stored -> stored.artifact().sizeBytes() == sizeBytes)
        .isPresent();
  }

  @Override
  public Optional<byte[]> readAttachment(String traceId, String attachmentId) {
    return store
        .reader()
        .info(traceId)
        .flatMap(info -> store.artifacts().open(path(info, attachmentId)))
        .map(StoreDestination::bytes);
  }

  private static byte[] bytes(ArtifactStore.Content content) {
    try {
      return content.stream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TraceInfo info(String traceId) {
    return store
        .reader()
        .info(traceId)
        .orElseThrow(() -> MlflowException.notFound("trace " + traceId + " does not exist"));
  }

  private static ArtifactPath path(TraceInfo info, String attachmentId) {
    String experiment = Objects.requireNonNullElse(info.experimentId(), Experiment.DEFAULT_ID);
    return ArtifactPath.ofTrace(experiment, info.traceId(), ATTACHMENTS + attachmentId);
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    return store.reader().info(traceId);
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    return store.reader().trace(traceId);
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    var page =
        store
            .search()
            .search(
                TraceQuery.builder(search.experimentIds().toArray(String[]::new))
                    .filter(search.condition(System.currentTimeMillis()))
                    .orderBy(search.orderKeys())
                    .maxResults(search.maxResults())
                    .pageToken(search.pageToken())
                    .build());
    List<Trace> traces =
        search.includeSpans()
            ? store.reader().traces(page.infos().stream().map(TraceInfo::traceId).toList())
            : page.infos().stream().map(info -> new Trace(info, List.of())).toList();
    return new TracePage(traces, page.nextPageToken());
  }

  @Override
  public int deleteTraces(TraceDeletion deletion) {
    Long time = deletion.maxTimestampMillis();
    return time == null
        ? store.deletion().deleteByIds(deletion.experimentId(), deletion.traceIds())
        : store.deletion().deleteUntil(deletion.experimentId(), time, deletion.maxTraces());
  }

  @Override
  public void setTraceTag(String traceId, String key, String value) {
    store.tags().set(traceId, key, value);
  }

  @Override
  public void deleteTraceTag(String traceId, String key) {
    store.tags().delete(traceId, key);
  }

  @Override
  public Assessment createAssessment(Assessment assessment) {
    return store.assessments().create(assessment);
  }

  @Override
  public Assessment getAssessment(String traceId, String assessmentId) {
    return store.assessments().get(traceId, assessmentId);
  }

  @Override
  public Assessment updateAssessment(Assessment assessment) {
    return store.assessments().update(assessment);
  }

  @Override
  public void deleteAssessment(String traceId, String assessmentId) {
    store.assessments().delete(traceId, assessmentId);
  }

  @Override
  public Experiment getOrCreateExperiment(String name) {
    return store.experiments().getOrCreate(name);
  }

  @Override
  public Optional<Experiment> getExperiment(String experimentId) {
    return store.experiments().get(experimentId);
  }

  @Override
  public void close() {
    store.close();
  }
}
