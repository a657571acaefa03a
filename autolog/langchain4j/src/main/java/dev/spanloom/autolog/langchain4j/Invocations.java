package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;

/** What newer versions say of an invocation. */
final class Invocations {
  private Invocations() {}

  static ModelProvider provider(InvocationContext invocation) {
    return PublicMethods.call(invocation, "modelProvider") instanceof ModelProvider provider
        ? provider
        : ModelProvider.OTHER;
  }

  static ChatRequestParameters defaults(InvocationContext invocation) {
    return PublicMethods.call(invocation, "defaultRequestParameters")
            instanceof ChatRequestParameters parameters
        ? parameters
        : DefaultChatRequestParameters.EMPTY;
  }
}
