package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.testjvms.Jdk;
import dev.spanloom.testjvms.Jvm;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** What is off is not there, and what is not there is not needed. */
public abstract class SwitchedOffContract extends BootContract {
  /** What an application may do without. */
  private static final Pattern OPTIONAL =
      Pattern.compile(
          ".*(spring-(web|webmvc|webflux|tx)-|spring-boot-(web|health|restclient|webclient|actuator"
              + "|micrometer|opentelemetry|devtools|reactor|http|servlet|tomcat|jackson|starter-)"
              + "|tomcat|jakarta\\.servlet|reactor|micrometer-(core|tracing|jakarta)"
              + "|context-propagation|netty|junit|assertj|jackson-(databind|datatype|module)"
              + "|opentelemetry-(semconv|extension|exporter)).*\\.jar");

  private static final String OFF = "spanloom.enabled=false";

  @Test
  void switchedOffThereIsNoBeanNoProxyAndNoThread() {
    ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, WebBeans.class, OFF);
    assertThat(context.getBeanDefinitionNames())
        .filteredOn(name -> name.startsWith("spanloom") || name.startsWith("dev.spanloom.spring."))
        .allSatisfy(name -> assertThat(name).contains(".contract."));
    assertThat(AopUtils.isAopProxy(context.getBean(WebBeans.Pages.class))).isFalse();
    get(context, "/orders/7", "traceparent", RequestsContract.TRACEPARENT);
    Mlflow.startSpan("by hand").close();
    await("those of another application have ended", () -> RestartContract.ourThreads().isEmpty());
    assertThat(traces()).isEmpty();
  }

  @Test
  void whenThatApplicationIsGoneThereIsTracingAgain() {
    start(PlainApplication.class, OFF).close();
    start(PlainApplication.class);
    Mlflow.startSpan("asked").close();
    assertThat(names(onlyTrace())).containsExactly("asked");
  }

  @Test
  void anApplicationWithoutWebActuatorReactorAndMetersStarts() throws IOException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !OPTIONAL.matcher(entry.replace('\\', '/')).matches())
            .collect(Collectors.joining(File.pathSeparator));
    String printed =
        Jvm.run(
            Jdk.RUNNING,
            List.of("-XX:TieredStopAtLevel=1", "-cp", classPath, BareProgram.class.getName()));
    assertThat(printed).contains("missing: 7, traces: [[asked]]");
  }
}
