package dev.spanloom.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The soak itself, for a few seconds: a server that is killed loses nothing. */
@Timeout(600)
class ServerSoakTest {
  @Test
  void whatWasAcknowledgedIsThereAfterAKill(@TempDir Path folder) throws Exception {
    String table =
        new ServerSoak("sqlite:" + folder.resolve("soak.db"), 8, folder.resolve("server.log"))
            .run();
    assertThat(table)
        .startsWith("| What | 8 s, 8 writers, 4 readers |")
        .containsPattern("acknowledged, all found with each span once \\| [1-9]");
  }
}
