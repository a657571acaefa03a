package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom token …}. */
class TokenCommandsTest {
  @TempDir Path folder;

  private CommandRun run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "token";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--store";
    all[words.length + 2] = "sqlite:" + folder.resolve("spanloom.db");
    return CommandRun.of(all);
  }

  @Test
  void tokensAreMadeListedAndRevoked() throws Exception {
    CommandRun made = run("create", "ci", "--role", "ingest,read", "--expires", "90d");
    assertThat(made.code()).isZero();
    assertThat(made.out()).matches("spanloom_[0-9a-f]{8}_\\S{43}\n");
    assertThat(folder.resolve("spanloom.db.tokens.json")).exists();
    assertThat(folder.resolve("spanloom.db")).doesNotExist();

    CommandRun list = run("list");
    assertThat(list.out()).contains("NAME", "ci", "ingest, read", "never");
    assertThat(list.out()).doesNotContain(made.out().strip().substring(18));
    var json = new ObjectMapper().readTree(run("list", "-o", "json").out()).at("/tokens/0");
    assertThat(json.at("/name").asText()).isEqualTo("ci");
    assertThat(json.at("/roles/1").asText()).isEqualTo("read");
    assertThat(json.has("hash")).isFalse();

    assertThat(run("revoke", "ci").out()).isEqualTo("Revoked ci.\n");
    assertThat(run("list").out()).doesNotContain("ci ");
  }

  @Test
  void whatCannotBeIsSaid() {
    assertThat(run("create", "ci").code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    CommandRun role = run("create", "ci", "--role", "write");
    assertThat(role.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(role.err())
        .contains("--role: \"write\" (expected: one of [ingest, read, assess, admin])");
    run("create", "ci", "--role", "read");
    CommandRun again = run("create", "ci", "--role", "read");
    assertThat(again.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(again.err()).contains("there is a token \"ci\" already");
    CommandRun unknown = run("revoke", "nope");
    assertThat(unknown.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(unknown.err()).contains("there is no token \"nope\"");
  }

  @Test
  void aServerOfTheStoreWantsThemFromThenOn() throws Exception {
    String token = run("create", "reader", "--role", "read").out().strip();
    try (ServerProcess server = ServerProcess.start(folder, Map.of(), "--port", "0")) {
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      assertThat(server.get("/version").statusCode()).isEqualTo(401);
      assertThat(server.get("/version", "Authorization", "Bearer " + token).statusCode())
          .isEqualTo(200);
      server.awaitLine("MLFLOW_TRACKING_TOKEN");
      assertThat(server.output())
          .contains("event=refused", "method=GET", "path=\"/version\"", "reason=no-token")
          .contains("MLFLOW_TRACKING_TOKEN")
          .doesNotContain(token);
    }
    assertThat(Files.readString(folder.resolve("spanloom.db.tokens.json"))).doesNotContain(token);
  }

  @Test
  void otherMachinesAreNotServedWithoutAny() {
    CommandRun run =
        CommandRun.of(
            "server",
            "--host",
            "0.0.0.0",
            "--port",
            "0",
            "--store",
            "sqlite:" + folder.resolve("spanloom.db"));

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).contains("there is no token", "spanloom token create", "--insecure");
    assertThat(run.err().lines()).hasSize(1);
  }
}
