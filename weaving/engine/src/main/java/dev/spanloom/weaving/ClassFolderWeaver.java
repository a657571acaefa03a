package dev.spanloom.weaving;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Weaves the class files of a folder in place, at build time. Class files that are woven already
 * are left as they are, so that it can run after every incremental compilation; so are those with a
 * problem, so that the next run finds it again. Thread-safe; no two may weave the same folder at
 * the same time.
 */
public final class ClassFolderWeaver {
  private static final String SUFFIX = ".class";

  private final Weaver weaver = new Weaver();
  private final WeavingOptions options;

  /** Makes one that can weave any number of folders. */
  public ClassFolderWeaver(WeavingOptions options) {
    this.options = options;
  }

  /**
   * Weaves what is in a folder and not woven yet.
   *
   * @param folder with the folders of the packages; one that does not exist holds nothing to weave
   * @param classPath what the classes were compiled with
   * @throws IOException when a file cannot be read or written; files are written whole or not at
   *     all
   */
  public WovenFolder weave(Path folder, ClassSource classPath) throws IOException {
    int woven = 0;
    List<WeavingProblem> problems = new ArrayList<>();
    try (PathClassSource own = PathClassSource.open(List.of(folder))) {
      ClassSource others = name -> own.find(name).or(() -> classPath.find(name));
      for (Path file : classFiles(folder)) {
        WovenClass result = weaver.weave(Files.readAllBytes(file), others);
        problems.addAll(result.problems());
        byte[] classFile = result.classFile();
        if (classFile != null) {
          replace(file, classFile);
          woven++;
        }
      }
    }
    return new WovenFolder(woven, problems);
  }

  private List<Path> classFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .filter(file -> options.covers(className(folder.relativize(file))))
          .sorted()
          .toList();
    }
  }

  /** Class files of {@code META-INF/versions/N} are of the same packages. */
  private static String className(Path relative) {
    Path name =
        relative.startsWith(Path.of("META-INF", "versions")) && relative.getNameCount() > 3
            ? relative.subpath(3, relative.getNameCount())
            : relative;
    String dotted = name.toString().replace(name.getFileSystem().getSeparator(), ".");
    return dotted.substring(0, dotted.length() - SUFFIX.length());
  }

  /** Who reads the folder meanwhile, or after a crash, finds the old class file or the new one. */
  private static void replace(Path file, byte[] classFile) throws IOException {
    Path whole = Files.createTempFile(file.getParent(), "spanloom", ".weaving");
    try {
      Files.write(whole, classFile);
      copyPermissions(file, whole);
      try {
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /** A temporary file is its owner's alone; a class file is for whoever runs the program. */
  private static void copyPermissions(Path from, Path to) throws IOException {
    if (Files.getFileStore(from).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }
}
