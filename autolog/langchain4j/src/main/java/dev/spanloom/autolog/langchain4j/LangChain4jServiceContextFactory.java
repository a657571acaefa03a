package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.spi.services.AiServiceContextFactory;
import dev.spanloom.autolog.AutologOptions;

/**
 * Found by the library through {@code META-INF/services}: each AI service that is built wraps its
 * own parts. Where another factory is on the class path, such as that of a framework, that one
 * makes the services, and they are traced by what they tell alone.
 */
public final class LangChain4jServiceContextFactory implements AiServiceContextFactory {
  @Override
  public AiServiceContext create(Class<?> aiServiceClass) {
    AiServiceContextFactory other = OtherProviders.first(AiServiceContextFactory.class, this);
    return other != null
        ? other.create(aiServiceClass)
        : new TracedServiceContext(
            aiServiceClass, AutologOptions.configured(LangChain4jTracing.LIBRARY));
  }
}
