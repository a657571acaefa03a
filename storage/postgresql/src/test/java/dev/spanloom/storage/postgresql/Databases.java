package dev.spanloom.storage.postgresql;

import dev.spanloom.testpostgresql.PostgresServer;

/** Databases with empty tables of ours: copies of one, which is faster than making the tables. */
final class Databases {
  private static final String ORIGINAL = original();

  private Databases() {}

  private static String original() {
    String uri = PostgresServer.shared().newDatabase();
    PostgresTraceStore.open(uri).close();
    return uri;
  }

  /** The URI of a new one. */
  static String next() {
    return PostgresServer.shared().copyOf(ORIGINAL);
  }
}
