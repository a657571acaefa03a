package dev.spanloom.weaving;

import java.util.List;

/**
 * What came of weaving a folder.
 *
 * @param classesWoven class files that were written; those woven before are not among them
 * @param problems what could not be done
 */
public record WovenFolder(int classesWoven, List<WeavingProblem> problems) {
  public WovenFolder {
    problems = List.copyOf(problems);
  }

  /** One line about the whole. */
  public String summary() {
    return "Wove " + classesWoven + (classesWoven == 1 ? " class" : " classes");
  }
}
