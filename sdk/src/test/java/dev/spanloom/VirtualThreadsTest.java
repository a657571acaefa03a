package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class VirtualThreadsTest extends TracingTest {
  private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void virtualThreadsCarryTheSpanAndAreToldApart() throws Exception {
    assertThat(VirtualThreadsProgram.report(memory)).isEqualTo(VirtualThreadsProgram.EXPECTED);
  }

  @Test
  void theNewestJvmOfThisMachineTracesVirtualThreads() throws Exception {
    Jdk newest = Jdk.newest();
    assumeTrue(
        newest.feature() >= FIRST_WITH_VIRTUAL_THREADS, "no JDK 21 or newer beside this one");
    assertThat(
            Jvm.run(
                newest,
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                VirtualThreadsProgram.class))
        .isEqualTo(VirtualThreadsProgram.EXPECTED);
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void aJvmWithoutThemCallsEveryThreadAPlatformThread() {
    Mlflow.startSpan("s").close();
    assertThat(trace().info().traceMetadata()).containsEntry(ThreadKinds.METADATA_KEY, "platform");
  }
}
