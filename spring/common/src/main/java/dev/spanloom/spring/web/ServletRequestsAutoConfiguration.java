package dev.spanloom.spring.web;

import dev.spanloom.spring.SpanloomAutoConfiguration;
import dev.spanloom.spring.SpanloomProperties;
import jakarta.servlet.Filter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.filter.OncePerRequestFilter;

/** Requests to a servlet container: {@code traceparent} is continued. */
@AutoConfiguration(after = SpanloomAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({Filter.class, OncePerRequestFilter.class})
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
public class ServletRequestsAutoConfiguration {
  @Bean
  ServletRequestFilter spanloomServletRequestFilter(SpanloomProperties properties) {
    return new ServletRequestFilter(properties.web().requestSpans());
  }
}
