package dev.spanloom.weaving.behaviour;

import dev.spanloom.weaving.ClassFolderWeaver;
import dev.spanloom.weaving.PathClassSource;
import dev.spanloom.weaving.WeavingOptions;
import dev.spanloom.weaving.WeavingProblem;
import dev.spanloom.weaving.WovenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
    try (PathClassSource classPath = PathClassSource.open(ClassPaths.programEntries())) {
      Folders.copy(classes, folder);
      WovenFolder woven = new ClassFolderWeaver(WeavingOptions.DEFAULTS).weave(folder, classPath);
      return new Woven(folder, woven.problems().stream().map(WeavingProblem::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
