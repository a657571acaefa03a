package dev.spanloom.spring;

import dev.spanloom.destination.Destinations;
import dev.spanloom.entities.Experiment;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings that have MLflow's names: {@code mlflow.tracking-uri} is {@code MLFLOW_TRACKING_URI}
 * of its environment, and so on. What is null, the SDK decides. Not to be changed.
 *
 * @param trackingUri where traces go: sqlite:PATH, http://HOST:PORT, databricks, memory:, …
 * @param trackingUsername login at the server, with a password
 * @param trackingPassword password of that login
 * @param trackingToken bearer token for the server
 * @param trackingInsecureTls whether certificates of the server are taken unseen
 * @param trackingServerCertPath file of certificates that the server is trusted for
 * @param trackingClientCertPath file of the certificate and key with which the program logs in
 * @param workspace workspace of the server
 * @param experimentName experiment of new traces, by name; made when there is none
 * @param experimentId experiment of new traces, by id
 * @param runId run that new traces belong to
 * @param activeModelId model that new traces belong to
 * @param tracingEnabled whether spans are recorded
 * @param tracingDestination experiment id, or catalog.schema of a Unity Catalog, of new traces
 * @param tracingSqlWarehouseId warehouse by which traces in a Unity Catalog are read
 * @param traceSamplingRatio share of traces that are recorded, 0 to 1
 * @param traceTimeoutSeconds after how long an open trace that shows no sign of life counts as
 *     stalled
 * @param traceBufferTtlSeconds how long an open trace is kept in memory
 * @param traceBufferMaxSize how many open traces are kept in memory
 * @param traceExtractAttachments whether files are taken out of the values of spans
 * @param traceMaxAttachmentSize bytes of the largest file that is kept; negative for the largest
 *     possible
 * @param traceEnableOtlpDualExport whether traces go to the tracking URI and to the OpenTelemetry
 *     endpoint
 * @param enableOtlpExporter whether an OpenTelemetry endpoint of the environment takes traces
 * @param useDefaultTracerProvider false joins the spans with those of the application's
 *     OpenTelemetry
 * @param httpRequestTimeout seconds that a request to the server may take
 * @param httpRequestMaxRetries how often a request of a reader is tried again
 * @param httpRequestBackoffFactor seconds between tries, doubled each time
 * @param httpRequestBackoffJitter most seconds of the random part between tries
 * @param httpRespectRetryAfterHeader whether the server may say when to try again
 * @param allowHttpRedirects whether redirects of the server are followed
 * @param searchTracesMaxThreads requests at a time of one search
 * @param searchTracesMaxBatchSize traces that one request of a search reads
 * @param deleteTracesMaxBatchSize traces that one request deletes
 */
@ConfigurationProperties("mlflow")
public record MlflowProperties(
    @Nullable String trackingUri,
    @Nullable String trackingUsername,
    @Nullable String trackingPassword,
    @Nullable String trackingToken,
    @Nullable Boolean trackingInsecureTls,
    @Nullable String trackingServerCertPath,
    @Nullable String trackingClientCertPath,
    @Nullable String workspace,
    @Nullable String experimentName,
    @Nullable String experimentId,
    @Nullable String runId,
    @Nullable String activeModelId,
    @Nullable Boolean tracingEnabled,
    @Nullable String tracingDestination,
    @Nullable String tracingSqlWarehouseId,
    @Nullable Double traceSamplingRatio,
    @Nullable Long traceTimeoutSeconds,
    @Nullable Long traceBufferTtlSeconds,
    @Nullable Long traceBufferMaxSize,
    @Nullable Boolean traceExtractAttachments,
    @Nullable Long traceMaxAttachmentSize,
    @Nullable Boolean traceEnableOtlpDualExport,
    @Nullable Boolean enableOtlpExporter,
    @Nullable Boolean useDefaultTracerProvider,
    @Nullable Long httpRequestTimeout,
    @Nullable Long httpRequestMaxRetries,
    @Nullable Long httpRequestBackoffFactor,
    @Nullable Double httpRequestBackoffJitter,
    @Nullable Boolean httpRespectRetryAfterHeader,
    @Nullable Boolean allowHttpRedirects,
    @Nullable Long searchTracesMaxThreads,
    @Nullable Long searchTracesMaxBatchSize,
    @Nullable Long deleteTracesMaxBatchSize) {
  public MlflowProperties {
    Checks.atLeast(1, traceTimeoutSeconds, "mlflow.trace-timeout-seconds");
    Checks.atLeast(1, traceBufferTtlSeconds, "mlflow.trace-buffer-ttl-seconds");
    Checks.atLeast(1, traceBufferMaxSize, "mlflow.trace-buffer-max-size");
    Checks.atLeast(1, httpRequestTimeout, "mlflow.http-request-timeout");
    Checks.atLeast(0, httpRequestMaxRetries, "mlflow.http-request-max-retries");
    Checks.atLeast(0, httpRequestBackoffFactor, "mlflow.http-request-backoff-factor");
    Checks.atLeast(1, searchTracesMaxThreads, "mlflow.search-traces-max-threads");
    Checks.atLeast(1, searchTracesMaxBatchSize, "mlflow.search-traces-max-batch-size");
    Checks.atLeast(1, deleteTracesMaxBatchSize, "mlflow.delete-traces-max-batch-size");
    Checks.ratio(traceSamplingRatio, "mlflow.trace-sampling-ratio");
    Checks.notNegative(httpRequestBackoffJitter, "mlflow.http-request-backoff-jitter");
    Checks.accepted(trackingUri, "mlflow.tracking-uri", Destinations::check);
    Checks.accepted(experimentName, "mlflow.experiment-name", Experiment::checkName);
    Checks.location(tracingDestination, "mlflow.tracing-destination");
  }

  /** What is set, by the names of the SDK. */
  Map<String, String> settings() {
    SettingTexts texts = new SettingTexts();
    texts.put("MLFLOW_TRACKING_URI", trackingUri);
    texts.put("MLFLOW_TRACKING_USERNAME", trackingUsername);
    texts.put("MLFLOW_TRACKING_PASSWORD", trackingPassword);
    texts.put("MLFLOW_TRACKING_TOKEN", trackingToken);
    texts.put("MLFLOW_TRACKING_INSECURE_TLS", trackingInsecureTls);
    texts.put("MLFLOW_TRACKING_SERVER_CERT_PATH", trackingServerCertPath);
    texts.put("MLFLOW_TRACKING_CLIENT_CERT_PATH", trackingClientCertPath);
    texts.put("MLFLOW_WORKSPACE", workspace);
    texts.put("MLFLOW_EXPERIMENT_NAME", experimentName);
    texts.put("MLFLOW_EXPERIMENT_ID", experimentId);
    texts.put("MLFLOW_RUN_ID", runId);
    texts.put("MLFLOW_ACTIVE_MODEL_ID", activeModelId);
    texts.put("MLFLOW_TRACING_ENABLED", tracingEnabled);
    texts.put("MLFLOW_TRACING_DESTINATION", tracingDestination);
    texts.put("MLFLOW_TRACING_SQL_WAREHOUSE_ID", tracingSqlWarehouseId);
    texts.put("MLFLOW_TRACE_SAMPLING_RATIO", traceSamplingRatio);
    texts.put("MLFLOW_TRACE_TIMEOUT_SECONDS", traceTimeoutSeconds);
    texts.put("MLFLOW_TRACE_BUFFER_TTL_SECONDS", traceBufferTtlSeconds);
    texts.put("MLFLOW_TRACE_BUFFER_MAX_SIZE", traceBufferMaxSize);
    texts.put("MLFLOW_TRACE_EXTRACT_ATTACHMENTS", traceExtractAttachments);
    texts.put("MLFLOW_TRACE_MAX_ATTACHMENT_SIZE", traceMaxAttachmentSize);
    texts.put("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", traceEnableOtlpDualExport);
    texts.put("MLFLOW_ENABLE_OTLP_EXPORTER", enableOtlpExporter);
    texts.put("MLFLOW_USE_DEFAULT_TRACER_PROVIDER", useDefaultTracerProvider);
    texts.put("MLFLOW_HTTP_REQUEST_TIMEOUT", httpRequestTimeout);
    texts.put("MLFLOW_HTTP_REQUEST_MAX_RETRIES", httpRequestMaxRetries);
    texts.put("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", httpRequestBackoffFactor);
    texts.put("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", httpRequestBackoffJitter);
    texts.put("MLFLOW_HTTP_RESPECT_RETRY_AFTER_HEADER", httpRespectRetryAfterHeader);
    texts.put("MLFLOW_ALLOW_HTTP_REDIRECTS", allowHttpRedirects);
    texts.put("MLFLOW_SEARCH_TRACES_MAX_THREADS", searchTracesMaxThreads);
    texts.put("MLFLOW_SEARCH_TRACES_MAX_BATCH_SIZE", searchTracesMaxBatchSize);
    texts.put("MLFLOW_DELETE_TRACES_MAX_BATCH_SIZE", deleteTracesMaxBatchSize);
    return texts.asMap();
  }
}
