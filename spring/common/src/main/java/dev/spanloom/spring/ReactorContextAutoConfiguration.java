package dev.spanloom.spring;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Carries the current span wherever Micrometer's context propagation carries thread-locals: through
 * Reactor with {@code spring.reactor.context-propagation=auto}, and by {@code contextCapture()}.
 */
@AutoConfiguration(after = SpanloomAutoConfiguration.class)
@ConditionalOnClass({ContextRegistry.class, ThreadLocalAccessor.class})
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
public class ReactorContextAutoConfiguration {
  @Bean(destroyMethod = "close")
  RegisteredAccessor spanloomContextAccessor() {
    return RegisteredAccessor.register(ContextRegistry.getInstance());
  }
}
