package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom experiments …}. */
class ExperimentCommandsTest {
  @TempDir Path folder;

  private CommandRun run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "experiments";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--store";
    all[words.length + 2] = "sqlite:" + folder.resolve("traces.db");
    return CommandRun.of(all);
  }

  @Test
  void experimentsAreMadeListedAndTagged() throws Exception {
    String id = run("create", "chat").out().strip();
    assertThat(run("tag", "chat", "team=search", "stage=beta").code()).isZero();

    assertThat(run("list").lines()).hasSize(3);
    assertThat(run("list").out()).contains("Default", "chat", "stage=beta, team=search");
    assertThat(
            new ObjectMapper()
                .readTree(run("get", id, "-o", "json").out())
                .at("/experiments/0/tags/team")
                .asText())
        .isEqualTo("search");
  }

  @Test
  void anExperimentIsRenamedDeletedAndRestored() {
    String id = run("create", "chat").out().strip();
    assertThat(run("rename", "chat", "talk").code()).isZero();
    assertThat(run("list").out()).contains("talk").doesNotContain("chat");

    assertThat(run("delete", "talk").code()).isZero();
    assertThat(run("list").out()).doesNotContain("talk");
    assertThat(run("list", "--all", "--fields", "name,lifecycle_stage", "-o", "csv").lines())
        .contains("Default,active", "talk,deleted");
    CommandRun again = run("delete", id);
    assertThat(again.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(again.err()).contains("experiment " + id + " does not exist as active");
    assertThat(run("create", "talk").err()).contains("deleted state");

    assertThat(run("restore", "talk").code()).isZero();
    assertThat(run("list").out()).contains("talk");
    assertThat(run("rename", "talk", "Default").code()).isEqualTo(SpanloomCommand.FAILURE);
  }

  @Test
  void tagsAreDeleted() {
    run("create", "chat");
    run("tag", "chat", "team=search", "stage=beta");
    assertThat(run("untag", "chat", "team").code()).isZero();
    assertThat(run("list").out()).contains("stage=beta").doesNotContain("team");
    CommandRun missing = run("untag", "chat", "team");
    assertThat(missing.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(missing.err()).contains("no tag \"team\"");
  }

  @Test
  void columnsAreChosenByName() {
    run("create", "chat");

    assertThat(run("list", "--fields", "name,experiment_id", "-o", "csv").lines())
        .startsWith("name,experiment_id", "Default,0");
    CommandRun wrong = run("list", "--fields", "colour");
    assertThat(wrong.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(wrong.err())
        .contains("--fields: \"colour\" (expected: some of [experiment_id, name");
  }

  @Test
  void aNameThatIsTakenIsAFailure() {
    run("create", "chat");

    CommandRun again = run("create", "chat");
    assertThat(again.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(again.err()).contains("chat");
  }

  @Test
  void anUnknownExperimentIsAFailureThatNamesThoseThereAre() {
    run("create", "chat");

    CommandRun unknown = run("get", "nope");
    assertThat(unknown.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(unknown.err()).contains("\"nope\"", "[Default, chat]");
    assertThat(run("tag", "nope", "a=b").code()).isEqualTo(SpanloomCommand.FAILURE);
  }
}
