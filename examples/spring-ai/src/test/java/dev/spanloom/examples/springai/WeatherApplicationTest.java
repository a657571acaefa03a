package dev.spanloom.examples.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class WeatherApplicationTest {
  private static final ChatCompletionsWire WIRE = new ChatCompletionsWire();

  private final FakeProvider provider = new FakeProvider();

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
  }

  @AfterEach
  void stop() {
    provider.close();
    Mlflow.reset();
  }

  @Test
  void aRequestLeavesATraceOfTheClientTheModelAndTheTool() throws Exception {
    provider.reply(
        WIRE.toolCall("weather", "{\"city\":\"Graz\"}"), WIRE.answer("Take a coat.", 40, 5));

    try (ConfigurableApplicationContext context =
        SpringApplication.run(
            WeatherApplication.class,
            "--server.port=0",
            "--openai.base-url=" + provider.url() + "/v1",
            "--openai.api-key=key")) {
      String port = context.getEnvironment().getProperty("local.server.port");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(
                              "http://127.0.0.1:"
                                  + port
                                  + "/ask?question=Do+I+need+a+coat+in+Graz&conversation=c-1"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("Take a coat.");
    }

    Mlflow.flush();
    Trace trace = Mlflow.searchTraces().traces().get(0);
    assertThat(trace.info().traceMetadata()).containsEntry("mlflow.trace.session", "c-1");
    assertThat(trace.data().spans())
        .extracting(Span::name)
        .contains("ChatClient.call", "ChatModel", "weather");
    assertThat(trace.data().spans())
        .filteredOn(span -> span.name().equals("weather"))
        .singleElement()
        .satisfies(
            tool -> assertThat(tool.outputs().toString()).contains("rain in Graz, 7 degrees"));
  }
}
