package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.sql.DamagedException;
import java.sql.SQLException;
import java.util.Set;

/** What the SQLSTATE of a failure means for us, and for whoever reads the message. */
final class PostgresErrors {
  static final String SERIALIZATION_FAILURE = "40001";
  static final String DEADLOCK = "40P01";
  static final String LOCK_TIMEOUT = "55P03";

  /** Another connection may work at once; the state of this one, if any, is gone. */
  private static final Set<String> PASSING =
      Set.of(
          SERIALIZATION_FAILURE,
          DEADLOCK,
          "57P01", // the administrator ends the connection
          "57P02", // another process of the server crashed
          "57P03", // the server starts or stops
          "57P05", // idle session
          "25P03"); // idle transaction

  private PostgresErrors() {}

  static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  static boolean isPassing(SQLException failure) {
    String state = state(failure);
    return state.startsWith("08") || PASSING.contains(state) || isStalePlan(failure);
  }

  /** Tables were altered under a prepared statement. */
  private static boolean isStalePlan(SQLException failure) {
    return state(failure).equals("0A000")
        && String.valueOf(failure.getMessage()).contains("cached plan");
  }

  static boolean isAboutValues(SQLException failure) {
    String state = state(failure);
    return failure instanceof DamagedException
        || state.startsWith("22")
        || state.startsWith("23")
        || state.equals("54000");
  }

  /** What went wrong, in words; without the password, whoever put it there. */
  static StorageException failed(String what, PostgresUri uri, SQLException failure) {
    String said = String.valueOf(failure.getMessage());
    String password = uri.password();
    if (password != null && !password.isBlank()) {
      said = said.replace(password, "***");
    }
    return new StorageException(
        "cannot "
            + what
            + " "
            + uri.description()
            + ": "
            + advice(uri, failure)
            + " ("
            + said
            + ")",
        failure);
  }

  private static String advice(PostgresUri uri, SQLException failure) {
    String state = state(failure);
    return switch (state) {
      case "28P01", "28000" ->
          "the server refuses the login; check user and password (in the URI, in PGUSER and"
              + " PGPASSWORD, or in ~/.pgpass)";
      case "3D000" ->
          "there is no such database; make it: CREATE DATABASE \"" + uri.database() + "\"";
      case "42501" -> "the user lacks a right; docs/guide/postgresql.md lists those it needs";
      case "42P01", "3F000", "42703" ->
          "a table of Spanloom is missing or was changed; restore it from a backup, or use another"
              + " schema (schema=NAME)";
      case "25006" -> "the server takes no writes; connect to the primary";
      case "53100" -> "the disk of the server is full; make room, writing goes on by itself";
      case "53200" -> "the server is out of memory; see its log";
      case "53300" ->
          "the server has no connection left; raise max_connections, or lower readers= in the URI";
      case "55P03" ->
          "another process holds a lock for too long; let it finish, or end it, and try again";
      case "57014" -> "the server cancelled the statement; see statement_timeout";
      case "57P03" -> "the server starts or stops; try again, work goes on by itself";
      case "XX001", "XX002", "58030", "58P01" ->
          "the server reports damage; see its log, and restore a backup";
      default ->
          state.startsWith("08") || state.startsWith("57P")
              ? "the server does not answer; check that it runs and host and port are right, work"
                  + " goes on by itself"
              : "see the cause";
    };
  }
}
