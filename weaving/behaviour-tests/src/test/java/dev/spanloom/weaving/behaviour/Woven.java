package dev.spanloom.weaving.behaviour;

import dev.spanloom.weaving.ClassSource;
import dev.spanloom.weaving.Weaver;
import dev.spanloom.weaving.WovenClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The subjects' class files, woven beforehand.
 *
 * @param folder of all class files, woven or not
 * @param problems what could not be woven, as text
 */
record Woven(Path folder, List<String> problems) {
  private static final Map<Toolchain, Woven> WOVEN = new EnumMap<>(Toolchain.class);

  static synchronized Woven of(Toolchain toolchain) {
    return WOVEN.computeIfAbsent(toolchain, Woven::weave);
  }

  private static Woven weave(Toolchain toolchain) {
    Path classes = Subjects.compiledBy(toolchain);
    Path folder = classes.resolveSibling(classes.getFileName() + "-woven");
    List<String> problems = new ArrayList<>();
    try {
      Folders.copy(classes, folder);
      ClassSource others = name -> found(classes, name);
      Weaver weaver = new Weaver();
      for (Path file : Folders.files(folder)) {
        if (file.toString().endsWith(".class")) {
          WovenClass woven = weaver.weave(Files.readAllBytes(file), others);
          if (woven.classFile() != null) {
            Files.write(file, woven.classFile());
          }
          woven.problems().forEach(problem -> problems.add(problem.toString()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Woven(folder, problems);
  }

  /** Among the subjects, or on the class path. */
  private static Optional<byte[]> found(Path classes, String name) {
    Path file = classes.resolve(name + ".class");
    try (InputStream in =
        Files.exists(file)
            ? Files.newInputStream(file)
            : Woven.class.getResourceAsStream("/" + name + ".class")) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
