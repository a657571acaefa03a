package dev.spanloom.maven;

import dev.spanloom.weaving.ClassFolderWeaver;
import dev.spanloom.weaving.PathClassSource;
import dev.spanloom.weaving.WeavingOptions;
import dev.spanloom.weaving.WeavingProblem;
import dev.spanloom.weaving.WovenFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What the goals have in common: they adapt {@link ClassFolderWeaver}. */
abstract class AbstractWeaveMojo extends AbstractMojo {
  /** Leaves all classes as they are. */
  @Parameter(property = "spanloom.weave.skip", defaultValue = "false")
  boolean skip;

  /**
   * The classes to weave; all unless set. {@code com.acme.*} is a package and all below it, {@code
   * com.acme.Search} a class and those nested in it.
   */
  @Parameter @Nullable List<String> includes;

  /** The classes to leave as they are, even when included. */
  @Parameter @Nullable List<String> excludes;

  /**
   * Whether the build fails on an annotation that cannot be honoured, and on a class that weaving
   * fails on. Otherwise such classes stay as they are, with a warning.
   */
  @Parameter(property = "spanloom.weave.failOnProblem", defaultValue = "true")
  boolean failOnProblem = true;

  /** The folder whose class files are woven in place. */
  abstract Path folder();

  /** What the classes were compiled with. */
  abstract List<String> classPath();

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Weaving is skipped");
      return;
    }
    WovenFolder result = weave(options());
    getLog().info(result.summary());
    if (result.problems().isEmpty()) {
      return;
    }
    for (WeavingProblem problem : result.problems()) {
      if (failOnProblem) {
        getLog().error(problem.toString());
      } else {
        getLog().warn("Not woven: " + problem);
      }
    }
    if (failOnProblem) {
      throw new MojoFailureException(failure(result.problems()));
    }
  }

  private WeavingOptions options() throws MojoExecutionException {
    try {
      return new WeavingOptions(
          includes == null ? List.of() : includes, excludes == null ? List.of() : excludes, null);
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(
          "Configuration of spanloom-maven-plugin: " + e.getMessage(), e);
    }
  }

  private WovenFolder weave(WeavingOptions options) throws MojoExecutionException {
    List<Path> classPath = classPath().stream().map(Path::of).toList();
    try (PathClassSource others = PathClassSource.open(classPath)) {
      return new ClassFolderWeaver(options).weave(folder(), others);
    } catch (IOException e) {
      throw new MojoExecutionException("Weaving " + folder() + " failed: " + e, e);
    }
  }

  private static String failure(List<WeavingProblem> problems) {
    return problems.stream()
        .map(problem -> "\n  " + problem)
        .collect(
            Collectors.joining(
                "",
                problems.size()
                    + (problems.size() == 1 ? " problem" : " problems")
                    + " in weaving:",
                "\nCorrect them, exclude their classes, or set <failOnProblem>false</failOnProblem>"
                    + " to run these classes unwoven."));
  }
}
