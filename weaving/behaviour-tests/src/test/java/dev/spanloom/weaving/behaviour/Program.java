package dev.spanloom.weaving.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import dev.spanloom.weaving.behaviour.fork.CaseRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One JVM that has run all subjects.
 *
 * @param observations by toolchain and case
 * @param printed all that the JVM wrote to its console
 */
record Program(Way way, Jdk jdk, Map<String, Observation> observations, String printed) {
  private static final Path FOLDER = Path.of("target", "programs");
  private static final ObjectMapper JSON = new ObjectMapper();

  Observation observation(Toolchain toolchain, String name) {
    return observations.get(toolchain.name() + " " + name);
  }

  /** Runs the cases that each compiler made classes for. */
  static Program run(Way way, Jdk jdk, List<Case> cases) {
    try {
      Files.createDirectories(FOLDER);
      String name = way.name().toLowerCase(java.util.Locale.ROOT) + "-" + jdk.feature();
      Path results = FOLDER.resolve(name + ".jsonl").toAbsolutePath();
      Path plan = FOLDER.resolve(name + ".plan").toAbsolutePath();
      Files.write(plan, plan(way, jdk, cases));
      List<String> command = new ArrayList<>();
      command.add(jdk.java().toString());
      // the verifier is on for every class that does not come from the JDK
      command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss1m"));
      command.add("-Djava.util.logging.SimpleFormatter.format=%4$s: %5$s%6$s%n");
      if (way.hasAgent()) {
        command.add("-javaagent:" + ClassPaths.agentJar());
      }
      command.addAll(
          List.of(
              "-cp", way == Way.ATTACH ? ClassPaths.programWithWeaving() : ClassPaths.program()));
      command.add(CaseRunner.class.getName());
      command.addAll(
          List.of(results.toString(), way == Way.ATTACH ? "weave" : "as-is", plan.toString()));
      String printed = Jvm.run(name, command, FOLDER.resolve(name + ".log"));
      Map<String, Observation> observations = new LinkedHashMap<>();
      for (String line : Files.readAllLines(results)) {
        JsonNode json = JSON.readTree(line);
        observations.put(
            json.path("toolchain").asText() + " " + json.path("case").asText(),
            Observation.of(json));
      }
      return new Program(way, jdk, observations, printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> plan(Way way, Jdk jdk, List<Case> cases) {
    List<String> lines = new ArrayList<>();
    for (Toolchain toolchain : Subjects.toolchains()) {
      List<String> names =
          cases.stream().filter(c -> c.isFor(toolchain)).map(Case::subject).distinct().toList();
      if (way.tries(toolchain) && toolchain.runsOn(jdk) && !names.isEmpty()) {
        Path folder =
            way.weavesBeforehand() ? Woven.of(toolchain).folder() : Subjects.compiledBy(toolchain);
        lines.add(
            toolchain.name() + "\t" + folder.toAbsolutePath() + "\t" + String.join(" ", names));
      }
    }
    return lines;
  }
}
