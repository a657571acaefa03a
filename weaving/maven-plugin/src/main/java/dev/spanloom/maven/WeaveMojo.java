package dev.spanloom.maven;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;

/**
 * Weaves the classes of the project: {@code @Trace} methods become spans, and spans in
 * try-with-resources see the exception that escapes. Class files that are woven already are left as
 * they are.
 */
@Mojo(
    name = "weave",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE,
    threadSafe = true)
public final class WeaveMojo extends AbstractWeaveMojo {
  /** The folder whose class files are woven in place. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it
  File classesDirectory;

  @Parameter(defaultValue = "${project.compileClasspathElements}", required = true, readonly = true)
  @SuppressWarnings("NullAway.Init") // Maven sets it
  List<String> compileClassPath;

  /** For Maven. */
  public WeaveMojo() {}

  @Override
  Path folder() {
    return classesDirectory.toPath();
  }

  @Override
  List<String> classPath() {
    return compileClassPath;
  }
}
