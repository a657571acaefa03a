package dev.spanloom.storage.sqlite.mlflow;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds artifact locations that are folders of this machine: paths, {@code file:} URIs, and, for
 * what an MLflow server proxies, its default folder {@code mlartifacts} beside the database.
 */
final class ArtifactFolders {
  private static final String SPANS_FILE = "traces.json";
  private static final String PROXIED = "mlflow-artifacts:";

  private final Path base;

  private ArtifactFolders(Path base) {
    this.base = base;
  }

  static ArtifactFolders beside(Path database) {
    Path folder = database.toAbsolutePath().getParent();
    return new ArtifactFolders(folder == null ? Path.of("") : folder);
  }

  /** The file with the spans of a trace at an artifact location; empty when it is not here. */
  Optional<Path> spansFile(String location) {
    return Stream.ofNullable(folder(location))
        .map(folder -> folder.resolve(SPANS_FILE))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private @Nullable Path folder(String location) {
    try {
      if (location.startsWith(PROXIED)) {
        String path = location.substring(PROXIED.length());
        if (path.startsWith("//")) {
          int slash = path.indexOf('/', 2);
          path = slash < 0 ? "" : path.substring(slash);
        }
        Path root = base.resolve("mlartifacts").normalize();
        Path folder = root.resolve(path.replaceFirst("^/+", "")).normalize();
        return folder.startsWith(root) ? folder : null;
      }
      if (location.startsWith("file:")) {
        String path = URI.create(location).getPath();
        return path == null ? null : base.resolve(path);
      }
      return location.contains(":/") ? null : base.resolve(location);
    } catch (IllegalArgumentException e) {
      return null; // no path or no URI
    }
  }
}
