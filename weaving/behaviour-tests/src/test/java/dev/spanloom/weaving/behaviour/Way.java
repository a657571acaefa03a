package dev.spanloom.weaving.behaviour;

/** How the subjects come to be woven, or not. */
enum Way {
  /** By the shaded agent, while classes are loaded. */
  AGENT,
  /** Beforehand, as the Maven plugin does it. */
  BUILD,
  /** By {@code Mlflow.enableWeaving()} in the running JVM. */
  ATTACH,
  /** Beforehand, and then the agent sees the woven classes: they must be woven once only. */
  BUILD_AND_AGENT,
  /** Not at all. */
  NONE;

  boolean weaves() {
    return this != NONE;
  }

  boolean hasAgent() {
    return this == AGENT || this == BUILD_AND_AGENT;
  }

  boolean weavesBeforehand() {
    return this == BUILD || this == BUILD_AND_AGENT;
  }

  /** Whoever compiled what is woven twice makes no difference: one is enough. */
  boolean tries(Toolchain toolchain) {
    return this != BUILD_AND_AGENT || toolchain == Toolchain.JAVAC;
  }
}
