package dev.spanloom.spring;

import dev.spanloom.LiveSpanProcessor;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destination;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/**
 * MLflow Tracing with the settings of the application: {@code mlflow.tracking-uri} is enough. Beans
 * of the types {@link LiveSpanProcessor} (in their order) and {@link Destination} are taken in.
 */
@AutoConfiguration(
    beforeName = {
      "org.springframework.boot.actuate.autoconfigure.tracing.OpenTelemetryTracingAutoConfiguration",
      "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration"
    })
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties({MlflowProperties.class, SpanloomProperties.class})
public class SpanloomAutoConfiguration {
  @Bean
  static SpringHost spanloomHost(Environment environment) {
    return new SpringHost(environment);
  }

  @Bean
  @ConditionalOnMissingBean
  SpanloomTracing spanloomTracing(
      SpringHost host,
      ObjectProvider<Destination> destination,
      ObjectProvider<LiveSpanProcessor> processors,
      ObjectProvider<OpenTelemetry> openTelemetry,
      Environment environment) {
    return new SpanloomTracing(
        host,
        destination.getIfUnique(),
        processors.orderedStream().toList(),
        JoinedCondition.isJoined(environment) ? openTelemetry : null);
  }

  /** The spans of the application's OpenTelemetry, in our traces. */
  @Bean
  @Conditional(JoinedCondition.class)
  SpanProcessor spanloomSpanProcessor() {
    return Mlflow.openTelemetrySpanProcessor();
  }
}
