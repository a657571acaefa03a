package dev.spanloom.storage.sql;

import dev.spanloom.storage.StorageException;
import java.sql.SQLException;

/** The connections of an engine. Thread-safe; owns them. */
public interface Engine extends AutoCloseable {
  Dialect dialect();

  /** The kind and the place, without secrets. */
  String description();

  /** The kind and the version of the database. */
  String version(Sql sql) throws SQLException;

  /** A new connection for writing, which the caller owns. */
  Sql openWriter();

  /** What begins a transaction of a writer. */
  String beginSql();

  /** Runs a query in one read transaction, so that it sees one state. */
  <T> T read(Query<T> query);

  /** True when a statement failed for what it was to write, not for the medium. */
  boolean isAboutValues(SQLException failure);

  /** True when the same transaction may succeed when it is tried again on a new connection. */
  boolean isPassing(SQLException failure);

  /** What went wrong, in words. */
  StorageException failed(String what, SQLException failure);

  @Override
  void close();

  /** Something that reads. */
  interface Query<T> {
    T run(Sql sql) throws SQLException;
  }
}
