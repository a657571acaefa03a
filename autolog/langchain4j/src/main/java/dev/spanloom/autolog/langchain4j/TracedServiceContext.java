package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.observability.api.event.AiServiceStartedEvent;
import dev.langchain4j.service.AiServiceContext;
import dev.spanloom.autolog.AutologOptions;
import org.jspecify.annotations.Nullable;

/**
 * What an AI service is made of. Before it is used, its model, tools, retrieval and moderation are
 * wrapped: so their calls are seen from inside, with their real times, threads and errors, and
 * streams to their end.
 */
final class TracedServiceContext extends AiServiceContext {
  TracedServiceContext(Class<?> aiServiceClass, AutologOptions options) {
    super(aiServiceClass);
    if (options.enabled()) {
      toolService = new TracedToolService();
      eventListenerRegistrar.register(
          new ServiceEvents.Listener<>(AiServiceStartedEvent.class, event -> wrapParts(options)));
    }
  }

  /** Again for each call: builders and agents may set other parts later. */
  private synchronized void wrapParts(AutologOptions options) {
    @Nullable Object[] parts = {chatModel, streamingChatModel, moderationModel, retrievalAugmentor};
    if (parts[0] != null) {
      chatModel = TracedChatModel.wrap(chatModel, options);
    }
    if (parts[1] != null) {
      streamingChatModel = TracedStreamingChatModel.wrap(streamingChatModel, options);
    }
    if (parts[2] != null) {
      moderationModel = TracedModerationModel.wrap(moderationModel, options);
    }
    if (parts[3] != null) {
      retrievalAugmentor = TracedRetrievalAugmentor.wrap(retrievalAugmentor, options);
    }
    if (!toolService.toolExecutors().values().stream().allMatch(TracedObject::isTraced)) {
      toolService
          .toolExecutors()
          .replaceAll((name, executor) -> TracedToolExecutor.wrap(executor, options));
    }
  }
}
