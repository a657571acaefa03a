package dev.spanloom.server.artifacts;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.server.http.Downloads;
import dev.spanloom.server.http.StreamingService;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore;
import java.io.InputStream;
import java.util.Optional;

/**
 * Gives a file back as it was sent; a spans file that nobody sent is made of the spans.
 * Thread-safe.
 */
final class ArtifactGet implements StreamingService {
  private final ArtifactStore artifacts;
  private final TraceFiles traces;

  ArtifactGet(ArtifactStore artifacts, TraceFiles traces) {
    this.artifacts = artifacts;
    this.traces = traces;
  }

  @Override
  public HttpResponse stream(ServiceRequestContext context, HttpRequest request) {
    ArtifactPath path = ArtifactApi.path(context);
    Optional<InputStream> stored = artifacts.open(path).map(ArtifactStore.Content::stream);
    InputStream content =
        stored
            .or(() -> traces.made(path))
            .orElseThrow(() -> MlflowException.notFound("No such artifact: '" + path + "'"));
    return StreamingService.reply(context, Downloads.type(path.name()), path.name(), content);
  }
}
