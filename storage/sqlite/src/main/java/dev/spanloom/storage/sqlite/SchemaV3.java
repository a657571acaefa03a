package dev.spanloom.storage.sqlite;

import java.util.List;

/** What version 3 adds to version 2. Never changed once released. */
final class SchemaV3 {
  static final List<String> TABLES =
      List.of(
          "CREATE TABLE fresh_postings (term_id INTEGER NOT NULL, trace_no INTEGER NOT NULL,"
              + " spans INTEGER NOT NULL, PRIMARY KEY (term_id, trace_no)) WITHOUT ROWID",
          "INSERT INTO counters SELECT 'merged_postings', value FROM counters WHERE name = 'trace_no'");

  private SchemaV3() {}
}
