package dev.spanloom.storage.sql.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private final BlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
  private final Gathering<Integer> gathering = new Gathering<>(queue);

  private static List<Integer> groupOf(Gathering<Integer> gathering, BlockingQueue<Integer> queue)
      throws InterruptedException {
    List<Integer> group = new ArrayList<>();
    group.add(queue.take());
    gathering.gather(group);
    gathering.done();
    return group;
  }

  @Test
  void takesAllThatWait() throws Exception {
    queue.addAll(List.of(1, 2, 3, 4, 5));

    assertThat(groupOf(gathering, queue)).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void takesNoMoreThanAGroupAtOnce() throws Exception {
    for (int i = 0; i < 100; i++) {
      queue.add(i);
    }

    assertThat(groupOf(gathering, queue)).hasSize(64);
    assertThat(groupOf(gathering, queue)).hasSize(36);
  }

  @Test
  void waitsForNobodyWhenOneOrTwoWrite() throws Exception {
    for (int i = 0; i < 10; i++) {
      queue.addAll(List.of(1, 2));
      groupOf(gathering, queue);
      queue.add(3);
      groupOf(gathering, queue);
    }

    assertThat(gathering.waits()).isZero();
  }

  @Test
  void waitsForThoseWhoCameBefore() throws Exception {
    queue.addAll(List.of(1, 2, 3, 4));
    groupOf(gathering, queue);
    queue.add(1);

    groupOf(gathering, queue);

    assertThat(gathering.waits()).isPositive();
  }

  @Test
  void losesNobodyWhoComesWhileItWaits() throws Exception {
    List<FutureTask<Integer>> clients = new ArrayList<>();
    BlockingQueue<Integer> answered = new LinkedBlockingQueue<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Integer> client =
          new FutureTask<>(
              () -> {
                int answers = 0;
                while (answers < 200) {
                  queue.add(1);
                  gathering.arrived();
                  answers += answered.take();
                }
                return answers;
              });
      clients.add(client);
      new Thread(client).start();
    }
    for (int served = 0; served < 800; ) {
      List<Integer> group = groupOf(gathering, queue);
      served += group.size();
      answered.addAll(group);
    }

    for (FutureTask<Integer> client : clients) {
      assertThat(client.get(30, TimeUnit.SECONDS)).isEqualTo(200);
    }
  }

  @Test
  void soonForgetsThoseWhoStayAway() throws Exception {
    for (int i = 0; i < 60; i++) {
      queue.add(i);
    }
    groupOf(gathering, queue);
    for (int i = 0; i < 6; i++) {
      queue.add(i);
      groupOf(gathering, queue);
    }
    int before = gathering.waits();
    queue.add(1);

    groupOf(gathering, queue);

    assertThat(gathering.waits()).isEqualTo(before);
  }
}
