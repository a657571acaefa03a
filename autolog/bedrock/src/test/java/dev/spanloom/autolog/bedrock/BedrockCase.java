package dev.spanloom.autolog.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Clients of a provider on loopback, and what their calls left. */
@Timeout(120)
abstract class BedrockCase {
  FakeProvider provider;
  BedrockRuntimeClient client;
  BedrockRuntimeAsyncClient async;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    provider = new FakeProvider();
    client = Clients.blocking(provider.url(), "key-4711");
    async = Clients.async(provider.url(), "key-4711");
  }

  @AfterEach
  void stop() {
    client.close();
    async.close();
    provider.close();
    Mlflow.reset();
  }

  List<Span> spans() {
    Mlflow.flush();
    return Mlflow.searchTraces().traces().stream()
        .flatMap(trace -> trace.data().spans().stream())
        .toList();
  }

  Span onlySpan() {
    List<Span> spans = spans();
    assertThat(spans).hasSize(1);
    return spans.get(0);
  }
}
