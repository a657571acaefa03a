package dev.spanloom.destinations.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.destination.Destinations;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.destinations.databricks.Peer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which workspace it is, and who we are there. */
class WorkspaceLoginTest extends DatabricksCase {
  @BeforeEach
  void leaveAllToTheFile() {
    noSetting("databricks.host");
    noSetting("databricks.token");
  }

  private void file(String text) {
    try {
      Files.writeString(folder.resolve("databrickscfg"), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String profile(String name, String token) {
    return "[" + name + "]\nhost = " + workspace.uri() + "\ntoken = " + token + "\n";
  }

  private String lastLogin() {
    return workspace.requests().get(workspace.requests().size() - 1).header("Authorization");
  }

  private void asks(String uri) {
    destination(uri).getExperiment("0");
  }

  @ParameterizedTest
  @CsvSource({
    "databricks, of-default",
    "databricks:, of-default",
    "databricks://, of-default",
    "databricks://DEFAULT, of-default",
    "databricks://prod, of-prod",
    "databricks://prod/, of-prod",
  })
  void aProfileOfTheFileNamesTheWorkspaceAndItsToken(String uri, String token) {
    file(profile("DEFAULT", "of-default") + profile("prod", "of-prod"));
    workspace.tokens.add(token);
    asks(uri);
    assertThat(lastLogin()).isEqualTo("Bearer " + token);
  }

  @Test
  void theDefaultProfileIsThatOfTheSettingWhereThereIsOne() {
    file(profile("DEFAULT", "of-default") + profile("prod", "of-prod"));
    setting("databricks.config.profile", "prod");
    workspace.tokens.add("of-prod");
    asks("databricks");
    assertThat(lastLogin()).isEqualTo("Bearer of-prod");
  }

  @Test
  void settingsGoBeforeTheFile() {
    file(profile("DEFAULT", "of-default"));
    setting("databricks.host", workspace.uri());
    setting("databricks.token", "of-settings");
    workspace.tokens.add("of-settings");
    asks("databricks");
    assertThat(lastLogin()).isEqualTo("Bearer of-settings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "databricks://gone | [DEFAULT]",
        "databricks://half | [half]~token = t0k3n",
        "databricks        | [DEFAULT]~token = t0k3n",
        "databricks        | [other]~host = http://127.0.0.1:1",
      })
  void aProfileThatNamesNoWorkspaceIsToldAsSuch(String uri, String text) {
    file(text.replace('~', '\n') + "\n");
    assertThatThrownBy(() -> Destinations.open(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("tracking URI: \"" + uri + "\": ")
        .hasMessageContaining("(expected: DATABRICKS_HOST with DATABRICKS_TOKEN")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("t0k3n"));
  }

  @Test
  void aProfileWithoutALoginIsToldWhenSomethingIsAsked() {
    file("[DEFAULT]\nhost = " + workspace.uri() + "\n");
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.getExperiment("0"))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("no login for " + workspace.uri())
        .hasMessageContaining("(expected: DATABRICKS_HOST with DATABRICKS_TOKEN");
  }

  @Test
  void aSecretScopeIsRefusedSinceOnlyNotebooksCanReadIt() {
    assertThatThrownBy(() -> Destinations.open("databricks://scope:prefix"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("databricks://scope:prefix")
        .hasMessageContaining("secret scopes can be read only inside a workspace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"databricks:prod", "databricks://a/b", "databricks://u:pw@host"})
  void anotherFormIsRefused(String uri) {
    assertThatThrownBy(() -> Destinations.open(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: databricks, or databricks://<profile>")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("pw"));
  }

  @Test
  void anotherBareWordIsNoUri() {
    assertThatThrownBy(() -> Mlflow.setTrackingUri("http"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("databricks");
  }

  @Test
  void whatWaitsIsForTheWorkspaceThatTheSettingsName() {
    assertThat(Destinations.canonicalUri("databricks")).isEqualTo("databricks");
    setting("databricks.host", "adb-1.example.net/");
    setting("databricks.config.profile", "prod");
    String canonical = Destinations.canonicalUri("databricks");
    assertThat(canonical).isEqualTo("databricks://prod?host=https://adb-1.example.net");
    assertThat(Destinations.canonicalUri(canonical)).isEqualTo(canonical);
    setting("databricks.host", workspace.uri());
    setting("databricks.token", "token-1");
    noSetting("databricks.config.profile");
    asks("databricks:?host=" + workspace.uri());
    assertThatThrownBy(() -> Destinations.open("databricks:?host=https://adb-1.example.net"))
        .hasMessageContaining("the login is one for " + workspace.uri());
  }

  @Test
  void aTokenThatTheWorkspaceTakesNoMoreIsReadAnew() {
    file(profile("DEFAULT", "old"));
    workspace.tokens.add("old");
    Mlflow.setTrackingUri("databricks");
    traceOfTwo("first");
    flushed();
    workspace.tokens.remove("old");
    workspace.tokens.add("new");
    String id = traceOfTwo("second");
    await("refused", () -> Mlflow.exportStats().writesFailed() > 0);
    file(profile("DEFAULT", "new"));
    flushed();
    assertThat(workspace.infos).hasSize(2).containsKey(id);
    assertThat(cloud.files()).hasSize(2);
  }

  @Test
  void machinesLogInByOauthAndGetAnotherTokenWhenTheirsIsRevoked() {
    setting("databricks.host", workspace.uri());
    setting("databricks.client.id", "robot");
    setting("databricks.client.secret", "robots-secret");
    setting("databricks.auth.type", "oauth-m2m");
    Destination destination = destination("databricks");
    destination.getExperiment("0");
    assertThat(lastLogin()).isEqualTo("Bearer oauth-1");
    destination.getExperiment("0");
    assertThat(lastLogin()).isEqualTo("Bearer oauth-1");
    workspace.tokens.remove("oauth-1");
    destination.getExperiment("0");
    assertThat(lastLogin()).isEqualTo("Bearer oauth-2");
  }

  @Test
  void aTokenThatExpiresIsReplacedBeforeTheWorkspaceRefusesIt() {
    workspace.tokenSeconds = 1; // less than the SDK leaves for the way
    setting("databricks.host", workspace.uri());
    setting("databricks.client.id", "robot");
    setting("databricks.client.secret", "robots-secret");
    setting("databricks.auth.type", "oauth-m2m");
    Destination destination = destination("databricks");
    destination.getExperiment("0");
    String first = lastLogin();
    destination.getExperiment("0");
    assertThat(lastLogin()).startsWith("Bearer oauth-").isNotEqualTo(first);
    assertThat(workspace.lines())
        .filteredOn(line -> line.contains("/experiments/get"))
        .as("none of them refused and sent again")
        .hasSize(2);
  }

  @Test
  void noMessageShowsASecret() {
    setting("databricks.host", workspace.uri());
    setting("databricks.client.id", "robot");
    setting("databricks.client.secret", "wr0ng-secret");
    setting("databricks.auth.type", "oauth-m2m");
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.getExperiment("0"))
        .isInstanceOf(RetryLaterException.class)
        .satisfies(e -> assertThat(e).hasMessageNotContaining("wr0ng-secret"));
    noSetting("databricks.client.id");
    noSetting("databricks.client.secret");
    noSetting("databricks.auth.type");
    setting("databricks.token", "wr0ng-token");
    Destination other = destination("databricks");
    assertThatThrownBy(() -> other.getExperiment("0"))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("401 UNAUTHENTICATED")
        .hasMessageContaining("(expected: DATABRICKS_HOST")
        .hasMessageNotContaining("wr0ng-token");
  }

  @Test
  void aWorkspaceThatIsDownIsNoFailureOfOpening() {
    setting("databricks.host", workspace.uri());
    setting("databricks.token", "token-1");
    workspace.close();
    setting("mlflow.http.request.max.retries", 1);
    Destination destination = destination("databricks");
    assertThatThrownBy(() -> destination.getExperiment("0"))
        .isInstanceOf(RetryLaterException.class)
        .hasMessageContaining("no connection");
  }

  @Test
  void whoGivesOutTokensMayBeDownForAWhile() {
    setting("databricks.host", workspace.uri());
    setting("databricks.client.id", "robot");
    setting("databricks.client.secret", "robots-secret");
    setting("databricks.auth.type", "oauth-m2m");
    AtomicInteger failures = new AtomicInteger();
    workspace.instead =
        request ->
            request.path().equals("/oidc/v1/token") && failures.getAndIncrement() < 2
                ? Answer.text(503, "busy")
                : null;
    Mlflow.setTrackingUri("databricks");
    String id = traceOfTwo("answer");
    flushed();
    assertThat(workspace.infos).containsOnlyKeys(id);
    assertThat(failures.get()).isGreaterThan(2);
  }
}
