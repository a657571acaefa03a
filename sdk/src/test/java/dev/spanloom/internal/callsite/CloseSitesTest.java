package dev.spanloom.internal.callsite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.spanloom.jvm.Compilers;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found in class files, whole and damaged. */
class CloseSitesTest {
  private static byte[] classFile(Compilers compiler, String resource, String name)
      throws IOException {
    return Files.readAllBytes(compiler.compiled(resource).resolve(name + ".class"));
  }

  private static Map<String, Integer> countByMethod(List<CloseSites.Site> sites) {
    Map<String, Integer> count = new HashMap<>();
    sites.forEach(site -> count.merge(site.method(), 1, Integer::sum));
    return count;
  }

  @ParameterizedTest
  @EnumSource(value = Compilers.class, names = "KOTLINC", mode = EnumSource.Mode.EXCLUDE)
  void thePlacesOfAMethodAreFoundWhicheverCompilerMadeIt(Compilers compiler) throws IOException {
    Map<String, Integer> count =
        countByMethod(
            CloseSites.find(
                classFile(compiler, "blocks/Blocks.java", "blocks/Blocks"), "blocks.Blocks"));
    assertThat(count)
        .containsEntry("anExceptionLeavesTheBlock", 1)
        .containsEntry("theBlockReturnsEarly", 1)
        .containsEntry("anExceptionCrossesTwoBlocks", 2)
        .containsEntry("aBlockOfThreeResourcesFails", 3)
        .containsEntry("finallyDoesMoreThanClose", 1)
        .containsEntry("aCatchClosesAndThrowsOn", 1)
        .containsEntry("aBlockInsideACatchEndsWell", 1)
        .containsEntry("twice", 2)
        .doesNotContainKeys(
            "finallyReturnsAndSwallows",
            "aCatchClosesAndSwallows",
            "aCatchClosesAndGoesOn",
            "aCatchClosesAndThrowsOnlySometimes",
            "closing",
            "fail");
  }

  @Test
  void thePlacesOfKotlinsUseAreCallsOfItsHelper() throws IOException {
    List<CloseSites.Site> sites =
        CloseSites.find(
            classFile(Compilers.KOTLINC, "blocks/KotlinBlocks.kt", "blocks/KotlinBlocks"),
            "blocks.KotlinBlocks");
    assertThat(sites)
        .filteredOn(site -> site.method().equals("anExceptionLeavesUse"))
        .singleElement()
        .matches(CloseSites.Site::byHelper);
    assertThat(sites)
        .filteredOn(site -> site.method().equals("finallyCloses"))
        .singleElement()
        .matches(site -> !site.byHelper());
  }

  @Test
  void aPlaceHasTheLineOfItsStatement() throws IOException {
    byte[] file = classFile(Compilers.JAVAC, "blocks/Blocks.java", "blocks/Blocks");
    assertThat(CloseSites.find(file, "blocks.Blocks")).allMatch(site -> site.line() > 0);
  }

  @Test
  void theFileOfAnotherClassHasNoPlaces() throws IOException {
    byte[] file = classFile(Compilers.JAVAC, "blocks/Blocks.java", "blocks/Blocks");
    assertThat(CloseSites.find(file, "blocks.Blocks")).isNotEmpty();
    assertThat(CloseSites.find(file, "blocks.Other")).isEmpty();
  }

  @Test
  void aFileThatIsCutOffHasNoPlacesAndDoesNoHarm() throws IOException {
    byte[] file = classFile(Compilers.JAVAC, "blocks/Blocks.java", "blocks/Blocks");
    for (int length = 0; length < file.length; length++) {
      // the attributes of the class, at its end, are not looked at
      List<CloseSites.Site> found = CloseSites.find(Arrays.copyOf(file, length), "blocks.Blocks");
      assertThat(found.isEmpty() || length > file.length / 2).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Compilers.class,
      names = {"JAVAC", "ECJ_FOR_8"})
  void aDamagedFileDoesNoHarm(Compilers compiler) throws IOException {
    byte[] file = classFile(compiler, "blocks/Blocks.java", "blocks/Blocks");
    Random random = new Random(20_261_124);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < 1_500; round++) {
            byte[] damaged = file.clone();
            for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
              int at = random.nextInt(damaged.length - 4);
              switch (random.nextInt(3)) {
                case 0 -> damaged[at] = (byte) random.nextInt();
                case 1 -> ByteBuffer.wrap(damaged).putInt(at, random.nextInt());
                default -> ByteBuffer.wrap(damaged).putShort(at, (short) -1);
              }
            }
            assertThat(CloseSites.find(damaged, "blocks.Blocks")).isNotNull();
          }
        });
  }

  @Test
  void bytesOfNoMeaningDoNoHarm() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      if (bytes.length > 10) {
        ByteBuffer.wrap(bytes).putInt(0, 0xCAFEBABE).putShort(8, (short) random.nextInt(20));
      }
      assertThat(CloseSites.find(bytes, "x")).isEmpty();
    }
  }

  /** Code of all shapes, some of it as large as a class can be. */
  @Test
  void theClassesOfTheJdkAreUnderstood() throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");
    int[] count = new int[2];
    try (Stream<Path> files = Files.walk(modules.resolve("java"))) {
      for (Path path : files.filter(file -> file.toString().endsWith(".class")).toList()) {
        byte[] file = Files.readAllBytes(path);
        String name = modules.relativize(path).toString().replace(".class", "").replace('/', '.');
        ClassCode code = ClassCode.read(file);
        assertThat(code.className().replace('/', '.')).isEqualTo(name);
        for (ClassCode.Method method : code.methods()) {
          Instructions instructions = new Instructions(code, method);
          int end = 0;
          while (end < instructions.end()) {
            for (int next : instructions.next(end)) {
              assertThat(next).isBetween(0, method.length() - 1);
            }
            end += instructions.length(end);
          }
          assertThat(end).as(name + "." + method.name()).isEqualTo(method.length());
          count[0]++;
        }
        count[1] += CloseSites.find(file, name).size();
      }
    }
    assertThat(count[0]).as("methods that handle exceptions").isGreaterThan(1_000);
    assertThat(count[1]).as("places").isGreaterThan(50);
  }
}
