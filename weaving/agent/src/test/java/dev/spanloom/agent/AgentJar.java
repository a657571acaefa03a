package dev.spanloom.agent;

import java.nio.file.Files;
import java.nio.file.Path;

/** The jar as it is published. */
final class AgentJar {
  private AgentJar() {}

  static Path file() {
    Path jar = Path.of(System.getProperty("spanloom.agent.jar", "the property spanloom.agent.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError(
          "No agent jar at " + jar + ": the Maven phase process-classes makes it");
    }
    return jar;
  }
}
