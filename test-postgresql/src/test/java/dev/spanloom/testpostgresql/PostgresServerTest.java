package dev.spanloom.testpostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.testjvms.Jdk;
import java.io.BufferedReader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class PostgresServerTest {
  @Test
  void aDatabaseIsThereForEachWhoAsks() {
    PostgresServer server = PostgresServer.shared();
    assertThat(server.newDatabase()).isNotEqualTo(server.newDatabase());
    server.execute("db1", "CREATE TABLE t (x int)");
    server.execute("db2", "CREATE TABLE t (x int)");
  }

  @Test
  void whatWasCommittedIsThereAfterAKillAndARestart() {
    try (PostgresServer server = PostgresServer.start()) {
      server.newDatabase();
      server.execute("db1", "CREATE TABLE t (x int)");
      server.kill();
      assertThatThrownBy(() -> server.execute("db1", "SELECT 1 FROM t"))
          .hasMessageContaining("refused");
      server.restart();
      server.execute("db1", "SELECT 1 FROM t");
      server.stop();
      server.restart();
      server.execute("db1", "SELECT 1 FROM t");
    }
  }

  @Test
  void aSettingThatIsNoneIsSaid() {
    assertThatThrownBy(() -> PostgresServer.start("no_such_setting=1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no_such_setting");
  }

  @Test
  void aServerEndsWithItsJvm() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Jdk.RUNNING.java().toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Starter.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    ProcessHandle server;
    try (BufferedReader out = jvm.inputReader()) {
      server = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(server.isAlive()).isTrue();
      jvm.destroyForcibly();
    }
    server.onExit().get(30, TimeUnit.SECONDS);
    assertThat(server.isAlive()).isFalse();
  }

  /** Starts a server, says the number of its process, and waits for its end. */
  static final class Starter {
    public static void main(String[] arguments) throws Exception {
      PostgresServer.start();
      ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
      System.in.read();
    }
  }
}
