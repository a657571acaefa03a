package dev.spanloom.server.artifacts;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.server.http.BlockingService;
import dev.spanloom.server.http.Replies;
import dev.spanloom.server.http.StreamingService;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MLflow's artifact proxy, under {@code /api} and {@code /ajax-api}. */
public final class ArtifactApi {
  private static final String[] BASES = {"/api", "/ajax-api"};
  private static final String PROXY = "/2.0/mlflow-artifacts/";
  private static final String FILE = "artifacts/{*path}";
  private static final int MOST_ENTRIES = 10_000;

  private final ArtifactStore artifacts;
  private final TraceFiles traces;
  private final int mostBytes;

  /**
   * Makes it.
   *
   * @param mostBytes of a file
   */
  public ArtifactApi(TraceStore store, int mostBytes) {
    this.artifacts = store.artifacts();
    this.traces = new TraceFiles(store);
    this.mostBytes = mostBytes;
  }

  public void register(ServerBuilder builder) {
    StreamingService put = new ArtifactPut(artifacts, traces, mostBytes);
    StreamingService get = new ArtifactGet(artifacts, traces);
    BlockingService list = (context, request) -> list(context);
    BlockingService delete = (context, request) -> delete(context);
    BlockingService multipart = (context, request) -> multipart();
    for (String base : BASES) {
      builder
          .route()
          .put(base + PROXY + FILE)
          .maxRequestLength(0) // it counts by itself: this closes the connection of HTTP/2 clients
          .build(put);
      add(builder, HttpMethod.GET, base + PROXY + FILE, get);
      add(builder, HttpMethod.DELETE, base + PROXY + FILE, delete.asHttpService());
      add(builder, HttpMethod.GET, base + PROXY + "artifacts", list.asHttpService());
      for (String step : new String[] {"create", "complete", "abort"}) {
        add(
            builder,
            HttpMethod.POST,
            base + PROXY + "mpu/" + step + "/{*path}",
            multipart.asHttpService());
      }
    }
    StreamingService ofTrace = new TraceArtifactGet(artifacts, traces);
    for (String version : new String[] {"2.0", "3.0"}) {
      String path = "/ajax-api/" + version + "/mlflow/get-trace-artifact";
      add(builder, HttpMethod.GET, path, ofTrace);
    }
  }

  private static void add(
      ServerBuilder builder, HttpMethod method, String path, HttpService service) {
    builder.service(Route.builder().methods(method).path(path).build(), service);
  }

  /** The path that a request is about. */
  static ArtifactPath path(ServiceRequestContext context) {
    String path = context.pathParam("path");
    return new ArtifactPath(path == null ? "" : path);
  }

  private AggregatedHttpResponse list(ServiceRequestContext context) {
    String asked = context.queryParams().get("path", "");
    String folder = asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
    ArtifactPath path = asked.isEmpty() ? null : new ArtifactPath(folder);
    List<Map<String, @Nullable Object>> files = new ArrayList<>();
    if (path != null) {
      traces.madeFile(path).ifPresent(made -> files.add(entry(made.name(), made.length())));
    }
    for (ArtifactStore.Entry found : artifacts.list(path, MOST_ENTRIES)) {
      files.add(entry(found.name(), found.sizeBytes()));
    }
    return Replies.json(Map.of("files", files));
  }

  private static Map<String, @Nullable Object> entry(String name, @Nullable Long size) {
    Map<String, @Nullable Object> entry = new LinkedHashMap<>();
    entry.put("path", name);
    entry.put("is_dir", size == null);
    if (size != null) {
      entry.put("file_size", size);
    }
    return entry;
  }

  private AggregatedHttpResponse delete(ServiceRequestContext context) {
    ArtifactPath path = path(context);
    if (artifacts.delete(path) == 0) {
      throw MlflowException.notFound("No such artifact: '" + path + "'");
    }
    return Replies.json(Map.of());
  }

  private static AggregatedHttpResponse multipart() {
    return Replies.error(
        HttpStatus.NOT_IMPLEMENTED,
        "NOT_IMPLEMENTED",
        "multipart uploads: this server takes a file in one PUT (expected: PUT"
            + " /api/2.0/mlflow-artifacts/artifacts/<path>)");
  }
}
