package dev.spanloom.server.golden;

import dev.spanloom.entities.internal.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What real MLflow clients sent and read back, from the artifact {@code spanloom-golden}. */
final class GoldenFiles {
  private static final String FOLDER = "/golden";

  private GoldenFiles() {}

  /** A file by its place, such as {@code python/s01_basic_span/trace.json}. */
  record File(String name, String text) {
    /** Its folder, such as {@code python/s01_basic_span}. */
    String scenario() {
      return name.substring(0, name.lastIndexOf('/'));
    }

    String fileName() {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** One request of a client, and what MLflow's server answered. */
  record Exchange(Map<String, @Nullable Object> fields) {
    String method() {
      return text("method");
    }

    String path() {
      return text("path");
    }

    int status() {
      return ((Number) fields.get("status")).intValue();
    }

    @Nullable Object requestBody() {
      return fields.get("request_body");
    }

    @Nullable Object responseBody() {
      return fields.get("response_body");
    }

    List<List<?>> requestHeaders() {
      List<List<?>> headers = new ArrayList<>();
      ((List<?>) fields.get("request_headers")).forEach(header -> headers.add((List<?>) header));
      return headers;
    }

    private String text(String key) {
      return String.valueOf(fields.get(key));
    }

    @Override
    public String toString() {
      return method() + " " + path();
    }
  }

  static List<File> matching(String pattern) {
    try {
      URI uri = GoldenFiles.class.getResource(FOLDER + "/README.md").toURI();
      if (!uri.getScheme().equals("jar")) {
        return read(Path.of(uri).getParent(), pattern);
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath(FOLDER), pattern);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<File> read(Path root, String pattern) throws IOException {
    List<File> files = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        String name = root.relativize(path).toString();
        if (name.matches(pattern)) {
          files.add(new File(name, Files.readString(path)));
        }
      }
    }
    if (files.isEmpty()) {
      throw new IllegalStateException("no golden files " + pattern + " in " + root);
    }
    return files;
  }

  static List<Exchange> exchanges(File file) {
    return file.text().lines().map(line -> new Exchange(JsonReader.readObject(line))).toList();
  }
}
