package dev.spanloom.bench;

import dev.spanloom.Trace;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.MethodCall;

/**
 * What the agent adds to the start of a program that loads 5,000 classes, of which none, or a few,
 * have something to weave. JVMs are started alternately without and with the agent, so that both
 * see the same machine. Arguments: the agent's jar, and how many pairs of JVMs (15).
 */
public final class AgentStartUp {
  private static final int CLASSES = 5_000;
  private static final int METHODS = 20;
  private static final int TRACED_CLASSES = 100;
  private static final int WARM_UPS = 2;

  private AgentStartUp() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 0 || !Files.isRegularFile(Path.of(arguments[0]))) {
      System.err.println("Expected the path of spanloom-agent-VERSION.jar, and maybe a number");
      System.exit(2);
    }
    Path agent = Path.of(arguments[0]).toAbsolutePath();
    int pairs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 15;
    System.out.printf("The agent's jar has %,d bytes%n", Files.size(agent));
    Path folder = Files.createTempDirectory("spanloom-bench");
    try {
      for (int traced : new int[] {0, TRACED_CLASSES}) {
        Path jar = folder.resolve("classes-" + traced + ".jar");
        generate(jar, traced);
        measure(jar, agent, traced, pairs);
      }
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static void measure(Path jar, Path agent, int traced, int pairs)
      throws IOException, InterruptedException {
    List<Start> without = new ArrayList<>();
    List<Start> with = new ArrayList<>();
    for (int pair = -WARM_UPS; pair < pairs; pair++) {
      Start plain = start(jar, List.of());
      Start woven = start(jar, List.of("-javaagent:" + agent));
      if (pair >= 0) {
        without.add(plain);
        with.add(woven);
      }
    }
    System.out.printf(
        "%,d classes, %d of them with @Trace, medians of %d runs:%n", CLASSES, traced, pairs);
    report("elapsed", without, with, Start::millis);
    report("CPU time", without, with, Start::cpuMillis);
  }

  private static void report(
      String what, List<Start> without, List<Start> with, ToDoubleFunction<Start> value) {
    double plain = median(without.stream().mapToDouble(value).toArray());
    double woven = median(with.stream().mapToDouble(value).toArray());
    System.out.printf(
        "  %s: %.0f ms without the agent, %.0f ms with it, %.0f ms more%n",
        what, plain, woven, woven - plain);
  }

  private static Start start(Path jar, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(jar + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(Program.class.getName());
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    double millis = (System.nanoTime() - begin) / 1e6;
    if (status != 0) {
      throw new IllegalStateException("The program ended with status " + status);
    }
    return new Start(millis, Double.parseDouble(printed.strip()));
  }

  /**
   * One JVM, from the command to its end.
   *
   * @param cpuMillis of all its threads, which other work of the machine disturbs less
   */
  private record Start(double millis, double cpuMillis) {}

  private static double median(double[] sorted) {
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static void generate(Path jar, int traced) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (int i = 0; i < CLASSES; i++) {
        boolean isTraced = i < traced;
        DynamicType.Unloaded<?> type = generate(Program.name(i), isTraced);
        out.putNextEntry(new JarEntry(Program.name(i).replace('.', '/') + ".class"));
        out.write(type.getBytes());
        out.closeEntry();
      }
    }
  }

  /** About as large as a class is: methods that do little, with names and texts of their own. */
  private static DynamicType.Unloaded<?> generate(String name, boolean traced) {
    DynamicType.Builder<?> builder = new ByteBuddy().subclass(Object.class).name(name);
    for (int i = 0; i < METHODS; i++) {
      builder =
          builder
              .defineField("field" + i, String.class, Modifier.PRIVATE)
              .defineMethod("text" + i, String.class, Modifier.PUBLIC)
              .intercept(FixedValue.value("A text of " + name + ", number " + i));
      DynamicType.Builder.MethodDefinition<?> method =
          builder
              .defineMethod("count" + i, int.class, Modifier.PUBLIC)
              .withParameters(TypeDescription.ForLoadedType.of(String.class))
              .intercept(MethodCall.invoke(length()).onArgument(0));
      builder =
          traced && i < 2
              ? method.annotateMethod(AnnotationDescription.Builder.ofType(Trace.class).build())
              : method;
    }
    return builder.make();
  }

  private static Method length() {
    try {
      return String.class.getMethod("length");
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** What the JVMs run. */
  static final class Program {
    private Program() {}

    static String name(int number) {
      return "generated.p" + number % 50 + ".Class" + number;
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
      for (int i = 0; i < CLASSES; i++) {
        Class.forName(name(i)).getDeclaredConstructor().newInstance();
      }
      System.out.println(
          ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis());
    }
  }
}
