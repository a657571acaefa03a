package dev.spanloom.storage.sql.store;

import dev.spanloom.storage.ArtifactStore;
import dev.spanloom.storage.AssessmentStore;
import dev.spanloom.storage.ExperimentStore;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.TraceArchive;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceMetrics;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.internal.write.GroupCommit;
import dev.spanloom.storage.sql.internal.write.StoredChange;
import dev.spanloom.storage.sql.metrics.SqlMetrics;
import dev.spanloom.storage.sql.search.SqlSearch;
import java.util.function.Consumer;

/**
 * A store over the tables of an engine. Thread-safe; owns the engine and the thread that writes.
 */
public final class SqlTraceStore implements TraceStore {
  private static final System.Logger LOG = System.getLogger(SqlTraceStore.class.getName());

  private static final long SOON_MILLIS = 20_000;

  private final Engine engine;
  private final GroupCommit writer;
  private final StoredChange changes;
  private final SqlSearch search;

  private SqlTraceStore(Engine engine) {
    this.engine = engine;
    this.writer = new GroupCommit(engine);
    this.changes = new StoredChange(engine, writer);
    this.search = new SqlSearch(engine);
  }

  /** Opens a store whose tables are there, in the newest version. */
  public static SqlTraceStore open(Engine engine) {
    SqlTraceStore store = new SqlTraceStore(engine);
    try {
      store.writer.start();
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    return store;
  }

  /**
   * Does something long behind the opening, such as a migration, on a thread of its own; it ends
   * when the store is closed, and has to go on from there the next time. What is over soon is
   * waited for.
   */
  public void behind(String threadName, Consumer<Engine.Changes> work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.accept(writer);
              } catch (StorageException e) {
                LOG.log(System.Logger.Level.INFO, threadName + " was interrupted", e);
              }
            },
            threadName);
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(SOON_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String description() {
    return engine.description();
  }

  @Override
  public TraceWriter writer() {
    return writer;
  }

  @Override
  public TraceReader reader() {
    return new SqlReader(engine);
  }

  @Override
  public TraceSearch search() {
    return search;
  }

  @Override
  public AssessmentStore assessments() {
    return new SqlAssessments(changes);
  }

  @Override
  public TagStore tags() {
    return new SqlTags(changes);
  }

  @Override
  public ExperimentStore experiments() {
    return new SqlExperiments(engine, writer);
  }

  @Override
  public TraceDeletion deletion() {
    return new SqlDeletion(engine, writer, search::visitMatching);
  }

  @Override
  public TraceMetrics metrics() {
    return new SqlMetrics(engine, search);
  }

  @Override
  public TraceArchive archive() {
    return new SqlArchive(engine, writer, search::visitMatching);
  }

  @Override
  public ArtifactStore artifacts() {
    return new SqlArtifacts(engine, writer);
  }

  @Override
  public StoreHealth health() {
    return new SqlHealth(engine, writer);
  }

  @Override
  public void close() {
    writer.close();
    engine.close();
  }
}
