package dev.spanloom.examples.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /ask?question=…}. */
@RestController
class WeatherController {
  private final ChatClient client;

  WeatherController(ChatClient client) {
    this.client = client;
  }

  /**
   * Answers a question.
   *
   * @param conversation becomes the session of the trace
   */
  @GetMapping("/ask")
  @Nullable String ask(
      @RequestParam("question") String question,
      @RequestParam(name = "conversation", defaultValue = "none") String conversation) {
    return client
        .prompt(question)
        .advisors(advisors -> advisors.param(ChatMemory.CONVERSATION_ID, conversation))
        .call()
        .content();
  }
}
