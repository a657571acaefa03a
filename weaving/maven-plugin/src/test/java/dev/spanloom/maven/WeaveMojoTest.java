package dev.spanloom.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.Index;
import com.acme.Search;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeaveMojoTest {
  @TempDir Path folder;

  private final Lines lines = new Lines();
  private final WeaveMojo mojo = new WeaveMojo();

  @BeforeEach
  void configures() {
    mojo.setLog(lines);
    mojo.classesDirectory = folder.toFile();
    mojo.compileClassPath = List.of(folder.toString(), folder.resolve("absent.jar").toString());
  }

  @Test
  void theProjectsClassesAreWoven() throws Exception {
    compile(Search.class);
    mojo.execute();
    assertThat(lines.texts).containsExactly("info: Wove 1 class");
    assertThat(Files.readString(file(Search.class), StandardCharsets.ISO_8859_1))
        .contains("dev/spanloom/internal/woven/WovenCalls");
  }

  @Test
  void theNextBuildHasNothingToDo() throws Exception {
    compile(Search.class);
    mojo.execute();
    mojo.execute();
    assertThat(lines.texts).containsExactly("info: Wove 1 class", "info: Wove 0 classes");
  }

  @Test
  void aProjectWithoutClassesIsNoProblem() throws Exception {
    mojo.classesDirectory = folder.resolve("absent").toFile();
    mojo.execute();
    assertThat(lines.texts).containsExactly("info: Wove 0 classes");
  }

  @Test
  void skipLeavesTheClassesAsTheyAre() throws Exception {
    byte[] compiled = compile(Search.class);
    mojo.skip = true;
    mojo.execute();
    assertThat(file(Search.class)).hasBinaryContent(compiled);
    assertThat(lines.texts).containsExactly("info: Weaving is skipped");
  }

  @Test
  void includesAndExcludesChooseTheClasses() throws Exception {
    compile(Search.class);
    compile(Index.class);
    mojo.includes = List.of("com.acme.*");
    mojo.excludes = List.of("com.acme.Index");
    mojo.execute();
    assertThat(lines.texts).containsExactly("info: Wove 1 class");
  }

  @Test
  void theBuildFailsWithAllProblems() throws Exception {
    byte[] compiled = compile(Index.class);
    for (int build = 0; build < 2; build++) {
      assertThatThrownBy(mojo::execute)
          .isInstanceOf(MojoFailureException.class)
          .hasMessageContainingAll(
              "2 problems",
              "com.acme.Index.lookUp(String)",
              "com.acme.Index.lookUp(int)",
              "<failOnProblem>false</failOnProblem>");
    }
    assertThat(file(Index.class)).hasBinaryContent(compiled);
  }

  @Test
  void problemsCanBeWarnings() throws Exception {
    compile(Index.class);
    compile(Search.class);
    mojo.failOnProblem = false;
    mojo.execute();
    assertThat(lines.texts)
        .hasSize(3)
        .startsWith("info: Wove 1 class")
        .filteredOn(line -> line.startsWith("warn: Not woven: com.acme.Index.lookUp("))
        .hasSize(2);
  }

  @Test
  void aPatternThatIsNoneIsAConfigurationError() {
    mojo.includes = List.of("com/acme/*");
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContainingAll("spanloom-maven-plugin", "'com/acme/*'");
  }

  @Test
  void aClassPathElementThatIsNoJarIsNamed() throws Exception {
    Path noJar = Files.writeString(folder.resolve("no.jar"), "text");
    mojo.compileClassPath = List.of(noJar.toString());
    assertThatThrownBy(mojo::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining(noJar.toString());
  }

  private byte[] compile(Class<?> type) throws IOException {
    try (InputStream stream = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      byte[] classFile = stream.readAllBytes();
      Files.createDirectories(file(type).getParent());
      Files.write(file(type), classFile);
      return classFile;
    }
  }

  private Path file(Class<?> type) {
    return folder.resolve(type.getName().replace('.', '/') + ".class");
  }

  /** Keeps what Maven would print. */
  private static final class Lines extends SystemStreamLog {
    private final List<String> texts = new ArrayList<>();

    @Override
    public void info(CharSequence text) {
      texts.add("info: " + text);
    }

    @Override
    public void warn(CharSequence text) {
      texts.add("warn: " + text);
    }

    @Override
    public void error(CharSequence text) {
      texts.add("error: " + text);
    }
  }
}
