package dev.spanloom.weaving;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Weaves folders of class files from a command line, for builds that are not Maven's. Exits with 1
 * when something could not be woven, with 2 when it was called wrongly.
 */
public final class WeaveMain {
  private static final String USAGE =
      "Usage: java -cp … dev.spanloom.weaving.WeaveMain [--classpath PATH] [--include PATTERN]…"
          + " [--exclude PATTERN]… [--fail-on-problem=true|false] FOLDER…";
  private static final Pattern PATH_SEPARATOR = Pattern.compile(Pattern.quote(File.pathSeparator));

  private final List<Path> classPath = new ArrayList<>();
  private final List<String> includes = new ArrayList<>();
  private final List<String> excludes = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private boolean failsOnProblem = true;

  private WeaveMain() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** The exit status. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    WeaveMain main = new WeaveMain();
    try {
      main.read(arguments);
      return main.weave(out, err);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage() + "\n" + USAGE);
      return 2;
    } catch (IOException e) {
      err.println("Weaving failed: " + e);
      return 1;
    }
  }

  private int weave(PrintStream out, PrintStream err) throws IOException {
    WeavingOptions options = new WeavingOptions(includes, excludes, null);
    ClassFolderWeaver weaver = new ClassFolderWeaver(options);
    List<Path> everything = new ArrayList<>(folders);
    everything.addAll(classPath);
    int problems = 0;
    try (PathClassSource others = PathClassSource.open(everything)) {
      for (Path folder : folders) {
        WovenFolder result = weaver.weave(folder, others);
        for (WeavingProblem problem : result.problems()) {
          err.println((failsOnProblem ? "error: " : "warning: ") + problem);
        }
        problems += result.problems().size();
        out.println(result.summary() + " in " + folder);
      }
    }
    return problems > 0 && failsOnProblem ? 1 : 0;
  }

  private void read(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("--")) {
        folders.add(folder(argument));
        continue;
      }
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (i + 1 < arguments.size()) {
        i++;
        value = arguments.get(i);
      } else {
        throw new IllegalArgumentException("After " + name + " a value is expected.");
      }
      option(name, value);
    }
    if (folders.isEmpty()) {
      throw new IllegalArgumentException("No folder is given: at least one is expected.");
    }
  }

  private void option(String name, String value) {
    switch (name) {
      case "--classpath" ->
          PATH_SEPARATOR
              .splitAsStream(value)
              .filter(element -> !element.isEmpty())
              .map(Path::of)
              .forEach(classPath::add);
      case "--include" -> includes.add(value);
      case "--exclude" -> excludes.add(value);
      case "--fail-on-problem" -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw new IllegalArgumentException(
              "--fail-on-problem=" + value + ": true or false is expected.");
        }
        failsOnProblem = value.equals("true");
      }
      default -> throw new IllegalArgumentException("Option " + name + " is not known.");
    }
  }

  private static Path folder(String text) {
    Path folder = Path.of(text);
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(folder + " is a file: a folder of classes is expected.");
    }
    return folder;
  }
}
