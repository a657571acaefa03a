package dev.spanloom.spring.contract;

import dev.spanloom.Mlflow;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Traces something and then does not start. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class FailingBeans {
  @Bean
  InitializingBean failing() {
    return () -> {
      Mlflow.startSpan("at the start").close();
      throw new IllegalStateException("on purpose");
    };
  }
}
