package dev.spanloom.weaving.behaviour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** The subject programs, compiled by each compiler once in the life of this JVM. */
final class Subjects {
  private static final Path SOURCES = Path.of("src", "test", "subjects");
  private static final Path FOLDER = Path.of("target", "subjects");

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
    Path folder = FOLDER.resolve(toolchain.name().toLowerCase(java.util.Locale.ROOT));
    try {
      Files.createDirectories(folder);
      Folders.empty(folder);
      List<String> sources = sources(toolchain);
      List<String> command =
          switch (toolchain) {
            case JAVAC -> javac(Jdk.RUNNING, "--release", "17", "-g", "-parameters");
            case JAVAC_BARE -> javac(Jdk.RUNNING, "--release", "17", "-g:none");
            case JAVAC_NEWEST_17 -> javac(Jdk.newest(), "--release", "17", "-g");
            case JAVAC_NEWEST -> javac(Jdk.newest(), "-g");
            case JAVAC_8 ->
                javac(Jdk.RUNNING, "--release", "8", "-g", "-parameters", "-Xlint:-options");
            case ECJ -> ecj();
            case KOTLINC -> kotlinc();
          };
      command = new ArrayList<>(command);
      command.addAll(List.of("-d", folder.toString()));
      command.addAll(sources);
      Jvm.run(toolchain.name(), command, FOLDER.resolve(folder.getFileName() + ".log"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> javac(Jdk jdk, String... options) {
    List<String> command =
        new ArrayList<>(List.of(jdk.javac().toString(), "-J-XX:TieredStopAtLevel=1", "-proc:none"));
    command.addAll(List.of("-encoding", "UTF-8", "-cp", ClassPaths.program()));
    command.addAll(Arrays.asList(options));
    return command;
  }

  private static List<String> ecj() {
    return List.of(
        Jdk.RUNNING.java().toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        ClassPaths.ecj(),
        "org.eclipse.jdt.internal.compiler.batch.Main",
        "--release",
        "17",
        "-g",
        "-parameters",
        "-nowarn",
        "-proc:none",
        "-encoding",
        "UTF-8",
        "-cp",
        ClassPaths.program());
  }

  private static List<String> kotlinc() {
    return List.of(
        Jdk.RUNNING.java().toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        ClassPaths.kotlinCompiler(),
        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
        "-no-stdlib",
        "-no-reflect",
        "-nowarn",
        "-java-parameters",
        "-jvm-target",
        "17",
        "-module-name",
        "subjects",
        "-cp",
        ClassPaths.program());
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
