package dev.spanloom.weaving.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.testjvms.Jdk;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * The whole table, one way: for each JDK one JVM that runs all subjects of all compilers. What came
 * of each is a test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BehaviourSuite {
  private final Way way;

  BehaviourSuite(Way way) {
    this.way = way;
  }

  List<Case> cases() {
    return Cases.all().stream().filter(c -> way.weaves() || c.unwoven()).toList();
  }

  @TestFactory
  Stream<DynamicNode> whatComesOfTheSubjects() {
    List<Case> cases = cases();
    Subjects.toolchains().forEach(Subjects::compiledBy);
    Map<Jdk, CompletableFuture<Program>> programs = new LinkedHashMap<>();
    for (Jdk jdk : Jdk.TRIED) {
      programs.put(jdk, CompletableFuture.supplyAsync(() -> Program.run(way, jdk, cases)));
    }
    programs.values().forEach(CompletableFuture::join); // what fails here fails once
    return programs.entrySet().stream()
        .<DynamicNode>map(entry -> onJdk(entry.getKey(), entry.getValue().join(), cases));
  }

  private DynamicNode onJdk(Jdk jdk, Program program, List<Case> cases) {
    List<DynamicNode> nodes = new ArrayList<>();
    for (Toolchain toolchain : Subjects.toolchains()) {
      if (way.tries(toolchain) && toolchain.runsOn(jdk)) {
        nodes.add(compiledBy(toolchain, jdk, program, cases));
      }
    }
    if (way != Way.NONE) {
      nodes.add(warnings(jdk, program));
    }
    return DynamicContainer.dynamicContainer("on " + jdk, nodes);
  }

  /** What was said, once: of annotations that cannot be honoured, and of a destination. */
  private DynamicNode warnings(Jdk jdk, Program program) {
    List<DynamicNode> tests = new ArrayList<>();
    for (String place : ProblemCases.PLACES) {
      tests.add(
          DynamicTest.dynamicTest(
              "what cannot be honoured at " + place + " is said, with class and method",
              () -> saidOnce(place + ": ", program)));
    }
    tests.add(
        DynamicTest.dynamicTest(
            "a destination that is ignored is said (A17)",
            () ->
                assertThat(program.printed().lines())
                    .anyMatch(
                        line -> line.startsWith("WARNING: span \"elsewhere\": the destination"))));
    return DynamicContainer.dynamicContainer("what is said on " + jdk, tests);
  }

  private void saidOnce(String text, Program program) {
    if (way.weavesBeforehand()) {
      assertThat(Woven.of(Toolchain.JAVAC).problems())
          .filteredOn(problem -> problem.startsWith(text))
          .hasSize(1);
    } else {
      assertThat(program.printed().lines())
          .filteredOn(line -> line.contains(text))
          .singleElement()
          .asString()
          .startsWith("WARNING:");
    }
  }

  private DynamicNode compiledBy(Toolchain toolchain, Jdk jdk, Program program, List<Case> cases) {
    List<DynamicNode> tests = new ArrayList<>();
    String where = " (" + toolchain + ", on " + jdk + ")";
    for (Case c : cases) {
      if (c.isFor(toolchain)) {
        tests.add(
            DynamicTest.dynamicTest(
                c.sentence() + where, () -> check(c, toolchain, program, where)));
      }
    }
    tests.add(
        DynamicTest.dynamicTest(
            "the verifier takes every class" + where,
            () -> assertThat(program.observation(toolchain, "verify").returned()).isEmpty()));
    return DynamicContainer.dynamicContainer("compiled by " + toolchain, tests);
  }

  private void check(Case c, Toolchain toolchain, Program program, String where) {
    Observation seen = program.observation(toolchain, c.subject());
    try {
      assertThat(seen).as("what came of the subject").isNotNull();
      assertThat(seen.spanLeft()).as("a span is still current").isFalse();
      c.expectation().accept(new Outcome(way, program.jdk(), toolchain, seen));
    } catch (AssertionError e) {
      // the console's report knows no names of rows
      throw new AssertionError(c.subject() + where + ": " + e.getMessage(), e);
    }
  }
}
