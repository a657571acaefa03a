package dev.spanloom.server.security;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which roles each route is open to, beside {@link Role#ADMIN}, who may do all. A route that is not
 * entered here is the admin's alone. Routes are compared by their patterns, never by what a client
 * sent; {@code *} stands for a parameter, {@code **} for the rest.
 */
final class RouteRoles {
  /** Open to everybody: what asks whether the server lives, and pages, which have no trace. */
  private static final Set<String> OPEN =
      Stream.of(
              "/health",
              "/ready",
              "/",
              "/index.html",
              "/experiments",
              "/experiments/**",
              "/traces/*",
              "/file",
              "/assets/*",
              "/favicon.svg",
              "/viewer.html",
              "/THIRD-PARTY-NOTICES.txt",
              "/config.json")
          .flatMap(path -> Stream.of("GET " + path, "HEAD " + path))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<Role> NONE = EnumSet.noneOf(Role.class);
  private static final Set<Role> INGEST = EnumSet.of(Role.INGEST);
  private static final Set<Role> READ = EnumSet.of(Role.READ);
  private static final Set<Role> ASSESS = EnumSet.of(Role.ASSESS);
  private static final Set<Role> INGEST_OR_ASSESS = EnumSet.of(Role.INGEST, Role.ASSESS);
  private static final Set<Role> ANY = EnumSet.of(Role.INGEST, Role.READ, Role.ASSESS);

  private static final Map<String, Set<Role>> TABLE = table();

  private final String base;

  /**
   * Makes it.
   *
   * @param base the path before all others, with slashes around it
   */
  RouteRoles(String base) {
    this.base = base;
  }

  private static Map<String, Set<Role>> table() {
    Map<String, Set<Role>> table = new HashMap<>();
    enter(
        table,
        ANY,
        "GET /version",
        "GET /api/2.0/mlflow/server-features",
        "GET /api/3.0/mlflow/server-info");
    enter(table, READ, "GET /metrics", "GET /get-artifact");
    enter(
        table,
        INGEST,
        "POST /v1/traces",
        "POST /opentelemetry.proto.collector.trace.v1.TraceService/Export");

    // what clients ask before they send
    enter(
        table,
        ANY,
        "GET /api/2.0/mlflow/experiments/get",
        "GET /api/2.0/mlflow/experiments/get-by-name");
    enter(
        table,
        INGEST,
        "POST /api/2.0/mlflow/experiments/create",
        "POST /api/2.0/mlflow/experiments/set-experiment-tag");
    enter(
        table,
        READ,
        "GET /api/2.0/mlflow/experiments/search",
        "POST /api/2.0/mlflow/experiments/search",
        "GET /api/2.0/mlflow/runs/get");

    enter(
        table,
        INGEST,
        "POST /api/3.0/mlflow/traces",
        "POST /api/3.0/spanloom/traces",
        "POST /api/2.0/mlflow/traces",
        "PATCH /api/2.0/mlflow/traces/*",
        "POST /api/2.0/mlflow/traces/link-to-run",
        "POST /api/2.0/mlflow/traces/link-prompts",
        "PUT /api/2.0/mlflow-artifacts/artifacts/**",
        "POST /api/2.0/mlflow-artifacts/mpu/create/**",
        "POST /api/2.0/mlflow-artifacts/mpu/complete/**",
        "POST /api/2.0/mlflow-artifacts/mpu/abort/**");
    enter(
        table,
        READ,
        "GET /api/3.0/mlflow/traces/*",
        "GET /api/3.0/mlflow/traces/get",
        "GET /api/3.0/mlflow/traces/batchGet",
        "POST /api/3.0/mlflow/traces/batchGetInfos",
        "POST /api/3.0/mlflow/traces/search",
        "POST /api/3.0/mlflow/traces/calculate-filter-correlation",
        "POST /api/3.0/mlflow/traces/metrics",
        "GET /api/2.0/mlflow/traces",
        "GET /api/2.0/mlflow/traces/*",
        "GET /api/2.0/mlflow/traces/*/info",
        "GET /api/2.0/mlflow/get-trace-artifact",
        "GET /api/3.0/mlflow/get-trace-artifact",
        "GET /api/2.0/mlflow-artifacts/artifacts",
        "GET /api/2.0/mlflow-artifacts/artifacts/**");
    enter(table, EnumSet.of(Role.READ, Role.ASSESS), "GET /api/3.0/mlflow/traces/*/assessments/*");
    enter(
        table,
        ASSESS,
        "POST /api/3.0/mlflow/traces/*/assessments",
        "PATCH /api/3.0/mlflow/traces/*/assessments/*",
        "DELETE /api/3.0/mlflow/traces/*/assessments/*");
    for (String version : List.of("2.0", "3.0")) {
      String tags = " /api/" + version + "/mlflow/traces/*/tags";
      enter(table, INGEST_OR_ASSESS, "PATCH" + tags);
      enter(table, ASSESS, "DELETE" + tags);
    }
    enter(
        table,
        NONE,
        "POST /api/2.0/mlflow/traces/delete-traces",
        "POST /api/3.0/mlflow/traces/delete-traces",
        "POST /api/2.0/mlflow/experiments/update",
        "POST /api/2.0/mlflow/experiments/delete",
        "POST /api/2.0/mlflow/experiments/restore",
        "POST /api/2.0/mlflow/experiments/delete-experiment-tag",
        "DELETE /api/2.0/mlflow-artifacts/artifacts/**");
    enterUi(table);
    return table;
  }

  /** The API of the web UI. */
  private static void enterUi(Map<String, Set<Role>> table) {
    String ui = " /ui-api/1/";
    for (String route :
        List.of(
            "traces/*",
            "traces/*/skeleton",
            "traces/*/spans/*",
            "traces/*/spans/*/value",
            "traces/*/find",
            "traces/*/export",
            "resolve",
            "keys",
            "values",
            "experiments",
            "me",
            "changes")) {
      enter(table, READ, "GET" + ui + route);
    }
    for (String route :
        List.of(
            "traces/search",
            "traces/count",
            "traces/histogram",
            "traces/facets",
            "traces/export",
            "sessions",
            "users",
            "metrics")) {
      enter(table, READ, "POST" + ui + route);
    }
    enter(table, INGEST_OR_ASSESS, "POST" + ui + "traces/tags");
    enter(table, NONE, "POST" + ui + "traces/delete");
    for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")) {
      enter(table, READ, method + " /ui-api/**"); // says that there is no such route
    }
  }

  /** Enters routes; what stands under /api stands under /ajax-api too. */
  private static void enter(Map<String, Set<Role>> table, Set<Role> roles, String... routes) {
    for (String route : routes) {
      table.put(route, roles);
      table.put(route.replace(" /api/", " /ajax-api/"), roles);
    }
  }

  /** Whether somebody thought of a route. */
  boolean isEntered(HttpMethod method, Route route) {
    return isOpen(method, route) || TABLE.containsKey(key(method, route));
  }

  boolean isOpen(HttpMethod method, Route route) {
    return OPEN.contains(key(method, route));
  }

  /** The roles that may, beside the admin. */
  Set<Role> of(HttpMethod method, Route route) {
    return of(key(method, route));
  }

  /** The roles that may ask a route, written as in the table, beside the admin. */
  static Set<Role> of(String route) {
    return TABLE.getOrDefault(route, NONE);
  }

  /** Whether one of the roles is needed, or is the admin's. */
  static boolean may(Set<Role> roles, Set<Role> needed) {
    return roles.contains(Role.ADMIN) || !Collections.disjoint(roles, needed);
  }

  private String key(HttpMethod method, Route route) {
    String pattern = route.patternString();
    if (!pattern.startsWith(base)) {
      return "";
    }
    pattern = pattern.substring(base.length() - 1);
    List<String> parts = new ArrayList<>();
    for (String part : pattern.split("/", -1)) {
      if (part.startsWith("{*") || part.startsWith(":*") || part.equals("**")) {
        parts.add("**");
      } else if (part.startsWith("{") || part.startsWith(":")) {
        parts.add("*");
      } else {
        parts.add(part);
      }
    }
    return method + " " + String.join("/", parts);
  }
}
