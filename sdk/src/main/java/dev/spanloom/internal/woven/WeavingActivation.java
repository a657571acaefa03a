package dev.spanloom.internal.woven;

/**
 * Weaving of the running JVM, found by {@link java.util.ServiceLoader}: the module spanloom-weaving
 * brings the one there is.
 */
public interface WeavingActivation {
  /**
   * A system property that is set while weaving is in force: by the agent or by this. The agent and
   * the SDK may be of class loaders that do not see each other.
   */
  String IN_FORCE_PROPERTY = "spanloom.weaving.in-force";

  /**
   * Weaves the classes that are loaded and those that will be. Called twice it does it once.
   *
   * @throws IllegalStateException where the JVM forbids it, with a message that says why and what
   *     else to do
   */
  void activate();
}
