package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/** The end of an application, in its order. */
public abstract class ShutdownContract extends BootContract {
  private final ExecutorService others = Executors.newCachedThreadPool();

  @AfterEach
  void endThreads() {
    others.shutdownNow();
  }

  private CompletableFuture<Void> closing(ConfigurableApplicationContext context) {
    return CompletableFuture.runAsync(context::close, others);
  }

  /** Counted down when the end of a context begins, which is before anything is stopped. */
  static CountDownLatch beginningOfTheEnd(ConfigurableApplicationContext context) {
    CountDownLatch begun = new CountDownLatch(1);
    context.addApplicationListener(
        event -> {
          if (event instanceof ContextClosedEvent) {
            begun.countDown();
          }
        });
    return begun;
  }

  private static KeptDestination destination(ConfigurableApplicationContext context) {
    return (KeptDestination) context.getBean(Destination.class);
  }

  private void aSlowRequestIsWritten(WebApplicationType type) throws Exception {
    ConfigurableApplicationContext context =
        start(type, EndingBeans.class, "server.shutdown=graceful");
    KeptDestination destination = destination(context);
    var resource = context.getBean(EndingBeans.Resource.class);
    var gate = context.getBean(WebBeans.Gate.class);
    var answer = CompletableFuture.supplyAsync(() -> get(context, "/slow").body(), others);
    gate.entered.await();
    CountDownLatch end = beginningOfTheEnd(context);
    var closing = closing(context);
    end.await();
    gate.open.countDown();
    assertThat(answer.get()).isEqualTo("slow");
    closing.get();
    assertThat(destination.names()).containsExactly("slow");
    assertThat(resource.writtenBeforeItsEnd).containsExactly("slow");
  }

  @Test
  void aRequestThatEndsDuringTheGracefulShutdownIsWrittenBeforeResourcesGo() throws Exception {
    aSlowRequestIsWritten(WebApplicationType.SERVLET);
  }

  @Test
  void aTaskThatEndsWhileTheExecutorIsWaitedForIsWrittenBeforeResourcesGo() throws Exception {
    ConfigurableApplicationContext context =
        start(
            EndingBeans.class,
            "spring.task.execution.shutdown.await-termination=true",
            "spring.task.execution.shutdown.await-termination-period=30s");
    KeptDestination destination = destination(context);
    var resource = context.getBean(EndingBeans.Resource.class);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    var task =
        TaskContextContract.executor(context)
            .submitCompletable(
                () -> {
                  try (var span = Mlflow.startSpan("task")) {
                    begun.countDown();
                    go.await();
                  }
                  return "done";
                });
    begun.await();
    CountDownLatch end = beginningOfTheEnd(context);
    var closing = closing(context);
    end.await();
    go.countDown();
    assertThat(task.get()).isEqualTo("done");
    closing.get();
    assertThat(destination.names()).containsExactly("task");
    assertThat(resource.writtenBeforeItsEnd).containsExactly("task");
  }

  @Test
  void aDestinationThatNeverAnswersDoesNotHoldTheEndOfTheApplication() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      ConfigurableApplicationContext context =
          start(
              PlainApplication.class,
              "spanloom.shutdown-timeout=100ms",
              "spanloom.spool.enabled=false");
      Mlflow.setTrackingUri("http://127.0.0.1:" + silent.getLocalPort());
      Mlflow.startSpan("never written").close();
      var closing = closing(context);
      await("the application has ended", closing::isDone);
      closing.get();
    }
  }

  @Test
  void whatEndsInTheLastTasksOfAProcessIsWritten() throws IOException {
    String printed =
        Jvm.run(
            Jdk.RUNNING,
            List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Dspanloom.test.tells=true"),
            ExitProgram.class);
    assertThat(printed).contains("written: [slow]");
  }
}
