package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanloom.jvm.ForkedJvm;
import dev.spanloom.jvm.Jdks;
import java.nio.file.Path;
import java.util.Optional;
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
    Optional<Path> newest = Jdks.newest(FIRST_WITH_VIRTUAL_THREADS);
    assumeTrue(newest.isPresent(), "no JDK 21 or newer beside this one");
    assertThat(ForkedJvm.run(newest.orElseThrow(), VirtualThreadsProgram.class))
        .isEqualTo(VirtualThreadsProgram.EXPECTED);
  }

  @Test
  @EnabledForJreRange(max = JRE.JAVA_20)
  void aJvmWithoutThemCallsEveryThreadAPlatformThread() {
    Mlflow.startSpan("s").close();
    assertThat(trace().info().traceMetadata()).containsEntry(ThreadKinds.METADATA_KEY, "platform");
  }
}
