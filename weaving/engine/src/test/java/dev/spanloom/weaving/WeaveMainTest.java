package dev.spanloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Index;
import com.acme.Search;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WeaveMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @Test
  void aFolderIsWoven() {
    ClassFiles.copy(Search.class, folder);
    assertThat(run("--classpath", System.getProperty("java.class.path"), folder.toString()))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Wove 1 class in " + folder);
    assertThat(ClassFiles.in(folder, Search.class)).matches(ClassFiles::isWoven);
  }

  @Test
  void aProblemFailsTheBuild() {
    ClassFiles.copy(Index.class, folder);
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("error: com.acme.Index.lookUp");
  }

  @Test
  void aProblemIsAWarningWhereItShallNotFailTheBuild() {
    ClassFiles.copy(Index.class, folder);
    assertThat(run("--fail-on-problem=false", folder.toString())).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("warning: com.acme.Index.lookUp");
  }

  @Test
  void anExcludedClassHasNoProblem() {
    ClassFiles.copy(Index.class, folder);
    assertThat(run("--exclude", "com.acme.Index", folder.toString())).isZero();
  }

  @ParameterizedTest
  @MethodSource("wrongCalls")
  void aWrongCallIsAnsweredWithTheUsage(List<String> arguments, String complaint) {
    assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains(complaint, "Usage: java -cp")
        .doesNotContain("Exception");
  }

  static Stream<Arguments> wrongCalls() {
    return Stream.of(
        wrongCall("No folder is given"),
        wrongCall("Option --colour is not known", "--colour=red", "folder"),
        wrongCall("After --classpath a value is expected", "--classpath"),
        wrongCall("--fail-on-problem=maybe", "--fail-on-problem=maybe", "folder"),
        wrongCall("'a..b' is no pattern", "--include=a..b", "folder"),
        wrongCall("pom.xml is a file", "pom.xml"));
  }

  private static Arguments wrongCall(String complaint, String... arguments) {
    return Arguments.of(List.of(arguments), complaint);
  }

  private int run(String... arguments) {
    return WeaveMain.run(
        List.of(arguments),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
