package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.spring.contract.TraceBeans.Search;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.InputStreamSource;
import org.springframework.javapoet.ClassName;

/** What Boot computes ahead of time, for native images and for JVMs. */
public abstract class AotContract {
  private static final String PROCESSING = "spring.aot.processing";

  @TempDir Path folder;

  private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
  private RuntimeHints hints = new RuntimeHints();
  private String initializer = "";

  @BeforeEach
  void processAheadOfTime() {
    System.setProperty(PROCESSING, "true");
    var generation =
        new DefaultGenerationContext(
            new ClassNameGenerator(ClassName.get(AotProgram.class)), files);
    try (var context = new AnnotationConfigApplicationContext()) {
      context.register(AotProgram.class);
      initializer =
          new ApplicationContextAotGenerator()
              .processAheadOfTime(context, generation)
              .canonicalName();
    }
    generation.writeGeneratedContent();
    hints = generation.getRuntimeHints();
  }

  @AfterEach
  void endProcessing() {
    System.clearProperty(PROCESSING);
  }

  @Test
  void tracedMethodsAreFoundByReflection() {
    assertThat(hints.reflection().getTypeHint(Search.class))
        .satisfies(
            type ->
                assertThat(type.methods())
                    .extracting(method -> method.getName())
                    .contains("search", "later", "mono", "flux", "failing"));
    assertThat(RuntimeHintsPredicates.reflection().onType(TraceBeans.Reader.class)).accepts(hints);
    assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of("dev.spanloom.Mlflow")))
        .accepts(hints);
  }

  @Test
  void whatTheyTakeAndReturnCanBeReadByReflection() {
    assertThat(RuntimeHintsPredicates.reflection().onType(AotProgram.Answer.class)).accepts(hints);
    assertThat(hints.reflection().getTypeHint(AotProgram.Answer.class))
        .satisfies(
            type ->
                assertThat(type.methods()).extracting(method -> method.getName()).contains("text"));
  }

  @Test
  void reducersCanBeMade() {
    assertThat(hints.reflection().getTypeHint(AotProgram.Joined.class)).isNotNull();
  }

  @Test
  void theApplicationThatWasComputedAheadRuns() throws IOException {
    List<String> sources = new ArrayList<>();
    for (GeneratedFiles.Kind kind : GeneratedFiles.Kind.values()) {
      for (var file : files.getGeneratedFiles(kind).entrySet()) {
        Path written = write(file.getKey(), file.getValue());
        if (kind == GeneratedFiles.Kind.SOURCE) {
          sources.add(written.toString());
        }
      }
    }
    String classPath = folder + File.pathSeparator + System.getProperty("java.class.path");
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-cp", classPath));
    arguments.addAll(sources);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    assertThat(
            Jvm.run(
                Jdk.RUNNING,
                List.of(
                    "-XX:TieredStopAtLevel=1",
                    "-Dspring.aot.enabled=true",
                    "-cp",
                    classPath,
                    AotProgram.class.getName(),
                    initializer)))
        .contains("traces: [[ask]] of experiment by AOT: true");
  }

  private Path write(String name, InputStreamSource content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream in = content.getInputStream()) {
      Files.copy(in, file);
    }
    return file;
  }
}
