package dev.spanloom.weaving.behaviour.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The classes that one compiler made. Each compiler has a class loader of its own, since all made
 * classes of the same names.
 */
final class SubjectLoader extends URLClassLoader {
  private final Path folder;

  SubjectLoader(Path folder) {
    super(new URL[] {url(folder)}, SubjectLoader.class.getClassLoader());
    this.folder = folder;
  }

  private static URL url(Path folder) {
    try {
      return folder.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(folder.toString(), e);
    }
  }

  List<String> classNames() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - 6).replaceAll("[/\\\\]", "."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
