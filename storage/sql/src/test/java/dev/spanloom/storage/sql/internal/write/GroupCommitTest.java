package dev.spanloom.storage.sql.internal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.Experiment;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Tables;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread that writes ends, and nobody waits for it. */
@Timeout(120)
class GroupCommitTest {
  private static final String CAUSE = "no memory even to take it back";

  private final CountDownLatch opened = new CountDownLatch(1);
  private final CountDownLatch mayFail = new CountDownLatch(1);

  /** So many times what failed can be taken back, which the thread survives. */
  private final AtomicInteger survivable = new AtomicInteger();

  private final GroupCommit writer = new GroupCommit(engine());

  @AfterEach
  void close() {
    mayFail.countDown();
    writer.close();
  }

  private Engine engine() {
    Dialect dialect =
        fake(
            Dialect.class,
            method ->
                switch (method) {
                  case "postings" -> List.of(Tables.POSTINGS);
                  case "freshTraces" -> 0;
                  default -> null;
                });
    return fake(
        Engine.class,
        method ->
            switch (method) {
              case "dialect" -> dialect;
              case "description" -> "fake:store";
              case "maxRolledUpNames" -> Engine.MAX_ROLLED_UP_NAMES;
              case "read" -> true;
              case "openWriter" -> throw failure();
              default -> throw new UnsupportedOperationException(method);
            });
  }

  private Error failure() {
    opened.countDown();
    try {
      mayFail.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new OutOfMemoryError("no connection");
  }

  private interface Answer {
    Object to(String method);
  }

  private <T> T fake(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("forget") && survivable.getAndDecrement() <= 0) {
                throw new OutOfMemoryError(CAUSE);
              }
              return answer.to(method.getName());
            }));
  }

  private List<FutureTask<Boolean>> waiting(int count) throws InterruptedException {
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      FutureTask<Boolean> task = new FutureTask<>(() -> writer.change(sql -> true));
      Thread thread = new Thread(task);
      thread.start();
      long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (thread.getState() != Thread.State.WAITING) {
        assertThat(System.nanoTime()).as("a caller waits").isLessThan(limit);
        Thread.onSpinWait();
      }
      tasks.add(task);
    }
    return tasks;
  }

  private static void assertAnswered(List<FutureTask<Boolean>> tasks) {
    for (FutureTask<Boolean> task : tasks) {
      assertThatThrownBy(() -> task.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("fake:store")
          .hasMessageContaining(CAUSE)
          .hasMessageContaining("open it again");
    }
  }

  @Test
  void whoeverWaitsWhenTheThreadEndsIsAnswered() throws Exception {
    writer.start();
    opened.await(); // for the work behind
    List<FutureTask<Boolean>> tasks = waiting(3);
    mayFail.countDown();
    assertAnswered(tasks);
  }

  @Test
  void whoIsServedWhenTheThreadEndsIsAnswered() throws Exception {
    survivable.set(1); // the work behind
    writer.start();
    opened.await();
    List<FutureTask<Boolean>> tasks = waiting(3);
    mayFail.countDown();
    assertAnswered(tasks);
  }

  @Test
  void whoeverComesAfterItsEndIsAnsweredAtOnce() throws Exception {
    writer.start();
    opened.await();
    List<FutureTask<Boolean>> tasks = waiting(1);
    mayFail.countDown();
    assertAnswered(tasks);
    assertThatThrownBy(() -> writer.change(sql -> true))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(CAUSE);
  }

  @Test
  void aBatchThatWasBegunIsAnsweredToo() throws Exception {
    survivable.set(1); // the work behind
    writer.start();
    opened.await();
    WriteBatch batch = new WriteBatch(List.of(), List.of(), Experiment.DEFAULT_ID);
    List<CompletableFuture<WriteResult>> begun = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      begun.add(writer.begin(batch));
    }
    mayFail.countDown();
    for (CompletableFuture<WriteResult> outcome : begun) {
      assertThatThrownBy(() -> outcome.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(CAUSE);
    }
    assertThatThrownBy(() -> writer.begin(batch))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(CAUSE);
  }

  @Test
  void aFailureThatCanBeTakenBackEndsNothing() throws Exception {
    survivable.set(Integer.MAX_VALUE);
    writer.start();
    mayFail.countDown();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> writer.change(sql -> true))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("no connection");
    }
  }
}
