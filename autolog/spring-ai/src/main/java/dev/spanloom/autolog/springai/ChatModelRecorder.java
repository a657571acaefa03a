package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.observation.ChatModelObservationContext;

/** Calls of chat models: CHAT_MODEL spans. */
final class ChatModelRecorder extends Recorder<ChatModelObservationContext> {
  ChatModelRecorder() {
    super(ChatModelObservationContext.class);
  }

  @Override
  ModelOperation operation(ChatModelObservationContext context) {
    return new ModelOperation(
        "ChatModel",
        SpanType.CHAT_MODEL,
        Providers.name(context.getOperationMetadata().provider()),
        ChatMessages.FORMAT);
  }

  @Override
  boolean isCallOfModel() {
    return true;
  }

  @Override
  void started(ChatModelObservationContext context, ModelCall call) {
    call.request(ChatRequests.toMap(context.getRequest()));
  }

  @Override
  Outcome outcome(ChatModelObservationContext context, ModelCall call) {
    ChatResponse response = context.getResponse();
    return response == null
        ? Outcome.UNKNOWN
        : new Outcome(
            true,
            call.recordsContent() ? ChatResponses.toMap(response) : null,
            ChatResponses.answer(response));
  }
}
