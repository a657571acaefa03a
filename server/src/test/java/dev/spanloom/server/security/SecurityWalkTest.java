package dev.spanloom.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.spanloom.server.LiveServer;
import dev.spanloom.server.ServerOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route that is registered refuses who has no token, or one of a wrong role. */
class SecurityWalkTest {
  @TempDir Path folder;

  private final Map<Role, String> tokens = new EnumMap<>(Role.class);
  private LiveServer server;

  /** A way to call a route. */
  private static final RouteRoles ROLES = new RouteRoles("/");

  /** Pages and their files, in which there is no trace; and what asks whether the server lives. */
  private static final Set<String> OPEN =
      Set.of(
          "/health",
          "/ready",
          "/",
          "/index.html",
          "/experiments",
          "/experiments/x",
          "/traces/x",
          "/file",
          "/assets/x",
          "/favicon.svg",
          "/viewer.html",
          "/THIRD-PARTY-NOTICES.txt",
          "/config.json");

  private record Call(HttpMethod method, Route route) {
    String path() {
      return route.patternString().replaceAll("[{:][^/]*", "x");
    }

    @Override
    public String toString() {
      return method + " " + route.patternString();
    }
  }

  @BeforeEach
  void start() {
    TokenFile file = new TokenFile(folder.resolve("tokens.json"));
    for (Role role : Role.values()) {
      tokens.put(role, file.create(role.toString(), Set.of(role), 0).secret());
    }
    server = new LiveServer(ServerOptions.builder().tokenFile(file.path()).build());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    server
        .routes()
        .forEach(route -> route.methods().forEach(method -> calls.add(new Call(method, route))));
    return calls;
  }

  private int status(Call call, String... headers) {
    return server.send(call.method().name(), call.path(), "{}", headers).statusCode();
  }

  private int status(Call call, Role role) {
    return status(call, "Authorization", "Bearer " + tokens.get(role));
  }

  @Test
  void noRouteButThoseOfHealthAndPagesAnswersWithoutAToken() {
    assertThat(calls()).hasSizeGreaterThan(15);
    for (Call call : calls()) {
      if (OPEN.contains(call.path())) {
        assertThat(status(call)).as("%s", call).isIn(200, 404);
      } else {
        assertThat(status(call)).as("%s", call).isEqualTo(401);
        assertThat(status(call, "Authorization", "Bearer nonsense")).as("%s", call).isEqualTo(401);
      }
    }
  }

  @Test
  void everyRouteRefusesTheRolesThatAreNotEntered() {
    for (Call call : calls()) {
      if (ROLES.isOpen(call.method(), call.route())) {
        continue;
      }
      for (Role role : Role.values()) {
        boolean may = role == Role.ADMIN || ROLES.of(call.method(), call.route()).contains(role);
        if (may) {
          assertThat(status(call, role)).as("%s as %s", call, role).isNotIn(401, 403);
        } else {
          assertThat(status(call, role)).as("%s as %s", call, role).isEqualTo(403);
        }
      }
    }
  }

  @Test
  void noRouteIsForgotten() {
    assertThat(calls()).allMatch(call -> ROLES.isEntered(call.method(), call.route()));
  }

  @Test
  void onlyHarmlessRoutesAreOpenToAnyToken() {
    assertThat(calls())
        .filteredOn(call -> ROLES.of(call.method(), call.route()).size() == 3)
        .extracting(Call::toString)
        .allMatch(
            call ->
                call.matches(
                    "GET (/version|.*/server-features|.*/server-info|.*/experiments/get.*)"));
  }

  @Test
  void pathsThatNoRouteHasAreTheAdminsAlone() {
    for (String path : List.of("/nowhere", "/api/2.0/mlflow/secrets", "/", "/v1/")) {
      assertThat(server.send("POST", path, "{}").statusCode()).as(path).isEqualTo(401);
      assertThat(
              server
                  .send("POST", path, "{}", "Authorization", "Bearer " + tokens.get(Role.READ))
                  .statusCode())
          .as(path)
          .isEqualTo(403);
    }
    assertThat(
            server
                .send("GET", "/nowhere", "", "Authorization", "Bearer " + tokens.get(Role.ADMIN))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void otherMethodsOfARouteAreRefusedToo() {
    for (String method : List.of("DELETE", "PUT", "OPTIONS", "HEAD")) {
      assertThat(server.send(method, "/v1/traces", "").statusCode()).as(method).isEqualTo(401);
    }
  }

  @Test
  void aTokenOfOneRoleDoesWhatItsClientNeedsAndNoMore() {
    Route delete = Route.builder().path("/api/3.0/mlflow/traces/delete-traces").build();
    Route search = Route.builder().path("/ajax-api/3.0/mlflow/traces/search").build();
    Route assess = Route.builder().path("/api/3.0/mlflow/traces/{id}/assessments").build();
    Route otlp = Route.builder().path("/v1/traces").build();
    Route artifact = Route.builder().path("/api/2.0/mlflow-artifacts/artifacts/{*path}").build();
    Route update = Route.builder().path("/api/2.0/mlflow/experiments/update").build();

    assertThat(ROLES.of(HttpMethod.POST, delete)).isEmpty();
    assertThat(ROLES.of(HttpMethod.POST, update)).isEmpty();
    assertThat(ROLES.of(HttpMethod.POST, search)).containsExactly(Role.READ);
    assertThat(ROLES.of(HttpMethod.POST, assess)).containsExactly(Role.ASSESS);
    assertThat(ROLES.of(HttpMethod.POST, otlp)).containsExactly(Role.INGEST);
    assertThat(ROLES.of(HttpMethod.PUT, artifact)).containsExactly(Role.INGEST);
    assertThat(ROLES.of(HttpMethod.DELETE, artifact)).isEmpty();
  }
}
