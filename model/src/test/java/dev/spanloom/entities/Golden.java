package dev.spanloom.entities;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The recordings of real MLflow clients, from the jar or the folder on the class path. */
public final class Golden {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Golden() {}

  /** One recorded file; its name is shown by parameterized tests. */
  public record File(String name, String text) {
    public Map<String, @Nullable Object> map() {
      return asMap(JsonReader.read(text));
    }

    /** The scenario's folder, such as {@code python/s01_basic_span}. */
    public String scenario() {
      return name.substring(0, name.lastIndexOf('/'));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  public static List<File> pythonTraces() {
    return files("python", "trace[_0-9]*\\.json");
  }

  public static List<File> typeScriptTraces() {
    return files("typescript", "trace_ts\\.json");
  }

  /** Every recorded HTTP exchange of the Python client. */
  public static List<File> pythonExchanges() {
    return files("python", "requests\\.jsonl");
  }

  public static List<File> typeScriptExchanges() {
    return files("typescript", "requests\\.jsonl");
  }

  /** The exchanges of one file, in order. */
  public static List<Map<String, @Nullable Object>> lines(File file) {
    return file.text().lines().map(line -> asMap(JsonReader.read(line))).toList();
  }

  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A plain value as a tree, by way of our own JSON text; compares without the order of keys. */
  public static JsonNode tree(@Nullable Object plain) {
    return tree(JsonWriter.write(plain));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable Object> asMap(@Nullable Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  private static List<File> files(String folder, String namePattern) {
    Path root = root().resolve(folder);
    try (Stream<Path> paths = Files.walk(root)) {
      List<File> files =
          paths
              .filter(path -> Files.isRegularFile(path))
              .filter(path -> path.getFileName().toString().matches(namePattern))
              .sorted()
              .map(path -> new File(folder + "/" + root.relativize(path), read(path)))
              .toList();
      if (files.isEmpty()) {
        throw new IllegalStateException("no golden files " + namePattern + " in " + root);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    try {
      URI uri = Golden.class.getResource("/golden/README.md").toURI();
      if (!uri.getScheme().equals("jar")) {
        return Path.of(uri).getParent();
      }
      try {
        FileSystem jar = FileSystems.newFileSystem(uri, Map.of());
        return jar.getPath("/golden");
      } catch (FileSystemAlreadyExistsException e) {
        return FileSystems.getFileSystem(uri).getPath("/golden");
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("golden data is not on the class path", e);
    }
  }
}
