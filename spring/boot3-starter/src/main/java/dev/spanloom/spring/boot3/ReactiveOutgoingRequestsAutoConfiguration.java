package dev.spanloom.spring.boot3;

import dev.spanloom.spring.SpanloomAutoConfiguration;
import dev.spanloom.spring.internal.ReactiveOutgoingHeaders;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.reactive.function.client.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/** The same for {@code WebClient}. */
@AutoConfiguration(after = SpanloomAutoConfiguration.class)
@ConditionalOnClass({WebClient.class, WebClientCustomizer.class})
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
@ConditionalOnProperty("spanloom.web.propagate")
public class ReactiveOutgoingRequestsAutoConfiguration {
  @Bean
  WebClientCustomizer spanloomWebClientCustomizer() {
    return builder -> builder.filter(ReactiveOutgoingHeaders.filter());
  }
}
