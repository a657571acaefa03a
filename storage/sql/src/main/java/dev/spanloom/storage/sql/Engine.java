package dev.spanloom.storage.sql;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceDeletion;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The connections of an engine. Thread-safe; owns them. */
public interface Engine extends AutoCloseable {
  /** What {@link #maxRolledUpNames} is but in tests. */
  int MAX_ROLLED_UP_NAMES = 2_000;

  Dialect dialect();

  /**
   * So many names of the traces of an experiment have roll-ups of their own, and so many of its
   * spans; those that come later share theirs.
   */
  default int maxRolledUpNames() {
    return MAX_ROLLED_UP_NAMES;
  }

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

  /** Sizes and the like. */
  Medium medium(Sql sql) throws SQLException;

  /** Looks for damage of the medium; may read everything. */
  List<StoreHealth.Problem> checkMedium();

  /** Gives space back, in short changes that are made by the writer. */
  void compact(Changes changes, TraceDeletion.Progress progress);

  /**
   * True when a statement failed for what it was to write, or for the one thing that it looked at,
   * and others may succeed.
   */
  boolean isAboutValues(SQLException failure);

  /** True when the same transaction may succeed when it is tried again on a new connection. */
  boolean isPassing(SQLException failure);

  /** What went wrong, in words. */
  StorageException failed(String what, SQLException failure);

  @Override
  void close();

  /** Makes changes, each in a transaction of the writer. */
  interface Changes {
    <T> T change(GroupChange<T> change);
  }

  /** A change within a transaction. */
  interface GroupChange<T> {
    T apply(Sql sql) throws SQLException;
  }

  /**
   * Figures of the medium.
   *
   * @param totalBytes that it takes, as far as is known
   * @param reclaimableBytes of these, what compacting gives back
   * @param details further figures by name
   */
  record Medium(
      int schemaVersion, long totalBytes, long reclaimableBytes, Map<String, String> details) {}

  /** Something that reads. */
  interface Query<T> {
    T run(Sql sql) throws SQLException;
  }
}
