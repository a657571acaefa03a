package dev.spanloom.storage.sqlite;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.StorageException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * All changes of a file, made by one thread: what waits goes into one transaction, and is
 * acknowledged when that is on the disk. A change that is refused is rolled back alone.
 * Thread-safe; owns the thread and the writing connection.
 */
final class GroupCommit implements AutoCloseable {
  private static final int MAX_GROUP = 256;
  private static final Pending<?> STOP = new Pending<>(sql -> "");

  private final Connections connections;
  private final Sql sql;
  private final BlockingQueue<Pending<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private boolean closed;

  GroupCommit(Connections connections, Sql sql) {
    this.connections = connections;
    this.sql = sql;
    this.thread = new Thread(this::run, "spanloom-sqlite-writer");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** A change, within the transaction. */
  interface Change<T> {
    T apply(Sql sql) throws SQLException;
  }

  /** A change that waits, and its outcome. */
  private static final class Pending<T> {
    private final Change<T> change;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private @Nullable T result;
    private @Nullable RuntimeException refusal;

    private Pending(Change<T> change) {
      this.change = change;
    }

    private void apply(Sql sql, Connections connections) throws SQLException {
      result = null;
      refusal = null;
      sql.execute("SAVEPOINT change");
      try {
        result = change.apply(sql);
      } catch (RuntimeException e) {
        // whatever it is, it is of this change and not of those beside it
        sql.execute("ROLLBACK TO change");
        refusal = e;
      } catch (SQLException e) {
        if (!Connections.isAboutValues(e)) {
          throw e;
        }
        sql.execute("ROLLBACK TO change");
        refusal = connections.failed("write", e);
      }
      sql.execute("RELEASE change");
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

  /** Makes a change and returns once it is durable. */
  <T> T change(Change<T> change) {
    Pending<T> pending = new Pending<>(change);
    synchronized (queue) {
      // nothing may come behind the mark that stops the thread: nobody would answer it
      if (closed) {
        throw new StorageException("the store was closed");
      }
      queue.add(pending);
    }
    try {
      return pending.outcome.get();
    } catch (InterruptedException e) {
      // the change may be made all the same; whoever repeats it changes nothing
      Thread.currentThread().interrupt();
      throw new StorageException("interrupted while waiting for the disk", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MlflowException refused) {
        throw new MlflowException(
            refused.errorCode(), String.valueOf(refused.getMessage()), refused);
      }
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new IllegalArgumentException(refused.getMessage(), refused);
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StorageException(String.valueOf(cause.getMessage()), cause);
    }
  }

  private void run() {
    boolean more = true;
    while (more) {
      List<Pending<?>> group = new ArrayList<>();
      try {
        group.add(queue.take());
      } catch (InterruptedException e) {
        continue;
      }
      queue.drainTo(group, MAX_GROUP);
      more = !group.remove(STOP);
      commit(group);
    }
  }

  private void commit(List<Pending<?>> group) {
    if (group.isEmpty()) {
      return;
    }
    try {
      sql.execute("BEGIN IMMEDIATE");
      for (Pending<?> pending : group) {
        pending.apply(sql, connections);
      }
      sql.execute("COMMIT");
      group.forEach(Pending::acknowledge);
    } catch (SQLException e) {
      rollBack();
      fail(group, connections.failed("write", e));
    } catch (RuntimeException | Error e) {
      rollBack();
      fail(group, new StorageException("cannot write: " + e, e));
    }
  }

  private static void fail(List<Pending<?>> group, StorageException failure) {
    group.forEach(pending -> pending.outcome.completeExceptionally(failure));
  }

  private void rollBack() {
    try {
      sql.execute("ROLLBACK");
    } catch (SQLException e) {
      // there was no transaction, or it is gone with the failure
      System.getLogger(GroupCommit.class.getName())
          .log(System.Logger.Level.DEBUG, "nothing to roll back", e);
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
    try {
      thread.join();
      sql.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw connections.failed("close", e);
    }
  }
}
