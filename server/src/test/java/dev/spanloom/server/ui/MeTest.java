package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.security.Role;
import dev.spanloom.server.security.TokenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The UI offers what its reader may do. */
class MeTest {
  @TempDir Path folder;

  @Test
  void withoutTokensEverybodyMayDoAll() {
    try (LiveServer server = new LiveServer(ServerOptions.builder().build())) {
      assertThat(JsonReader.read(server.get("/ui-api/1/me").body()))
          .isEqualTo(Map.of("may", List.of("tag", "assess", "delete")));
    }
  }

  @Test
  void aTokenMayDoWhatItsRolesMay() {
    TokenFile file = new TokenFile(folder.resolve("tokens.json"));
    ServerOptions options =
        ServerOptions.builder().tokenFile(file.path()).basePath("/team/traces").build();
    Map<Set<Role>, List<String>> may =
        Map.of(
            Set.of(Role.READ), List.of(),
            Set.of(Role.READ, Role.INGEST), List.of("tag"),
            Set.of(Role.READ, Role.ASSESS), List.of("tag", "assess"),
            Set.of(Role.ADMIN), List.of("tag", "assess", "delete"));
    String[] secrets =
        may.keySet().stream()
            .map(roles -> file.create("of-" + roles.hashCode(), roles, 0).secret())
            .toArray(String[]::new);
    try (LiveServer server = new LiveServer(options)) {
      int next = 0;
      for (List<String> expected : may.values()) {
        String body =
            server
                .send(
                    "GET",
                    "/team/traces/ui-api/1/me",
                    "",
                    "Authorization",
                    "Bearer " + secrets[next++])
                .body();
        assertThat(JsonReader.read(body)).isEqualTo(Map.of("may", expected));
      }
    }
  }
}
