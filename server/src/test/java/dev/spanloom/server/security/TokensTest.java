package dev.spanloom.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.ServerStartException;
import dev.spanloom.testjvms.Await;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens: their file, how clients send them, their end. */
class TokensTest {
  private static final String SEARCH = "/api/3.0/mlflow/traces/search";
  private static final String ANY_TRACE =
      "{\"locations\": [{\"mlflow_experiment\": {\"experiment_id\": \"0\"}}]}";

  @TempDir Path folder;

  private TokenFile file;

  @BeforeEach
  void nameFile() {
    file = new TokenFile(folder.resolve("tokens.json"));
  }

  private LiveServer start() {
    return new LiveServer(ServerOptions.builder().tokenFile(file.path()).build());
  }

  private static int search(LiveServer server, String authorization) {
    return server.send("POST", SEARCH, ANY_TRACE, "Authorization", authorization).statusCode();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theFileIsTheOwnersAndHoldsNoSecret() throws Exception {
    TokenFile.Created made = file.create("ci", Set.of(Role.INGEST, Role.READ), 0);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    String secret = made.secret().split("_", 3)[2]; // which may have such a character itself
    assertThat(Files.readString(file.path())).contains("\"ci\"").doesNotContain(secret);
    assertThat(file.tokens()).containsExactly(made.token());
    assertThat(made.toString()).doesNotContain(secret);
    assertThat(TokenSecret.read(made.secret()).orElseThrow().toString()).doesNotContain(secret);
  }

  @Test
  void namesAreUniqueAndPlain() {
    file.create("ci", Set.of(Role.READ), 0);

    assertThatThrownBy(() -> file.create("ci", Set.of(Role.READ), 0))
        .hasMessageContaining("there is a token \"ci\" already");
    assertThatThrownBy(() -> file.create("a b", Set.of(Role.READ), 0))
        .hasMessageContaining("name: \"a b\"");
    assertThat(file.revoke("ci")).isTrue();
    assertThat(file.revoke("ci")).isFalse();
    assertThat(file.exists()).isTrue();
  }

  @Test
  void clientsSendTokensAsMlflowsDo() {
    String token = file.create("reader", Set.of(Role.READ), 0).secret();
    try (LiveServer server = start()) {
      assertThat(search(server, "Bearer " + token)).isEqualTo(200);
      assertThat(search(server, "bearer " + token)).isEqualTo(200);
      assertThat(search(server, basic("anybody:" + token))).isEqualTo(200);
      assertThat(search(server, basic("reader:" + token))).isEqualTo(200);
      assertThat(search(server, basic(token))).isEqualTo(401);
      assertThat(search(server, "Basic ???")).isEqualTo(401);
      assertThat(search(server, "Bearer " + token.substring(0, token.length() - 1) + "!"))
          .isEqualTo(401);
      assertThat(search(server, "Bearer ")).isEqualTo(401);
    }
    assertThat(file.tokens().get(0).lastUsedUnixMillis()).isPositive();
  }

  @Test
  void refusalsAreMlflowsErrors() {
    String token = file.create("sender", Set.of(Role.INGEST), 0).secret();
    try (LiveServer server = start()) {
      HttpResponse<String> none = server.send("POST", SEARCH, ANY_TRACE);
      assertThat(none.body()).contains("\"error_code\": \"UNAUTHENTICATED\"");
      assertThat(none.headers().allValues("WWW-Authenticate"))
          .containsExactly("Basic realm=\"mlflow\"", "Bearer realm=\"mlflow\"");
      HttpResponse<String> script =
          server.send("POST", SEARCH, ANY_TRACE, "X-Requested-With", "fetch");
      assertThat(script.headers().allValues("WWW-Authenticate"))
          .as("what no browser answers by a question of its own")
          .containsExactly("Bearer realm=\"mlflow\"");
      HttpResponse<String> wrong =
          server.send("POST", SEARCH, ANY_TRACE, "Authorization", "Bearer " + token);
      assertThat(wrong.body())
          .contains("\"error_code\": \"PERMISSION_DENIED\"", "[ingest]", "[read, admin]");
    }
  }

  @Test
  void expiredTokensAreRefused() {
    String token =
        file.create("old", Set.of(Role.READ), System.currentTimeMillis() - 1000).secret();
    try (LiveServer server = start()) {
      assertThat(search(server, "Bearer " + token)).isEqualTo(401);
    }
  }

  @Test
  void aRunningServerFollowsItsFile() throws Exception {
    try (LiveServer server = start()) {
      assertThat(server.send("POST", SEARCH, ANY_TRACE).statusCode()).isEqualTo(200);

      String token = file.create("first", Set.of(Role.READ), 0).secret();
      Await.until(
          "tokens.json is read", () -> server.send("POST", SEARCH, ANY_TRACE).statusCode() == 401);
      assertThat(search(server, "Bearer " + token)).isEqualTo(200);

      file.revoke("first");
      Await.until("tokens.json is read", () -> search(server, "Bearer " + token) == 401);

      String second = file.create("second", Set.of(Role.READ), 0).secret();
      Await.until("tokens.json is read", () -> search(server, "Bearer " + second) == 200);
      Files.writeString(file.path(), "nonsense");
      Await.until("tokens.json is read", () -> search(server, "Bearer " + second) == 401);
      Files.delete(file.path());
      Await.until("tokens.json is read", () -> search(server, "Bearer " + second) == 401);
      assertThat(server.send("POST", SEARCH, ANY_TRACE).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void otherMachinesAreServedWithATokenOrInsecurelyOnly() {
    ServerOptions.Builder everywhere = ServerOptions.builder().host("0.0.0.0");
    assertThatThrownBy(() -> new LiveServer(everywhere.build()))
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("0.0.0.0 can be reached from other machines")
        .hasMessageContaining("token create")
        .hasMessageContaining("--insecure");
    file.create("old", Set.of(Role.READ), 1);
    everywhere.tokenFile(file.path());
    assertThatThrownBy(() -> new LiveServer(everywhere.build()))
        .isInstanceOf(ServerStartException.class);
    file.create("good", Set.of(Role.READ), 0);
    new LiveServer(everywhere.build()).close();
    new LiveServer(ServerOptions.builder().host("0.0.0.0").insecure(true).build()).close();
  }

  @Test
  void aFileThatIsSomethingElseStopsTheStart() throws Exception {
    Files.writeString(file.path(), "{\"tokens\": [{\"id\": 1}]}");

    assertThatThrownBy(this::start)
        .isInstanceOf(ServerStartException.class)
        .hasMessageContaining("tokens.json");
  }
}
