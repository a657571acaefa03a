package dev.spanloom.weaving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Class files of the fixtures in {@code com.acme}. */
final class ClassFiles {
  private ClassFiles() {}

  static byte[] of(Class<?> type) {
    return new LoaderClassSource(type.getClassLoader())
        .find(internalName(type))
        .orElseThrow(() -> new AssertionError("no class file of " + type));
  }

  static String internalName(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  static Path copy(Class<?> type, Path folder) {
    Path file = in(folder, type);
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, of(type));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path in(Path folder, Class<?> type) {
    return folder.resolve(internalName(type) + ".class");
  }

  static boolean isWoven(byte[] classFile) {
    return new String(classFile, StandardCharsets.ISO_8859_1).contains(Names.WOVEN_CALLS);
  }

  static boolean isWoven(Path file) {
    try {
      return isWoven(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a Java that does not exist yet. */
  static byte[] ofNewerJava(byte[] classFile) {
    byte[] newer = classFile.clone();
    newer[6] = 3; // major version 768 and more
    return newer;
  }
}
