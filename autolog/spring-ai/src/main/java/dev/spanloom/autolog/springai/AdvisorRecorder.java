package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;

/**
 * Advisors: CHAIN spans. The last of a chain, which only calls the model, has none: its name is the
 * same in all of them and says nothing.
 */
final class AdvisorRecorder extends Recorder<AdvisorObservationContext> {
  AdvisorRecorder() {
    super(AdvisorObservationContext.class);
  }

  @Override
  @Nullable ModelOperation operation(AdvisorObservationContext context) {
    String name = context.getAdvisorName();
    boolean isLast =
        context.getOrder() == Integer.MAX_VALUE && (name.equals("call") || name.equals("stream"));
    return isLast || name.equals(SpringAiStreamAdvisor.NAME)
        ? null
        : new ModelOperation(name, SpanType.CHAIN, null, ChatMessages.FORMAT);
  }

  @Override
  void started(AdvisorObservationContext context, ModelCall call) {
    call.span().setAttributes(Map.of("order", context.getOrder()));
    if (call.recordsContent()) {
      call.request(ChatClientRecorder.inputs(context.getChatClientRequest()), Map.of(), null);
    }
  }

  @Override
  Outcome outcome(AdvisorObservationContext context, ModelCall call) {
    return ChatClientRecorder.outcome(context.getChatClientResponse(), call);
  }
}
