package dev.spanloom.spring;

import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;

/**
 * Traces the {@code @Trace} methods of beans, woven or not: calls that pass the bean's proxy. Uses
 * the proxies that Boot makes ({@code spring.aop.auto}).
 */
@AutoConfiguration(after = SpanloomAutoConfiguration.class)
@ConditionalOnClass(MethodInterceptor.class)
@ConditionalOnProperty(prefix = "spanloom", name = "enabled", matchIfMissing = true)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public class TraceAnnotationAutoConfiguration {
  /** Boot makes proxies of interfaces only where AspectJ is; these need no AspectJ. */
  @Bean
  @ConditionalOnProperty(name = "spring.aop.auto", matchIfMissing = true)
  static BeanFactoryPostProcessor spanloomProxies() {
    return beans -> {
      if (beans instanceof BeanDefinitionRegistry registry) {
        var unused = AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
      }
    };
  }

  @Bean
  @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
  static TraceAdvisor spanloomTraceAdvisor() {
    return new TraceAdvisor();
  }
}
