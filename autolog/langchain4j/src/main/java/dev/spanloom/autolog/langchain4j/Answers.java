package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import org.jspecify.annotations.Nullable;

/** Ends the calls of models. */
final class Answers {
  private Answers() {}

  static void completed(ModelCall call, ChatResponse response) {
    if (!call.isRecording()) {
      call.completed(null, ModelAnswer.NONE);
      return;
    }
    Object[] outputs = {null};
    ModelAnswer[] answer = {ModelAnswer.NONE};
    Step.quietly(() -> answer[0] = ChatResponses.answer(response));
    if (call.recordsContent()) {
      Step.quietly(() -> outputs[0] = ChatResponses.toMap(response));
    }
    @Nullable Object all = outputs[0];
    call.completed(all, answer[0]);
  }
}
