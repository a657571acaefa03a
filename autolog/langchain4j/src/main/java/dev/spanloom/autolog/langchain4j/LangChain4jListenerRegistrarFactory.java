package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.observability.api.AiServiceListenerRegistrar;
import dev.langchain4j.observability.api.DefaultAiServiceListenerRegistrar;
import dev.langchain4j.spi.observability.AiServiceListenerRegistrarFactory;
import dev.spanloom.autolog.AutologOptions;

/**
 * Found by the library through {@code META-INF/services}: each AI service that is built tells what
 * it does. Where another provider is on the class path, its registrar is used.
 */
public final class LangChain4jListenerRegistrarFactory
    implements AiServiceListenerRegistrarFactory {
  @Override
  public AiServiceListenerRegistrar get() {
    AiServiceListenerRegistrarFactory other =
        OtherProviders.first(AiServiceListenerRegistrarFactory.class, this);
    AiServiceListenerRegistrar registrar =
        other == null ? new DefaultAiServiceListenerRegistrar() : other.get();
    AutologOptions options = AutologOptions.configured(LangChain4jTracing.LIBRARY);
    if (options.enabled()) {
      Step.quietly(() -> ServiceEvents.register(registrar, options));
    }
    return registrar;
  }
}
