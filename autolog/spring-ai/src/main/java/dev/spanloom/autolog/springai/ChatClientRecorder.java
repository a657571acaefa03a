package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;
import org.springframework.ai.chat.memory.ChatMemory;

/** Chat clients: AGENT spans when tools are on offer, else CHAIN. */
final class ChatClientRecorder extends Recorder<ChatClientObservationContext> {
  ChatClientRecorder() {
    super(ChatClientObservationContext.class);
  }

  @Override
  ModelOperation operation(ChatClientObservationContext context) {
    boolean hasTools = !ChatRequests.tools(context.getRequest().prompt().getOptions()).isEmpty();
    return new ModelOperation(
        context.isStream() ? "ChatClient.stream" : "ChatClient.call",
        hasTools ? SpanType.AGENT : SpanType.CHAIN,
        null,
        ChatMessages.FORMAT);
  }

  @Override
  @Nullable String conversation(ChatClientObservationContext context) {
    Object id = context.getRequest().context().get(ChatMemory.CONVERSATION_ID);
    return id == null || id.toString().isBlank() ? null : id.toString();
  }

  @Override
  void started(ChatClientObservationContext context, ModelCall call) {
    if (call.recordsContent()) {
      call.request(inputs(context.getRequest()), Map.of(), null);
    }
  }

  /** What a request holds but for the options, which the call of the model shows. */
  static Map<String, @Nullable Object> inputs(ChatClientRequest request) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    inputs.put("messages", ChatMessages.toList(request.prompt().getInstructions()));
    Map<String, Object> plain = new LinkedHashMap<>();
    request
        .context()
        .forEach(
            (key, value) -> {
              if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                plain.put(key, value);
              }
            });
    if (!plain.isEmpty()) {
      inputs.put("context", plain);
    }
    return inputs;
  }

  @Override
  Outcome outcome(ChatClientObservationContext context, ModelCall call) {
    return outcome(context.getResponse(), call);
  }

  /** Tokens are left to the calls of models, which would be counted twice. */
  static Outcome outcome(@Nullable ChatClientResponse response, ModelCall call) {
    if (response == null || response.chatResponse() == null) {
      return Outcome.UNKNOWN;
    }
    return new Outcome(
        true,
        call.recordsContent() ? ChatResponses.toMap(response.chatResponse(), null) : null,
        ModelAnswer.NONE);
  }
}
