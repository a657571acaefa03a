package dev.spanloom.weaving;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which classes are woven. A pattern is {@code *} for all, {@code com.acme.*} for a package and all
 * below it, {@code com.acme.Search} for a class and those nested in it.
 *
 * @param includes patterns of the classes to weave; empty for all
 * @param excludes patterns of the classes to leave as they are, even when included
 * @param debugFolder where a copy of every woven class file is left, in a folder per package; null
 *     for nowhere
 */
public record WeavingOptions(
    List<String> includes, List<String> excludes, @Nullable Path debugFolder) {
  /** All classes, no copies. */
  public static final WeavingOptions DEFAULTS = new WeavingOptions(List.of(), List.of(), null);

  private static final Pattern CLASS_NAMES =
      Pattern.compile(
          "\\*|\\p{javaJavaIdentifierPart}+(\\.\\p{javaJavaIdentifierPart}+)*(\\.\\*)?");
  private static final String KNOWN =
      "Known options: include=PATTERN;PATTERN…, exclude=PATTERN;PATTERN…, debug=FOLDER, separated by"
          + " commas; a pattern is *, com.acme.* (the package and all below it) or com.acme.Search.";

  /**
   * @throws IllegalArgumentException when a pattern is none
   */
  public WeavingOptions {
    includes = List.copyOf(includes);
    excludes = List.copyOf(excludes);
    includes.forEach(pattern -> check("include", pattern));
    excludes.forEach(pattern -> check("exclude", pattern));
  }

  /**
   * Reads the options of {@code -javaagent:spanloom-agent.jar=include=a.b.*;c.D,exclude=x.*}.
   *
   * @param text null or empty for the defaults
   * @throws IllegalArgumentException on an option that is unknown or malformed, with the options
   *     that are known
   */
  public static WeavingOptions parse(@Nullable String text) {
    return parse(
        text,
        problem -> {
          throw new IllegalArgumentException(problem);
        });
  }

  /**
   * Reads what can be read.
   *
   * @param problems is told of each option that is left out
   */
  public static WeavingOptions parse(@Nullable String text, Consumer<String> problems) {
    List<String> includes = new ArrayList<>();
    List<String> excludes = new ArrayList<>();
    Path debugFolder = null;
    for (String option : (text == null ? "" : text).split(",", -1)) {
      if (option.isBlank()) {
        continue;
      }
      int equals = option.indexOf('=');
      String key = option.substring(0, Math.max(0, equals)).strip();
      String value = option.substring(equals + 1).strip();
      try {
        switch (key) {
          case "include" -> includes.addAll(patterns(key, value));
          case "exclude" -> excludes.addAll(patterns(key, value));
          case "debug" -> debugFolder = folder(value);
          default -> throw new IllegalArgumentException("it is not known");
        }
      } catch (IllegalArgumentException e) {
        problems.accept(
            "Weaving option '"
                + option.strip()
                + "' is left out: "
                + e.getMessage()
                + ". "
                + KNOWN);
      }
    }
    return new WeavingOptions(includes, excludes, debugFolder);
  }

  /**
   * Whether a class is to be woven.
   *
   * @param className with dots
   */
  public boolean covers(String className) {
    return (includes.isEmpty() || matches(includes, className)) && !leavesOut(className);
  }

  /** Whether a class is excluded. */
  boolean leavesOut(String className) {
    return matches(excludes, className);
  }

  private static boolean matches(List<String> patterns, String className) {
    for (String pattern : patterns) {
      if (matches(pattern, className)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String pattern, String className) {
    if (pattern.endsWith("*")) {
      return className.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return className.startsWith(pattern)
        && (className.length() == pattern.length() || className.charAt(pattern.length()) == '$');
  }

  private static List<String> patterns(String key, String value) {
    List<String> patterns = new ArrayList<>();
    for (String pattern : value.split(";", -1)) {
      patterns.add(check(key, pattern.strip()));
    }
    return patterns;
  }

  private static String check(String key, String pattern) {
    if (!CLASS_NAMES.matcher(pattern).matches()) {
      throw new IllegalArgumentException(
          "'"
              + pattern
              + "' is no pattern to "
              + key
              + ", expected *, com.acme.* or com.acme.Search");
    }
    return pattern;
  }

  private static Path folder(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a folder is expected");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("it is no path (" + e.getReason() + ")", e);
    }
  }
}
