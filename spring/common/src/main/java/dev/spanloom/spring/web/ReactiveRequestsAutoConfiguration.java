package dev.spanloom.spring.web;

import dev.spanloom.spring.SpanloomAutoConfiguration;
import dev.spanloom.spring.SpanloomProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;

/** Requests to a reactive server: {@code traceparent} is continued. */
@AutoConfiguration(after = SpanloomAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnClass({WebFilter.class, Mono.class})
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
public class ReactiveRequestsAutoConfiguration {
  @Bean
  ReactiveRequestFilter spanloomReactiveRequestFilter(SpanloomProperties properties) {
    return new ReactiveRequestFilter(properties.web().requestSpans());
  }
}
