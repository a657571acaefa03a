package dev.spanloom.examples.springai;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.ToolCallingAdvisor;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Nothing here is about tracing: with {@code spanloom-autolog-spring-ai} on the class path, what
 * takes the {@link ObservationRegistry} is traced.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class WeatherApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(WeatherApplication.class, arguments);
  }

  @Bean
  ChatModel chatModel(
      @Value("${openai.base-url}") String url,
      @Value("${openai.api-key}") String key,
      @Value("${openai.model}") String model,
      ObservationRegistry registry) {
    return OpenAiChatModel.builder()
        .options(OpenAiChatOptions.builder().baseUrl(url).apiKey(key).model(model).build())
        .observationRegistry(registry)
        .build();
  }

  @Bean
  ChatClient chatClient(ChatModel model, ObservationRegistry registry) {
    ToolCallingManager tools = ToolCallingManager.builder().observationRegistry(registry).build();
    return ChatClient.builder(
            model, registry, null, null, ToolCallingAdvisor.builder().toolCallingManager(tools))
        .defaultSystem("Answer in one sentence.")
        .defaultTools(new WeatherTools())
        .build();
  }
}
