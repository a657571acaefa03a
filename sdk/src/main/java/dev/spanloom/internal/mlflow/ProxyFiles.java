package dev.spanloom.internal.mlflow;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code traces.json} beside traces, through the server's artifact proxy. Thread-safe.
 */
final class ProxyFiles implements SpanFiles {
  private static final String FILE = "/traces.json";

  private final MlflowApi api;
  private final ArtifactProxy proxy;

  ProxyFiles(MlflowApi api) {
    this.api = api;
    this.proxy = new ArtifactProxy(api.calls().server());
  }

  @Override
  public void write(TraceInfo info, List<Map<String, @Nullable Object>> spans) {
    String path =
        path(info)
            .orElseThrow(
                () ->
                    new RetryLaterException(
                        ArtifactProxy.elsewhere("the spans", info.traceId(), location(info))));
    Call upload = Call.of("PUT", path, SpanFiles.encode(spans), Call.JSON);
    MlflowApi.checked(api.calls().send(upload)).json();
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
    Optional<String> path = path(info);
    if (path.isEmpty()) {
      return List.of();
    }
    try {
      return spans(api.get(path.get()));
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

  private Optional<String> path(TraceInfo info) {
    return proxy.path(location(info)).map(folder -> folder + FILE);
  }

  private static @Nullable String location(TraceInfo info) {
    return info.tags().get(TraceTagKey.ARTIFACT_LOCATION);
  }
}
