package dev.spanloom.spring;

import dev.spanloom.LiveSpanProcessor;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/**
 * The tracing of an application context: it takes the application's beans in, and has everything
 * written after the web server and the executors have stopped and before other beans are destroyed.
 * Thread-safe.
 */
public final class SpanloomTracing
    implements SmartLifecycle, SmartInitializingSingleton, DisposableBean {
  /** Below that of web servers and executors, so it stops after them. */
  public static final int PHASE = DEFAULT_PHASE - 4096;

  private static final System.Logger LOG = System.getLogger("dev.spanloom");

  private final SpringHost host;
  private final @Nullable ObjectProvider<OpenTelemetry> joined;
  private volatile boolean running;

  SpanloomTracing(
      SpringHost host,
      @Nullable Destination destination,
      List<LiveSpanProcessor> processors,
      @Nullable ObjectProvider<OpenTelemetry> joined) {
    this.host = host;
    this.joined = joined;
    if (destination != null) {
      Mlflow.setDestination(destination);
    }
    if (!processors.isEmpty()) {
      Mlflow.configure(processors.toArray(LiveSpanProcessor[]::new));
    }
  }

  @Override
  public void afterSingletonsInstantiated() {
    OpenTelemetry openTelemetry = joined == null ? null : joined.getIfUnique();
    if (openTelemetry != null) {
      Mlflow.setOpenTelemetry(openTelemetry);
    }
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    host.budget()
        .spend(
            left -> {
              if (!Mlflow.flush(left)) {
                LOG.log(
                    System.Logger.Level.WARNING,
                    "The application ends before all spans were written, of which "
                        + Mlflow.exportStats().spansQueued()
                        + " wait. Where there is a spool they are sent by the next process.");
              }
            });
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  @Override
  public void destroy() {
    host.endTracing();
  }
}
