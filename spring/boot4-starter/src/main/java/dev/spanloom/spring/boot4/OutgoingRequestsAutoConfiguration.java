package dev.spanloom.spring.boot4;

import dev.spanloom.spring.SpanloomAutoConfiguration;
import dev.spanloom.spring.internal.OutgoingHeaders;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.boot.restclient.RestTemplateCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** Requests of clients that Boot's builders make carry the current span, where that is wanted. */
@AutoConfiguration(after = SpanloomAutoConfiguration.class)
@ConditionalOnClass({RestClient.class, RestClientCustomizer.class})
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
@ConditionalOnProperty("spanloom.web.propagate")
public class OutgoingRequestsAutoConfiguration {
  @Bean
  RestClientCustomizer spanloomRestClientCustomizer() {
    return builder -> builder.requestInitializer(OutgoingHeaders.initializer());
  }

  @Bean
  RestTemplateCustomizer spanloomRestTemplateCustomizer() {
    return template ->
        template.getClientHttpRequestInitializers().add(OutgoingHeaders.initializer());
  }
}
