package dev.spanloom.weaving.behaviour;

import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.eclipse.jdt.core.compiler.batch.BatchCompiler;

/** The subject programs, compiled by each compiler once in the life of this JVM. */
final class Subjects {
  private static final Path SOURCES = Path.of("src", "test", "subjects");
  private static final Path FOLDER = Path.of("target", "subjects");
  private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

  /** The folders of class files. Forked compilers run two at a time. */
  private static final Map<Toolchain, CompletableFuture<Path>> COMPILED = compileAll();

  private Subjects() {}

  /** The folder of the class files that a compiler made. */
  static Path compiledBy(Toolchain toolchain) {
    return COMPILED.get(toolchain).join();
  }

  /** The compilers of this machine, in order. */
  static List<Toolchain> toolchains() {
    return Arrays.stream(Toolchain.values()).filter(Toolchain::isHere).toList();
  }

  private static Map<Toolchain, CompletableFuture<Path>> compileAll() {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            2,
            task -> {
              Thread thread = new Thread(task, "subject-compiler");
              thread.setDaemon(true);
              return thread;
            });
    Map<Toolchain, CompletableFuture<Path>> all = new EnumMap<>(Toolchain.class);
    // Kotlin takes longest, so it goes first
    List<Toolchain> order = new ArrayList<>(toolchains());
    order.remove(Toolchain.KOTLINC);
    order.add(0, Toolchain.KOTLINC);
    for (Toolchain toolchain : order) {
      all.put(toolchain, CompletableFuture.supplyAsync(() -> compile(toolchain), threads));
    }
    threads.shutdown();
    return all;
  }

  private static Path compile(Toolchain toolchain) {
    Path folder = FOLDER.resolve(toolchain.name().toLowerCase(Locale.ROOT));
    try {
      Files.createDirectories(folder);
      Folders.empty(folder);
      List<String> arguments = new ArrayList<>(options(toolchain));
      arguments.addAll(List.of("-cp", ClassPaths.program(), "-d", folder.toString()));
      arguments.addAll(sources(toolchain));
      switch (toolchain) {
        case JAVAC, JAVAC_BARE, JAVAC_8 -> javacOfTheBuild(toolchain, arguments);
        case ECJ -> ecj(arguments);
        case JAVAC_NEWEST_17, JAVAC_NEWEST ->
            fork(
                toolchain, List.of(Jdk.newest().javac().toString(), "-J" + QUICK_START), arguments);
        case KOTLINC ->
            fork(
                toolchain,
                List.of(
                    Jdk.RUNNING.java().toString(),
                    QUICK_START,
                    "-cp",
                    ClassPaths.kotlinCompiler(),
                    "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler"),
                arguments);
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> options(Toolchain toolchain) {
    return switch (toolchain) {
      case JAVAC -> List.of("-proc:none", "--release", "17", "-g", "-parameters");
      case JAVAC_BARE -> List.of("-proc:none", "--release", "17", "-g:none");
      case JAVAC_NEWEST_17 -> List.of("-proc:none", "--release", "17", "-g");
      case JAVAC_NEWEST -> List.of("-proc:none", "-g");
      case JAVAC_8 ->
          List.of("-proc:none", "--release", "8", "-g", "-parameters", "-Xlint:-options");
      case ECJ -> List.of("-proc:none", "--release", "17", "-g", "-parameters", "-nowarn");
      case KOTLINC ->
          List.of("-no-stdlib", "-no-reflect", "-nowarn", "-java-parameters", "-jvm-target", "17");
    };
  }

  private static void javacOfTheBuild(Toolchain toolchain, List<String> arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new AssertionError(toolchain + " gave " + code + ":\n" + printed);
    }
  }

  private static void ecj(List<String> arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    if (!BatchCompiler.compile(arguments.toArray(String[]::new), out, out, null)) {
      throw new AssertionError("ecj failed:\n" + printed);
    }
  }

  private static void fork(Toolchain toolchain, List<String> compiler, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(compiler);
    command.addAll(arguments);
    Jvm.run(
        toolchain.toString(),
        command,
        FOLDER.resolve(toolchain.name().toLowerCase(Locale.ROOT) + ".log"));
  }

  private static List<String> sources(Toolchain toolchain) throws IOException {
    List<String> files = new ArrayList<>();
    for (String folder : toolchain.sources()) {
      try (Stream<Path> walk = Files.walk(SOURCES.resolve(folder))) {
        walk.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(files::add);
      }
    }
    return files;
  }
}
