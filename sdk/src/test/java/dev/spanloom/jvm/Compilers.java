package dev.spanloom.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.eclipse.jdt.internal.compiler.tool.EclipseCompiler;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

/** Compilers that make class files for the JVM, and what they made of the test resources so far. */
public enum Compilers {
  JAVAC {
    @Override
    void compile(List<Path> sources, Path into) throws Exception {
      java(ToolProvider.getSystemJavaCompiler(), 17, sources, into);
    }
  },
  JAVAC_FOR_8 {
    @Override
    void compile(List<Path> sources, Path into) throws Exception {
      java(ToolProvider.getSystemJavaCompiler(), 8, sources, into);
    }
  },
  /** That of the newest JDK of the machine, which may be the one that runs the tests. */
  NEWEST_JAVAC {
    @Override
    void compile(List<Path> sources, Path into) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(Jdk.newest().javac().toString());
      command.addAll(options(17, into));
      sources.forEach(source -> command.add(source.toString()));
      var unused = Jvm.run(name(), command, into.resolve("javac.out"));
    }
  },
  ECJ {
    @Override
    void compile(List<Path> sources, Path into) throws Exception {
      java(new EclipseCompiler(), 17, sources, into);
    }
  },
  ECJ_FOR_8 {
    @Override
    void compile(List<Path> sources, Path into) throws Exception {
      java(new EclipseCompiler(), 8, sources, into);
    }
  },
  KOTLINC {
    @Override
    void compile(List<Path> sources, Path into) {
      List<String> arguments =
          new ArrayList<>(
              List.of("-no-stdlib", "-no-reflect", "-nowarn", "-jvm-target", "17", "-cp"));
      arguments.add(System.getProperty("java.class.path"));
      arguments.addAll(List.of("-d", into.toString()));
      sources.forEach(source -> arguments.add(source.toString()));
      assertThat(new K2JVMCompiler().exec(System.err, arguments.toArray(new String[0])))
          .isEqualTo(ExitCode.OK);
    }
  };

  private static final Map<String, Path> DONE = new ConcurrentHashMap<>();

  abstract void compile(List<Path> sources, Path into) throws Exception;

  /** The folder with what the compiler makes of resources. */
  public Path compiled(String... resources) {
    return DONE.computeIfAbsent(
        name() + List.of(resources),
        key -> {
          try {
            Path into = Files.createTempDirectory(Path.of("target"), "compiled").toAbsolutePath();
            List<Path> sources = new ArrayList<>();
            for (String resource : resources) {
              URL url = Compilers.class.getClassLoader().getResource(resource);
              assertThat(url).as(resource).isNotNull();
              sources.add(Path.of(url.toURI()));
            }
            compile(sources, into);
            return into;
          } catch (Exception e) {
            throw new IllegalStateException(name() + " failed", e);
          }
        });
  }

  /** A class loader of its own for what the compiler makes of resources. */
  public ClassLoader load(String... resources) throws IOException {
    return new URLClassLoader(
        new URL[] {compiled(resources).toUri().toURL()}, Compilers.class.getClassLoader());
  }

  static List<String> options(int release, Path into) {
    return List.of(
        "--release",
        Integer.toString(release),
        "-g",
        "-nowarn",
        "-proc:none",
        "-cp",
        System.getProperty("java.class.path"),
        "-d",
        into.toString());
  }

  static void java(JavaCompiler compiler, int release, List<Path> sources, Path into)
      throws IOException {
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean good =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  options(release, into),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(good).as(said.toString()).isTrue();
    }
  }
}
