package dev.spanloom.weaving;

import org.jspecify.annotations.Nullable;

/**
 * Something that weaving cannot do: an annotation that it cannot honour, or a class that it failed
 * on. The class then stays as it was.
 *
 * @param className with dots
 * @param method name and parameter types, as {@code convert(double, String)}; null when it concerns
 *     the class
 * @param message what was found, what was expected, what to do
 */
public record WeavingProblem(String className, @Nullable String method, String message) {
  @Override
  public String toString() {
    return className + (method == null ? "" : "." + method) + ": " + message;
  }
}
