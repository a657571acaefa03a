package dev.spanloom.testjvms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the guide, so that a test can hold what it shows against code that runs. Immutable. */
public final class GuidePage {
  private final String text;

  private GuidePage(String text) {
    this.text = text;
  }

  /** A page by its name, such as {@code otlp.md}, for a test of any module. */
  public static GuidePage named(String name) {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("docs/guide"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new AssertionError("no docs/guide above " + Path.of("").toAbsolutePath());
      }
    }
    return new GuidePage(read(folder.resolve("docs/guide").resolve(name)));
  }

  public String text() {
    return text;
  }

  /** The lines of its Java blocks. */
  public List<String> java() {
    List<String> lines = new ArrayList<>();
    boolean java = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith("```")) {
        java = line.equals("```java");
      } else if (java) {
        lines.add(line);
      }
    }
    return lines;
  }

  /**
   * The lines of its Java blocks that a test has not, whatever the spaces in them.
   *
   * @param test whose source is in the module that is tested
   */
  public List<String> javaMissingIn(Class<?> test) {
    String source =
        withoutBlanks(read(Path.of("src/test/java", test.getName().replace('.', '/') + ".java")));
    return java().stream().filter(line -> !source.contains(withoutBlanks(line))).toList();
  }

  /** The text of all files of a folder. */
  public static String sourcesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(GuidePage::read).collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutBlanks(String text) {
    return text.replaceAll("\\s", "");
  }
}
