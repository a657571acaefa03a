package dev.spanloom.storage.contract;

import dev.spanloom.entities.Trace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Traces that MLflow's Python client wrote, from the artifact {@code spanloom-golden}. */
final class GoldenTraces {
  private static final String FOLDER = "/golden/python";

  private GoldenTraces() {}

  /** All traces by scenario and file name. */
  static Map<String, Trace> all() {
    URL url = GoldenTraces.class.getResource(FOLDER);
    if (url == null) {
      throw new IllegalStateException(
          FOLDER + " is not on the class path (expected: a test dependency on spanloom-golden)");
    }
    try {
      URI uri = url.toURI();
      if (!uri.getScheme().equals("jar")) {
        return read(Path.of(uri));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return read(jar.getPath(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Trace> read(Path folder) throws IOException {
    Map<String, Trace> traces = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(GoldenTraces::isTrace).toList()) {
        traces.put(folder.relativize(file).toString(), Trace.fromJson(Files.readString(file)));
      }
    }
    return traces;
  }

  private static boolean isTrace(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("trace") && name.endsWith(".json");
  }
}
