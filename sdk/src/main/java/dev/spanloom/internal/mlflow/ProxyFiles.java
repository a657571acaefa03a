package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code traces.json} beside traces, through the server's artifact proxy. Thread-safe.
 */
final class ProxyFiles implements SpanFiles {
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String PROXY_SCHEME = "mlflow-artifacts";
  private static final String FILE = "/traces.json";

  private final MlflowApi api;

  ProxyFiles(MlflowApi api) {
    this.api = api;
  }

  @Override
  public void write(TraceInfo info, List<Map<String, @Nullable Object>> spans) {
    byte[] body = JsonWriter.write(Map.of("spans", spans)).getBytes(StandardCharsets.UTF_8);
    MlflowApi.checked(api.calls().send(Call.of("PUT", path(info), body, Call.JSON))).json();
  }

  /**
   * The spans of a trace as the server itself finds them, else those of its file; empty when there
   * is no file, or it lies where only the server gets at.
   */
  @Override
  public List<Span> read(TraceInfo info) {
    try {
      List<Span> found =
          spans(
              api.get(
                  "/ajax-api/2.0/mlflow/get-trace-artifact?request_id="
                      + MlflowApi.escaped(info.traceId())));
      return found.isEmpty() ? readFile(info) : found;
    } catch (MlflowException e) {
      return readFile(info);
    }
  }

  private List<Span> readFile(TraceInfo info) {
    String location = info.tags().get(TraceTagKey.ARTIFACT_LOCATION);
    if (location == null || !location.startsWith(PROXY_SCHEME + ":")) {
      return List.of();
    }
    try {
      return spans(api.get(path(info)));
    } catch (MlflowException e) {
      if (MlflowApi.isMissing(e) || MlflowApi.isUnknownEndpoint(e)) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<Span> spans(Map<String, @Nullable Object> file) {
    return MlflowApi.objects(file.get("spans")).stream().map(Span::fromMap).toList();
  }

  private String path(TraceInfo info) {
    String location = info.tags().get(TraceTagKey.ARTIFACT_LOCATION);
    URI uri = null;
    try {
      uri = location == null ? null : URI.create(location);
    } catch (IllegalArgumentException e) {
      // said below
    }
    if (uri == null
        || !PROXY_SCHEME.equals(uri.getScheme())
        || uri.getRawPath() == null
        || (uri.getHost() != null
            && !uri.getHost().equalsIgnoreCase(api.calls().server().base().getHost()))) {
      throw new RetryLaterException(
          "the spans of trace "
              + info.traceId()
              + " belong into "
              + location
              + ", where this program cannot write (expected: "
              + PROXY_SCHEME
              + ":/...; start the MLflow server with --serve-artifacts and let the experiment use"
              + " its default artifact location)");
    }
    return PROXY + uri.getRawPath() + FILE;
  }
}
