package dev.spanloom.spring;

import dev.spanloom.Mlflow;
import dev.spanloom.internal.hosting.Host;
import dev.spanloom.internal.hosting.Hosts;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Gives the SDK the settings of an application context, before any bean of it is made, and takes
 * them back after all of them are gone. Thread-safe.
 */
final class SpringHost implements Host, BeanFactoryPostProcessor, DisposableBean {
  private static final String JOINS = "MLFLOW_USE_DEFAULT_TRACER_PROVIDER";

  private final Environment environment;
  private final Map<String, String> settings = new HashMap<>();
  private final ShutdownBudget budget;
  private volatile boolean joinsBean;

  /**
   * Reads and checks the settings.
   *
   * @throws RuntimeException when one is wrong; its message or that of a cause shows the value and
   *     what was expected
   */
  SpringHost(Environment environment) {
    this.environment = environment;
    Binder binder = Binder.get(environment);
    SpanloomProperties spanloom = binder.bindOrCreate("spanloom", SpanloomProperties.class);
    settings.putAll(binder.bindOrCreate("mlflow", MlflowProperties.class).settings());
    settings.putAll(spanloom.settings());
    budget = new ShutdownBudget(spanloom.shutdownTimeout());
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    if (Boolean.getBoolean("spring.aot.processing")) {
      return; // nothing runs in this process
    }
    joinsBean = beans.getBeanNamesForType(OpenTelemetry.class, true, false).length > 0;
    Hosts.enter(this);
    Mlflow.reset(budget.total()); // of what read other settings before
  }

  @Override
  public @Nullable String setting(String name) {
    boolean ofMlflow = name.startsWith("MLFLOW_");
    if (name.equals(JOINS) && joinsBean) {
      return "true"; // the bean is joined, and not what is global in the process
    }
    String dotted = name.toLowerCase(Locale.ROOT).replace('_', '.');
    if (ofMlflow && System.getProperty(dotted) != null) {
      return null; // the SDK's own spelling of a system property, which goes before files
    }
    String set = settings.get(name);
    if (set != null || ofMlflow) {
      return set;
    }
    String text = environment.getProperty(name.startsWith("spanloom.") ? name : dotted);
    return text == null && name.equals("OTEL_SERVICE_NAME")
        ? environment.getProperty("spring.application.name")
        : text;
  }

  @Override
  public Duration shutdownTimeout() {
    return budget.total();
  }

  /** What is left of the time that waiting may take. */
  ShutdownBudget budget() {
    return budget;
  }

  /** Writes what is pending and ends the SDK, unless a younger context has it now. */
  void endTracing() {
    if (Hosts.current() == this) {
      budget.spend(Mlflow::reset);
    } else {
      budget.spend(Mlflow::flush);
    }
  }

  @Override
  public void destroy() {
    try {
      endTracing(); // what ended after the beans that write
    } finally {
      Hosts.leave(this);
    }
  }
}
