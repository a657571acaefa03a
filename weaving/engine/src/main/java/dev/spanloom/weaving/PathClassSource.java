package dev.spanloom.weaving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Class files of a class path: folders and jars, in their order, then the JDK that runs this. Holds
 * the jars open until it is closed. Thread-safe.
 */
public final class PathClassSource implements ClassSource, AutoCloseable {
  private final List<ClassSource> elements = new ArrayList<>();
  private final List<JarFile> jars = new ArrayList<>();

  private PathClassSource() {}

  /**
   * Opens a class path. What does not exist is skipped, as the JVM does.
   *
   * @throws IOException naming the element that is neither a folder nor a jar
   */
  public static PathClassSource open(Collection<Path> classPath) throws IOException {
    PathClassSource source = new PathClassSource();
    try {
      for (Path element : classPath) {
        source.add(element);
      }
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
    source.elements.add(new LoaderClassSource(ClassLoader.getPlatformClassLoader()));
    return source;
  }

  private void add(Path element) throws IOException {
    if (Files.isDirectory(element)) {
      elements.add(name -> read(element.resolve(name + ".class")));
    } else if (Files.exists(element)) {
      JarFile jar = openJar(element);
      jars.add(jar);
      elements.add(name -> read(jar, name + ".class"));
    }
  }

  private static JarFile openJar(Path file) throws IOException {
    try {
      return new JarFile(file.toFile(), false, JarFile.OPEN_READ, JarFile.runtimeVersion());
    } catch (IOException e) {
      throw new IOException(
          file + " of the class path is neither a folder nor a jar: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<byte[]> find(String internalName) {
    for (ClassSource element : elements) {
      Optional<byte[]> found = element.find(internalName);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<byte[]> read(JarFile jar, String name) {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      return Optional.empty();
    }
    try (var stream = jar.getInputStream(entry)) {
      return Optional.of(stream.readAllBytes());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    for (JarFile jar : jars) {
      jar.close();
    }
  }
}
