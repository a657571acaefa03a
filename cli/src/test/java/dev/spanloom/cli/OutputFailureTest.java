package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands whose output does not get anywhere. */
class OutputFailureTest {
  @TempDir Path folder;

  private String store = "";
  private String err = "";

  @BeforeEach
  void writeTraces() {
    store = StoredTraces.write(folder.resolve("traces.db"), 200);
  }

  private int run(String failure, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--store";
    all[words.length + 1] = store;
    int code =
        SpanloomCommand.run(
            new Console(InputStream.nullInputStream(), failing(failure), said, Terminal.NONE), all);
    err = said.toString(StandardCharsets.UTF_8);
    return code;
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  @Test
  void aReaderThatHasEnoughIsNoReasonToComplain() {
    assertThat(run("Broken pipe", "traces", "search", "--all", "-o", "jsonl")).isEqualTo(1);
    assertThat(err).isEmpty();
    assertThat(run("Broken pipe", "traces", "export")).isEqualTo(1);
    assertThat(err).isEmpty();
  }

  @Test
  void anyOtherFailureIsTold() {
    assertThat(run("No space left on device", "traces", "list")).isEqualTo(1);
    assertThat(err)
        .isEqualTo("spanloom: cannot write to standard output: No space left on device\n");
    assertThat(run("No space left on device", "traces", "export")).isEqualTo(1);
    assertThat(err)
        .isEqualTo("spanloom: cannot write to standard output: No space left on device\n");
    assertThat(run("No space left on device", "doctor")).isEqualTo(1);
  }
}
