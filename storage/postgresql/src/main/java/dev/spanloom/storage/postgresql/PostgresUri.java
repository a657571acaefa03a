package dev.spanloom.storage.postgresql;

import dev.spanloom.entities.MlflowException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Where a database is, and how to use it. Immutable.
 *
 * @param servers such as {@code db.example.org:5432}; several with commas between
 * @param database its name
 * @param user null for the one of this process
 * @param password null when there is none here; the driver then looks into {@code ~/.pgpass}
 * @param schema where our tables are
 * @param partitionDays how many days of payloads share a partition
 * @param readers how many connections read at once
 * @param driverOptions what the driver is told
 */
record PostgresUri(
    String servers,
    String database,
    @Nullable String user,
    @Nullable String password,
    String schema,
    int partitionDays,
    int readers,
    Map<String, String> driverOptions) {
  static final String DEFAULT_SCHEMA = "spanloom";
  static final int DEFAULT_PARTITION_DAYS = 7;
  static final int DEFAULT_READERS = 8;

  private static final String FORM =
      "postgresql://user:password@host:port/database?schema=" + DEFAULT_SCHEMA;

  private static final Pattern URI =
      Pattern.compile(
          "(?:jdbc:postgresql|postgresql|postgres):(?://(?:(?<login>.*)@)?(?<servers>[^@/?]*)/)?"
              + "(?<database>[^/?]*)(?:\\?(?<options>.*))?");

  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\[\\],\\s]+)(:\\d{1,5})?");

  private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,50}");

  /** Options whose names in libpq are others. */
  private static final Map<String, String> NAMES_OF_DRIVER =
      Map.of("application_name", "ApplicationName", "connect_timeout", "connectTimeout");

  private static final Map<String, String> DEFAULTS_OF_DRIVER =
      Map.of("ApplicationName", "spanloom", "connectTimeout", "10", "tcpKeepAlive", "true");

  /** What would move tables or transactions from under us, and what to do instead. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "currentSchema", "use schema=NAME",
          "autosave", "leave it out",
          "readOnly", "leave it out",
          "preferQueryMode", "leave it out");

  PostgresUri {
    driverOptions = Map.copyOf(driverOptions);
  }

  static PostgresUri parse(String uri) {
    return parse(uri, System::getenv);
  }

  /**
   * Reads {@code postgresql://user:password@host:port/database?option=value&…}; {@code postgres:}
   * and {@code jdbc:postgresql:} mean the same.
   *
   * @param environment gives {@code PGUSER} and {@code PGPASSWORD} where the URI has none
   * @throws MlflowException with INVALID_PARAMETER_VALUE; there is no password in the message
   */
  static PostgresUri parse(String uri, Function<String, @Nullable String> environment) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches() || matcher.group("database").isBlank()) {
      throw wrong(uri, "its form");
    }
    Map<String, String> options = options(uri, matcher.group("options"));
    String user = options.remove("user");
    String password = options.remove("password");
    String login = matcher.group("login");
    if (login != null) {
      int colon = login.indexOf(':');
      user = decoded(uri, colon < 0 ? login : login.substring(0, colon));
      password = colon < 0 ? password : decoded(uri, login.substring(colon + 1));
    }
    return new PostgresUri(
        servers(uri, matcher.group("servers")),
        decoded(uri, matcher.group("database")),
        emptyToNull(user == null ? environment.apply("PGUSER") : user),
        emptyToNull(password == null ? environment.apply("PGPASSWORD") : password),
        schema(options.remove("schema")),
        number("partition_days", options.remove("partition_days"), DEFAULT_PARTITION_DAYS, 3650),
        number("readers", options.remove("readers"), DEFAULT_READERS, 1000),
        driverOptions(options));
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static String servers(String uri, @Nullable String servers) {
    if (servers == null || servers.isEmpty()) {
      return "localhost";
    }
    for (String server : servers.split(",", -1)) {
      if (!SERVER.matcher(server).matches()) {
        throw wrong(uri, "the server \"" + withoutPassword(server) + "\"");
      }
    }
    return servers;
  }

  private static String schema(@Nullable String schema) {
    if (schema == null) {
      return DEFAULT_SCHEMA;
    }
    if (!SCHEMA.matcher(schema).matches() || schema.startsWith("pg_")) {
      throw MlflowException.invalidParameter(
          "schema: \""
              + schema
              + "\" (expected: up to 51 small letters, digits and _, the first no digit, such as "
              + DEFAULT_SCHEMA
              + ")");
    }
    return schema;
  }

  private static int number(String name, @Nullable String text, int byDefault, int most) {
    if (text == null) {
      return byDefault;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw MlflowException.invalidParameter(
        name + ": \"" + text + "\" (expected: a number from 1 to " + most + ")");
  }

  private static Map<String, String> options(String uri, @Nullable String text) {
    Map<String, String> options = new LinkedHashMap<>();
    if (text == null || text.isEmpty()) {
      return options;
    }
    for (String option : text.split("&", -1)) {
      int equals = option.indexOf('=');
      if (equals <= 0) {
        throw wrong(uri, "its options");
      }
      options.put(
          decoded(uri, option.substring(0, equals)), decoded(uri, option.substring(equals + 1)));
    }
    return options;
  }

  private static Map<String, String> driverOptions(Map<String, String> options) {
    Map<String, String> known = new LinkedHashMap<>(DEFAULTS_OF_DRIVER);
    options.forEach(
        (name, value) -> {
          String driverName = NAMES_OF_DRIVER.getOrDefault(name, name);
          String refused = REFUSED.get(driverName);
          if (refused != null) {
            throw MlflowException.invalidParameter(
                "option " + name + " is not allowed: " + refused);
          }
          if (PGProperty.forName(driverName) == null) {
            throw MlflowException.invalidParameter(
                "option \""
                    + name
                    + "\" (expected: schema, partition_days, readers, or one of the PostgreSQL JDBC"
                    + " driver such as sslmode)");
          }
          known.put(driverName, value);
        });
    return known;
  }

  /** A plus is a plus here, as in libpq. */
  private static String decoded(String uri, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong(uri, "a % that two hexadecimal digits do not follow");
    }
  }

  private static MlflowException wrong(String uri, String what) {
    return MlflowException.invalidParameter(
        "store: \"" + withoutSecrets(uri) + "\": wrong is " + what + " (expected: " + FORM + ")");
  }

  /** For messages. Rather too much is hidden than too little. */
  static String withoutSecrets(String uri) {
    String hidden =
        uri.replaceFirst("(?s)://[^/]*:.*@", "://***@")
            .replaceAll("(?i)(pass[a-z]*=)[^&]*", "$1***");
    int servers = hidden.indexOf("://") + 3;
    return servers < 3
        ? hidden
        : hidden.substring(0, servers) + withoutPassword(hidden.substring(servers));
  }

  /** What stands in the place of a port and is none may be a password. */
  private static String withoutPassword(String servers) {
    return servers.replaceFirst("(?s)^([^/:?]*):(?!\\d{1,5}(?:[/?,]|$))[^/?]*", "$1:***");
  }

  /** The place for people: without user and password. */
  String description() {
    return "postgresql://"
        + servers
        + "/"
        + database
        + (schema.equals(DEFAULT_SCHEMA) ? "" : "?schema=" + schema);
  }

  /** Its form is checked; some are words of SQL. */
  String quotedSchema() {
    return '"' + schema + '"';
  }

  String jdbcUrl() {
    return "jdbc:postgresql://"
        + servers
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return description();
  }
}
