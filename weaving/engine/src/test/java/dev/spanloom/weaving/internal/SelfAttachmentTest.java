package dev.spanloom.weaving.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.SelfAttaching;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfAttachmentTest {
  @Test
  void classesLoadedEarlierAndLaterAreWovenOnce() throws Exception {
    assertThat(Jvm.run(Jdk.RUNNING, List.of(), SelfAttaching.class))
        .contains(
            "traced before: false",
            "in force: true",
            "in force again: true",
            "same result: true",
            "traced after: true",
            "woven: 1",
            "woven late: 2");
  }

  @ParameterizedTest
  @CsvSource({
    "-XX:+DisableAttachMechanism, started with -XX:+DisableAttachMechanism",
    "-XX:-EnableDynamicAgentLoading, started with -XX:-EnableDynamicAgentLoading",
    "'--limit-modules=java.logging,java.instrument', The module jdk.attach is missing",
    "--limit-modules=java.logging, The module java.instrument is missing",
  })
  void aJvmThatForbidsItIsToldWithTheOtherWays(String option, String found) throws Exception {
    assertThat(Jvm.run(Jdk.RUNNING, List.of(option), SelfAttaching.class))
        .contains(
            "WARNING",
            "Weaving is not in force",
            found,
            "-javaagent:spanloom-agent.jar",
            "spanloom-maven-plugin",
            "in force: false",
            "traced after: false")
        .doesNotContain("Full thread dump");
  }

  @Test
  void whereWeavingIsInForceAlreadyNothingIsAttached() throws Exception {
    assertThat(
            Jvm.run(
                Jdk.RUNNING,
                List.of("-XX:+DisableAttachMechanism", "-Dspanloom.weaving.in-force=agent"),
                SelfAttaching.class))
        .contains("in force: true", "woven: 0")
        .doesNotContain("WARNING");
  }
}
