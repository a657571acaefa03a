package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.AutologOptions;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Traces Spring AI in applications of Spring Boot, 3.5 and 4: the dependency on this module is all
 * it takes. The application's settings count as those of the process do: {@code
 * spanloom.autolog.spring-ai=false} switches it off, {@code spanloom.autolog.content=false} leaves
 * prompts and answers out, {@code spanloom.autolog.spring-ai-advisors=false} leaves out spans of
 * advisors. A bean {@link SpringAiObservationHandler} of the application's replaces ours.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@ConditionalOnClass({
  ObservationHandler.class,
  org.springframework.ai.chat.observation.ChatModelObservationContext.class
})
@ConditionalOnProperty(
    name = {"spanloom.autolog", "spanloom.autolog.spring-ai"},
    matchIfMissing = true)
public final class SpringAiAutoConfiguration {
  SpringAiAutoConfiguration() {}

  /** Without one Spring AI observes nothing; with Boot's own observations there is one already. */
  @Bean
  @ConditionalOnMissingBean
  ObservationRegistry observationRegistry() {
    return ObservationRegistry.create();
  }

  /**
   * Adds the handler to each registry, whoever made it. No bean of type {@link ObservationHandler}:
   * Boot would add that one as well, and only to the registry that it made.
   */
  @Bean
  static BeanPostProcessor spanloomSpringAiRegistration(
      ObjectProvider<SpringAiObservationHandler> given, Environment environment) {
    return new Registration(given, environment);
  }

  private record Registration(
      ObjectProvider<SpringAiObservationHandler> given, Environment environment)
      implements BeanPostProcessor {
    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
      if (bean instanceof ObservationRegistry registry) {
        registry
            .observationConfig()
            .observationHandler(given.getIfAvailable(() -> handler(environment)));
      }
      return bean;
    }
  }

  private static SpringAiObservationHandler handler(Environment environment) {
    AutologOptions options = AutologOptions.configured(SpringAiObservationHandler.LIBRARY);
    Boolean content = environment.getProperty("spanloom.autolog.content", Boolean.class);
    Boolean advisors =
        environment.getProperty("spanloom.autolog.spring-ai-advisors", Boolean.class);
    return new SpringAiObservationHandler(content == null ? options : options.withContent(content))
        .withAdvisors(advisors == null || advisors);
  }
}
