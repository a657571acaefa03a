package dev.spanloom.spring;

import dev.spanloom.Mlflow;
import dev.spanloom.internal.hosting.Host;
import dev.spanloom.internal.hosting.Hosts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;

/**
 * {@code spanloom.enabled=false} leaves no bean that could say so to the SDK: this does, so that
 * spans that the program opens itself record nothing either.
 */
final class TurnedOff implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  @Override
  public void initialize(ConfigurableApplicationContext context) {
    if (context.getEnvironment().getProperty("spanloom.enabled", Boolean.class, true)) {
      return;
    }
    Host off = new Off();
    Hosts.enter(off);
    Mlflow.reset();
    context.addApplicationListener(
        event -> {
          if (event instanceof ContextClosedEvent closed
              && closed.getApplicationContext() == context) {
            Hosts.leave(off);
            Mlflow.reset();
          }
        });
  }

  /** Says one thing. */
  private static final class Off implements Host {
    @Override
    public @Nullable String setting(String name) {
      return name.equals("MLFLOW_TRACING_ENABLED") ? "false" : null;
    }

    @Override
    public Duration shutdownTimeout() {
      return Duration.ZERO;
    }
  }
}
