package dev.spanloom.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Weaves the test classes of the project, as {@code weave} does its classes. */
@Mojo(
    name = "weave-tests",
    defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class WeaveTestsMojo extends AbstractWeaveMojo {
  /** The folder whose class files are woven in place. */
  @Parameter(defaultValue = "${project.build.testOutputDirectory}", required = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it
  File classesDirectory;

  @Parameter(defaultValue = "${project.testClasspathElements}", required = true, readonly = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it
  List<String> testClassPath;

  /** For Maven. */
  public WeaveTestsMojo() {}

  @Override
  Path folder() {
    return classesDirectory.toPath();
  }

  @Override
  List<String> classPath() {
    return testClassPath;
  }
}
