package dev.spanloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Index;
import com.acme.Plain;
import com.acme.Search;
import com.acme.nested.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFolderWeaverTest {
  private static final ClassSource CLASS_PATH =
      new LoaderClassSource(ClassFolderWeaverTest.class.getClassLoader());

  @TempDir Path folder;

  @BeforeEach
  void compiles() {
    ClassFiles.copy(Search.class, folder);
    ClassFiles.copy(Words.class, folder);
    ClassFiles.copy(Plain.class, folder);
  }

  @Test
  void classFilesAreWovenInPlace() throws IOException {
    assertThat(weave("").classesWoven()).isEqualTo(2);
    assertThat(ClassFiles.in(folder, Search.class)).matches(ClassFiles::isWoven);
    assertThat(ClassFiles.in(folder, Words.class)).matches(ClassFiles::isWoven);
  }

  @Test
  void aClassFileWithNothingToWeaveIsNotTouched() throws IOException {
    FileTime then = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(ClassFiles.in(folder, Plain.class), then);
    weave("");
    assertThat(Files.getLastModifiedTime(ClassFiles.in(folder, Plain.class))).isEqualTo(then);
  }

  @Test
  void aSecondRunFindsNothingToDo() throws IOException {
    weave("");
    byte[] woven = Files.readAllBytes(ClassFiles.in(folder, Search.class));
    assertThat(weave("").classesWoven()).isZero();
    assertThat(ClassFiles.in(folder, Search.class)).hasBinaryContent(woven);
  }

  @Test
  void aClassThatIsCompiledAgainIsWovenAgain() throws IOException {
    weave("");
    ClassFiles.copy(Search.class, folder);
    assertThat(weave("").classesWoven()).isEqualTo(1);
  }

  @Test
  void onlyCoveredClassesAreWoven() throws IOException {
    weave("include=com.acme.*,exclude=com.acme.nested.*");
    assertThat(ClassFiles.in(folder, Search.class)).matches(ClassFiles::isWoven);
    assertThat(ClassFiles.in(folder, Words.class)).matches(file -> !ClassFiles.isWoven(file));
  }

  @Test
  void classesOfMultiReleaseJarsAreCoveredByTheirOwnName() throws IOException {
    Path versions = folder.resolve("META-INF/versions/21");
    ClassFiles.copy(Search.class, versions);
    weave("include=com.acme.*");
    assertThat(ClassFiles.in(versions, Search.class)).matches(ClassFiles::isWoven);
  }

  @Test
  void aProblemIsReportedInEveryRun() throws IOException {
    ClassFiles.copy(Index.class, folder);
    for (int run = 0; run < 2; run++) {
      assertThat(weave("").problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.className()).isEqualTo("com.acme.Index"));
    }
  }

  @Test
  void nothingButClassFilesIsLeftInTheFolder() throws IOException {
    weave("");
    try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(files).hasSize(3).allMatch(file -> file.toString().endsWith(".class"));
    }
  }

  @Test
  void whoMayReadAClassFileMayReadTheWovenOne() throws IOException {
    var everybody = PosixFilePermissions.fromString("rw-r--r--");
    Files.setPosixFilePermissions(ClassFiles.in(folder, Search.class), everybody);
    weave("");
    assertThat(Files.getPosixFilePermissions(ClassFiles.in(folder, Search.class)))
        .isEqualTo(everybody);
  }

  @Test
  void aFolderThatDoesNotExistHoldsNothing() throws IOException {
    assertThat(
            new ClassFolderWeaver(WeavingOptions.DEFAULTS)
                .weave(folder.resolve("absent"), CLASS_PATH))
        .isEqualTo(new WovenFolder(0, List.of()));
  }

  private WovenFolder weave(String options) throws IOException {
    return new ClassFolderWeaver(WeavingOptions.parse(options)).weave(folder, CLASS_PATH);
  }
}
