package dev.spanloom.destinations.databricks;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.mlflow.AssessmentCalls;
import dev.spanloom.internal.mlflow.DeletionCalls;
import dev.spanloom.internal.mlflow.ExperimentCalls;
import dev.spanloom.internal.mlflow.HttpCalls;
import dev.spanloom.internal.mlflow.HttpSettings;
import dev.spanloom.internal.mlflow.MlflowApi;
import dev.spanloom.internal.mlflow.OpenedServers;
import dev.spanloom.internal.mlflow.ServerUri;
import dev.spanloom.internal.mlflow.SpanRequests;
import dev.spanloom.internal.mlflow.TagCalls;
import dev.spanloom.internal.mlflow.TraceCalls;
import dev.spanloom.internal.mlflow.TraceLedger;
import dev.spanloom.internal.mlflow.WholeTraceWriter;
import dev.spanloom.internal.settings.Settings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A Databricks workspace as a destination. A trace is in Unity Catalog or in an experiment, as its
 * id says. Thread-safe; owns its connections and threads.
 */
final class DatabricksDestination implements Destination {
  private static final System.Logger LOG = System.getLogger("dev.spanloom");

  private final HttpCalls calls;
  private final ExperimentTraces experimentTraces;
  private final WholeTraceWriter toExperiments;
  private final CatalogTraces catalogTraces;
  private final CatalogWriter toCatalog;
  private final WorkspaceSearch searches;
  private final AssessmentCalls assessments;
  private final CatalogAssessments catalogAssessments;
  private final ExperimentCalls experiments;
  private final TagCalls tags;
  private final DeletionCalls deletions;

  private DatabricksDestination(
      HttpCalls calls, HttpSettings settings, Warehouse warehouse, Instant knownSince) {
    this.calls = calls;
    MlflowApi api = new MlflowApi(calls, settings);
    CredentialFiles files = new CredentialFiles(api, new CloudStore(calls));
    experimentTraces =
        new ExperimentTraces(new TraceCalls(api, files), files, new OnlineTraces(api, warehouse));
    toExperiments =
        new WholeTraceWriter(experimentTraces, knownSince.toEpochMilli(), new ReentrantLock());
    catalogTraces = new CatalogTraces(api, warehouse);
    toCatalog =
        new CatalogWriter(
            catalogTraces,
            new SpanRequests(calls, "/api/2.0/otel/v1/traces", "X-Databricks-UC-Table-Name"),
            new TraceLedger(TimeUnit.MILLISECONDS.toNanos(knownSince.toEpochMilli())));
    searches = new WorkspaceSearch(api, settings, warehouse, experimentTraces, catalogTraces);
    assessments = new AssessmentCalls(api);
    catalogAssessments = new CatalogAssessments(api, warehouse);
    experiments = new ExperimentCalls(api);
    tags = new TagCalls(api);
    deletions = new DeletionCalls(api, settings);
  }

  /**
   * A destination for a URI.
   *
   * @throws IllegalArgumentException for a URI, settings or a profile that cannot be used
   */
  static DatabricksDestination open(String uri, Settings settings) {
    return open(WorkspaceLogin.find(WorkspaceUri.parse(uri), settings), settings);
  }

  /** A destination for the workspace of a login. */
  static DatabricksDestination open(WorkspaceLogin login, Settings settings) {
    ServerUri server = ServerUri.parse(login.host());
    HttpSettings http = HttpSettings.from(settings);
    return new DatabricksDestination(
        new HttpCalls(server, http, login, Optional.empty()),
        http,
        Warehouse.of(settings),
        OpenedServers.knownSince(server.toString()));
  }

  @Override
  public String description() {
    return "Databricks at " + calls.server();
  }

  private static boolean isInCatalog(String traceId) {
    return CatalogId.of(traceId).isPresent();
  }

  @Override
  public void write(TraceBatch batch) {
    List<TraceInfo> infosOfCatalog = new ArrayList<>();
    List<TraceInfo> infos = new ArrayList<>();
    batch.infos().forEach(info -> (isInCatalog(info.traceId()) ? infosOfCatalog : infos).add(info));
    List<EncodedSpan> spansOfCatalog = new ArrayList<>();
    List<EncodedSpan> spans = new ArrayList<>();
    batch
        .spans()
        .forEach(span -> (isInCatalog(span.decode().traceId()) ? spansOfCatalog : spans).add(span));
    try {
      if (!infos.isEmpty() || !spans.isEmpty()) {
        toExperiments.write(new TraceBatch(infos, spans, batch.experimentId()));
      }
      if (!infosOfCatalog.isEmpty() || !spansOfCatalog.isEmpty()) {
        toCatalog.write(new TraceBatch(infosOfCatalog, spansOfCatalog, batch.experimentId()));
      }
    } catch (MlflowException e) {
      throw MlflowApi.isUnknownEndpoint(e) ? noWorkspace(e) : e;
    }
  }

  private RetryLaterException noWorkspace(MlflowException e) {
    return new RetryLaterException(
        e.getMessage() + " (expected: a Databricks workspace at " + calls.server() + ")", e);
  }

  @Override
  public Set<String> unsettledTraces() {
    return toExperiments.held();
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    Optional<CatalogId> id = CatalogId.of(traceId);
    return id.isPresent() ? catalogTraces.info(id.get()) : experimentTraces.info(traceId);
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    Optional<CatalogId> id = CatalogId.of(traceId);
    return id.isPresent() ? catalogTraces.trace(id.get()) : experimentTraces.trace(traceId);
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    return searches.search(search);
  }

  @Override
  public int deleteTraces(TraceDeletion deletion) {
    if (deletion.experimentId().indexOf('.') >= 0
        || deletion.traceIds().stream().anyMatch(DatabricksDestination::isInCatalog)) {
      throw MlflowException.invalidParameter(
          "traces in Unity Catalog cannot be deleted by MLflow (expected: those of an experiment;"
              + " delete the rows of "
              + deletion.experimentId()
              + " by SQL)");
    }
    return deletions.delete(deletion, deletion.traceIds());
  }

  @Override
  public void setTraceTag(String traceId, String key, String value) {
    Optional<CatalogId> id = CatalogId.of(traceId);
    if (id.isPresent()) {
      catalogTraces.setTag(id.get(), key, value);
    } else {
      tags.set(traceId, key, value);
    }
  }

  @Override
  public void deleteTraceTag(String traceId, String key) {
    Optional<CatalogId> id = CatalogId.of(traceId);
    if (id.isPresent()) {
      catalogTraces.deleteTag(id.get(), key);
    } else {
      tags.delete(traceId, key);
    }
  }

  private static Optional<CatalogId> catalogIdOf(Assessment assessment) {
    String traceId = assessment.traceId();
    return traceId == null ? Optional.empty() : CatalogId.of(traceId);
  }

  @Override
  public Assessment createAssessment(Assessment assessment) {
    Optional<CatalogId> id = catalogIdOf(assessment);
    return id.isPresent()
        ? catalogAssessments.create(id.get(), assessment)
        : assessments.create(assessment);
  }

  @Override
  public Assessment getAssessment(String traceId, String assessmentId) {
    Optional<CatalogId> id = CatalogId.of(traceId);
    return id.isPresent()
        ? catalogAssessments.get(id.get(), assessmentId)
        : assessments.get(traceId, assessmentId);
  }

  @Override
  public Assessment updateAssessment(Assessment assessment) {
    Optional<CatalogId> id = catalogIdOf(assessment);
    return id.isPresent()
        ? catalogAssessments.update(id.get(), assessment)
        : assessments.update(assessment);
  }

  @Override
  public void deleteAssessment(String traceId, String assessmentId) {
    Optional<CatalogId> id = CatalogId.of(traceId);
    if (id.isPresent()) {
      catalogAssessments.delete(id.get(), assessmentId);
    } else {
      assessments.delete(traceId, assessmentId);
    }
  }

  @Override
  public Experiment getOrCreateExperiment(String name) {
    return experiments.getOrCreate(name);
  }

  @Override
  public Optional<Experiment> getExperiment(String experimentId) {
    return experiments.get(experimentId);
  }

  /** Writes what was gathered as far as it is there, and lets go of connections and threads. */
  @Override
  public void close() {
    calls.hurry();
    int left = toExperiments.isBusy() ? unsettledTraces().size() : toExperiments.flush();
    if (left > 0) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} traces that had not ended could not be written to {1}, and are lost unless a spool has them",
          left,
          description());
    }
    calls.close();
  }
}
