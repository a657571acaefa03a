package dev.spanloom.server.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The files of the web UI on the class path; each is read once. Without the jar of the UI there are
 * none. Thread-safe.
 */
final class UiFiles {
  private static final String FOLDER = "/dev/spanloom/ui/";
  private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/?)+");

  private final Map<String, Optional<byte[]>> read = new ConcurrentHashMap<>();

  /**
   * The content of a file.
   *
   * @param name such as {@code assets/index-1a2b.js.br}; anything may be asked for
   */
  Optional<byte[]> content(String name) {
    if (name.length() > 200 || !NAME.matcher(name).matches() || name.endsWith("/")) {
      return Optional.empty();
    }
    Optional<byte[]> known = read.get(name);
    if (known != null) {
      return known;
    }
    Optional<byte[]> content = load(name);
    if (content.isPresent()) { // what is asked for and is not there shall not fill the memory
      read.put(name, content);
    }
    return content;
  }

  private static Optional<byte[]> load(String name) {
    try (InputStream in = UiFiles.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + name + " of the web UI cannot be read", e);
    }
  }
}
