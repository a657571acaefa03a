package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All changes of a store by this process, made by one thread: what waits goes into one transaction,
 * and is acknowledged when that is durable. A change that is refused is rolled back alone. When
 * nobody waits, the thread does what was put off until after the acknowledgement. Thread-safe; owns
 * the thread and the writing connection.
 */
public final class GroupCommit implements TraceWriter, Engine.Changes, AutoCloseable {
  private static final long IDLE_MILLIS = 500;

  /**
   * So long nobody comes before the work behind the acknowledgement is begun: those who were just
   * answered are soon back, and would wait for a step that costs as much as a small write.
   */
  private static final long QUIET_MILLIS = 20;

  /** So many transactions go before that work when there is always somebody waiting, ... */
  private static final int COMMITS_PER_STEP = 100;

  private static final Pending<?> STOP = new Pending<>(sql -> "", null);

  private final Engine engine;
  private final WriterState state;
  private final BackgroundWork background;
  private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
  private final Gathering<Pending<?>> gathering = new Gathering<>(queue);
  private final Thread thread;
  private @Nullable DictionaryTraining training;
  private final WordSets wordSets = new WordSets();
  private final Failures failures = new Failures();
  private @Nullable Sql connection;
  private boolean closed;

  /** Why the thread is gone though nobody closed the store. */
  private @Nullable StorageException ended;

  public GroupCommit(Engine engine) {
    this.engine = engine;
    this.state = new WriterState(engine);
    this.background = new BackgroundWork(state);
    this.thread = new Thread(this::run, "spanloom-store-writer");
    thread.setDaemon(true);
  }

  public void start() {
    engine.read(state::recall);
    thread.start();
  }

  /** A change that waits, and its outcome. */
  private static final class Pending<T> {
    private final Engine.GroupChange<T> change;
    private final GroupWrite.@Nullable Prepared batch;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException refusal;

    private Pending(Engine.GroupChange<T> change, GroupWrite.@Nullable Prepared batch) {
      this.change = change;
      this.batch = batch;
    }

    @SuppressWarnings("NullAway") // the result is set whenever there is no refusal
    private void acknowledge() {
      if (refusal != null) {
        outcome.completeExceptionally(refusal);
      } else {
        outcome.complete(result);
      }
    }
  }

  /** Writes a batch and returns once it is durable. Batches that wait are written as one. */
  @Override
  public WriteResult write(WriteBatch written) {
    return submit(prepared(written));
  }

  /** All that is to be done before the transaction is done when this returns. */
  @Override
  public CompletableFuture<WriteResult> begin(WriteBatch written) {
    Pending<WriteResult> pending = prepared(written);
    enqueue(pending);
    return pending.outcome.handle(
        (result, failure) -> {
          if (failure != null) {
            throw rethrown(failure);
          }
          return result;
        });
  }

  private Pending<WriteResult> prepared(WriteBatch written) {
    GroupWrite.Prepared batch =
        GroupWrite.Prepared.of(written, state.payloads(), engine.dialect(), wordSets);
    return new Pending<>(
        sql -> {
          new GroupWrite(sql, state).write(List.of(batch));
          return batch.batch().result();
        },
        batch);
  }

  /** Makes a change and returns once it is durable. */
  @Override
  public <T> T change(Engine.GroupChange<T> change) {
    return submit(new Pending<>(change, null));
  }

  /** Changes what is said of traces; all that depends on it follows. Within a change. */
  public void write(Sql sql, List<TraceUnit> units) throws SQLException {
    new TraceWrite(sql, state).write(units);
  }

  /** Deletes traces and all that is of them. Within a change. */
  public TraceRemoval.Removed remove(Sql sql, Collection<Long> traceNos) throws SQLException {
    return TraceRemoval.remove(sql, state, traceNos);
  }

  /** Moves the postings of the newest traces to all others. Within a change. */
  boolean mergePostings(Sql sql) throws SQLException {
    state.freshPostings().merge(sql);
    return true;
  }

  private void enqueue(Pending<?> pending) {
    synchronized (queue) {
      // nothing may come behind the mark that stops the thread: nobody would answer it
      if (ended != null) {
        throw new StorageException(String.valueOf(ended.getMessage()), ended);
      }
      if (closed) {
        throw new StorageException("the store was closed");
      }
      queue.add(pending);
    }
    gathering.arrived();
  }

  private <T> T submit(Pending<T> pending) {
    enqueue(pending);
    try {
      return pending.outcome.get();
    } catch (InterruptedException e) {
      // the change may be made all the same; whoever repeats it changes nothing
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while waiting for the store", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause() == null ? e : e.getCause());
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof MlflowException refused) {
      return new MlflowException(
          refused.errorCode(), String.valueOf(refused.getMessage()), refused);
    }
    if (cause instanceof IllegalArgumentException refused) {
      return new IllegalArgumentException(refused.getMessage(), refused);
    }
    return new StorageException(String.valueOf(cause.getMessage()), cause);
  }

  private void run() {
    List<Pending<?>> group = new ArrayList<>();
    try {
      serve(group);
    } catch (RuntimeException | Error e) {
      end(group, e);
    }
  }

  /** Answers all that wait and all to come: without the thread they would wait for ever. */
  private void end(List<Pending<?>> group, Throwable cause) {
    StorageException failure =
        new StorageException(
            "the writer of "
                + engine.description()
                + " ended, after "
                + cause
                + "; close the store and open it again",
            cause);
    synchronized (queue) {
      closed = true;
      ended = failure;
      queue.drainTo(group);
    }
    fail(group, failure);
    engineClose();
  }

  /**
   * Serves those that wait until the store is closed.
   *
   * @param group those that are served right now
   */
  private void serve(List<Pending<?>> group) {
    boolean more = true;
    int commits = 0;
    long idleMillis = 0;
    while (more) {
      group.clear();
      try {
        Pending<?> first = queue.poll(idleMillis, TimeUnit.MILLISECONDS);
        if (first == null) {
          idleMillis = step() ? 0 : IDLE_MILLIS;
          commits = 0;
          continue;
        }
        group.add(first);
        gathering.gather(group);
      } catch (InterruptedException e) {
        if (group.isEmpty()) {
          continue;
        }
      }
      more = !group.remove(STOP);
      commit(group);
      gathering.done();
      idleMillis = QUIET_MILLIS;
      if (more && (++commits >= COMMITS_PER_STEP || background.isStepFull())) {
        step();
        commits = 0;
      }
    }
    engineClose();
  }

  /** Does some of what was put off; true when there is more of it. */
  private boolean step() {
    try {
      Sql sql = open();
      train(sql);
      if (!background.hasWork(sql)) {
        return false;
      }
      sql.execute(engine.beginSql());
      boolean more = background.step(sql);
      sql.execute("COMMIT");
      failures.over();
      return more;
    } catch (SQLException | RuntimeException | Error e) {
      // an Error too, such as too little memory: without this thread every writer would wait for
      // ever
      failures.say("indexing of " + engine.description() + " failed; it is tried again", e);
      takeBack(e);
      return false;
    }
  }

  /** Learns what spans have in common, once there are enough of them. */
  private void train(Sql sql) throws SQLException {
    if (training == null
        && (state.payloads().isPlain() || state.texts().isPlain())
        && DictionaryTraining.isDue(sql)) {
      training = new DictionaryTraining(engine, this, state);
      training.start();
    }
  }

  private void commit(List<Pending<?>> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      try {
        transact(group);
      } catch (SQLException e) {
        if (!engine.isPassing(e)) {
          throw e;
        }
        takeBack(e);
        transact(group);
      }
      group.forEach(Pending::acknowledge);
    } catch (SQLException e) {
      takeBack(e);
      fail(group, engine.failed("write", e));
    } catch (StorageException e) {
      takeBack(e);
      fail(group, e);
    } catch (RuntimeException | Error e) {
      takeBack(e);
      fail(group, new StorageException("cannot write: " + e, e));
    }
  }

  private void transact(List<Pending<?>> group) throws SQLException {
    if (!transactTogether(group)) {
      transactApart(group);
    }
  }

  /**
   * Writes a group of batches without the means to take back one of them, which cost a copy of all
   * that changes. False when one is refused, which is rare: then nothing is written.
   */
  private boolean transactTogether(List<Pending<?>> group) throws SQLException {
    List<GroupWrite.Prepared> batches = batches(group);
    if (batches.size() < group.size()) {
      return false;
    }
    Sql sql = open();
    sql.execute(engine.beginSql());
    try {
      new GroupWrite(sql, state).write(batches);
    } catch (RuntimeException e) {
      takeBack(e);
      return false;
    } catch (SQLException e) {
      if (!engine.isAboutValues(e)) {
        throw e;
      }
      takeBack(e);
      return false;
    }
    sql.execute("COMMIT");
    setResults(group);
    return true;
  }

  private static List<GroupWrite.Prepared> batches(List<Pending<?>> group) {
    List<GroupWrite.Prepared> batches = new ArrayList<>(group.size());
    for (Pending<?> pending : group) {
      if (pending.batch != null) {
        batches.add(pending.batch);
      }
    }
    return batches;
  }

  @SuppressWarnings("unchecked") // a pending batch has a WriteResult
  private static void setResults(List<Pending<?>> written) {
    for (Pending<?> pending : written) {
      if (pending.batch != null) {
        ((Pending<WriteResult>) pending).result = pending.batch.batch().result();
      }
    }
  }

  private void transactApart(List<Pending<?>> group) throws SQLException {
    Sql sql = open();
    sql.execute(engine.beginSql());
    int i = 0;
    while (i < group.size()) {
      List<Pending<?>> batches = new ArrayList<>();
      while (i < group.size() && group.get(i).batch != null) {
        batches.add(group.get(i++));
      }
      if (batches.size() > 1 && !writeAsOne(sql, batches)) {
        for (Pending<?> batch : batches) {
          apply(sql, batch);
        }
      } else if (batches.size() == 1) {
        apply(sql, batches.get(0));
      }
      if (i < group.size()) {
        apply(sql, group.get(i++));
      }
    }
    sql.execute("COMMIT");
  }

  private boolean writeAsOne(Sql sql, List<Pending<?>> batches) throws SQLException {
    List<GroupWrite.Prepared> prepared = batches(batches);
    Pending<Boolean> all =
        new Pending<>(
            s -> {
              new GroupWrite(s, state).write(prepared);
              return true;
            },
            null);
    apply(sql, all);
    if (all.refusal != null) {
      return false;
    }
    setResults(batches);
    return true;
  }

  private <T> void apply(Sql sql, Pending<T> pending) throws SQLException {
    pending.result = null;
    pending.refusal = null;
    sql.execute("SAVEPOINT change");
    try {
      pending.result = pending.change.apply(sql);
    } catch (RuntimeException e) {
      // whatever it is, it is of this change and not of those beside it
      pending.refusal = e;
    } catch (SQLException e) {
      if (!engine.isAboutValues(e)) {
        throw e;
      }
      pending.refusal = engine.failed("write", e);
    }
    if (pending.refusal != null) {
      sql.execute("ROLLBACK TO SAVEPOINT change");
      forget();
    }
    sql.execute("RELEASE SAVEPOINT change");
  }

  private static void fail(List<Pending<?>> group, StorageException failure) {
    group.forEach(pending -> pending.outcome.completeExceptionally(failure));
  }

  private Sql open() {
    Sql sql = connection;
    if (sql == null) {
      sql = engine.openWriter();
      connection = sql;
    }
    return sql;
  }

  /** Rolls back; a connection that cannot even do that is left, and another one is opened later. */
  private void takeBack(Throwable failure) {
    forget();
    Sql sql = connection;
    if (sql == null) {
      return;
    }
    try {
      if (sql.inTransaction()) {
        sql.execute("ROLLBACK");
      }
      if (failure instanceof SQLException e && engine.isPassing(e)) {
        leave(sql);
      }
    } catch (SQLException e) {
      failure.addSuppressed(e); // some databases roll back by themselves, and then have nothing to
      if (engine.isPassing(e)) {
        leave(sql);
      }
    }
  }

  private void forget() {
    state.forget();
  }

  private void leave(Sql sql) {
    connection = null;
    try {
      sql.close();
    } catch (SQLException e) {
      System.getLogger(GroupCommit.class.getName())
          .log(System.Logger.Level.DEBUG, "closing a broken connection failed", e);
    }
  }

  private void engineClose() {
    Sql sql = connection;
    if (sql != null) {
      leave(sql);
    }
  }

  @Override
  public void close() {
    synchronized (queue) {
      if (closed) {
        return;
      }
      closed = true;
      queue.add(STOP);
    }
    gathering.arrived();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    state.close();
  }
}
