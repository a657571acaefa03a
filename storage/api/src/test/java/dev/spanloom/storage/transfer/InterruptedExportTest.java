package dev.spanloom.storage.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An export whose process is told to end, as by Ctrl-C. */
@Timeout(120)
class InterruptedExportTest {
  @Test
  void nothingIsLeftOfAnExportThatIsStopped(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("traces.jsonl"), "an older export");
    Process process = StalledExport.start(file);
    try (BufferedReader out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("1");
      assertThat(folder).isDirectoryContaining("glob:**.part");
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(128 + 15);
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
    assertThat(file).hasContent("an older export");
  }
}
