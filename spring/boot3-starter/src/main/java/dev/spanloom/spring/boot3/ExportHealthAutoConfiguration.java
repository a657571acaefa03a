package dev.spanloom.spring.boot3;

import dev.spanloom.spring.SpanloomAutoConfiguration;
import dev.spanloom.spring.SpanloomProperties;
import dev.spanloom.spring.internal.ExportHealth;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** The export among the health of the application, as {@code spanloom}. */
@AutoConfiguration(after = SpanloomAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("spanloom")
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
public class ExportHealthAutoConfiguration {
  @Bean
  HealthIndicator spanloomHealthIndicator(SpanloomProperties properties) {
    SpanloomProperties.Health rules = properties.health();
    ExportHealth export = new ExportHealth(rules.failingAfter(), rules.dropWindow());
    return () -> {
      ExportHealth.State state = export.now();
      return Health.status(state.status()).withDetails(state.details()).build();
    };
  }
}
