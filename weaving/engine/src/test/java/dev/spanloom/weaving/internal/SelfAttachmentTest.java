package dev.spanloom.weaving.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.SelfAttaching;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfAttachmentTest {
  @Test
  void classesLoadedEarlierAndLaterAreWovenOnce() throws Exception {
    assertThat(ForkedJvm.run(SelfAttaching.class))
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
    assertThat(ForkedJvm.run(SelfAttaching.class, option))
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
            ForkedJvm.run(
                SelfAttaching.class,
                "-XX:+DisableAttachMechanism",
                "-Dspanloom.weaving.in-force=agent"))
        .contains("in force: true", "woven: 0")
        .doesNotContain("WARNING");
  }
}
