package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
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
    ObservedSpan span = ObservedSpan.of(context);
    ObservedSpan before = span == null ? null : span.callContinued();
    if (before != null) {
      before.continued();
    }
    StreamPieces pieces = StreamPieces.around(context);
    if (pieces != null) {
      pieces.of(call);
    }
    call.request(ChatRequests.toMap(context.getRequest()));
  }

  @Override
  Outcome outcome(ChatModelObservationContext context, ModelCall call) {
    ChatResponse response = context.getResponse();
    if (response == null) {
      StreamPieces pieces = StreamPieces.around(context);
      return pieces == null
          ? Outcome.UNKNOWN
          : new Outcome(false, pieces.soFar(call), ModelAnswer.NONE);
    }
    ModelAnswer answer = ChatResponses.answer(response);
    ObservedSpan span = ObservedSpan.of(context);
    TokenUsage usage =
        span == null
            ? answer.usage()
            : ToolLoops.own(answer.usage(), context.getRequest(), response, span);
    return new Outcome(
        true,
        call.recordsContent() ? ChatResponses.toMap(response, usage) : null,
        new ModelAnswer(answer.model(), usage, answer.reasoningTokens(), answer.finishReasons()));
  }
}
