package dev.spanloom.internal.mlflow;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server hands on to where its files are, under which paths of its own. Immutable.
 *
 * @param server whose proxy it is
 */
record ArtifactProxy(ServerUri server) {
  private static final String PATH = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String SCHEME = "mlflow-artifacts";

  /**
   * The path of a folder at this server; empty when the folder is not behind its proxy.
   *
   * @param location as the server says it of a trace; null where it does not
   */
  Optional<String> path(@Nullable String location) {
    URI uri = null;
    try {
      uri = location == null ? null : URI.create(location);
    } catch (IllegalArgumentException e) {
      // nowhere, as any other place that is not here
    }
    if (uri == null
        || !SCHEME.equals(uri.getScheme())
        || uri.getRawPath() == null
        || (uri.getHost() != null && !uri.getHost().equalsIgnoreCase(server.base().getHost()))) {
      return Optional.empty();
    }
    return Optional.of(PATH + uri.getRawPath());
  }

  /** Says that something of a trace belongs elsewhere, and what would help. */
  static String elsewhere(String what, String traceId, @Nullable String location) {
    return what
        + " of trace "
        + traceId
        + " belong into "
        + location
        + ", where this program cannot write (expected: "
        + SCHEME
        + ":/...; start the MLflow server with --serve-artifacts and let the experiment use"
        + " its default artifact location)";
  }
}
