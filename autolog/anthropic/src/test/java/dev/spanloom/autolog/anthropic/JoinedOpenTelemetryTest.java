package dev.spanloom.autolog.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The library's versions 3 write OpenTelemetry spans by themselves. */
class JoinedOpenTelemetryTest extends AnthropicCase {
  private final SdkTracerProvider provided =
      SdkTracerProvider.builder().addSpanProcessor(Mlflow.openTelemetrySpanProcessor()).build();
  private final OpenTelemetry application =
      new OpenTelemetry() {
        @Override
        public TracerProvider getTracerProvider() {
          return provided;
        }

        @Override
        public ContextPropagators getPropagators() {
          return ContextPropagators.noop();
        }
      };

  @BeforeEach
  void join() {
    GlobalOpenTelemetry.resetForTest();
    GlobalOpenTelemetry.set(application);
    Mlflow.setOpenTelemetry(application);
  }

  @AfterEach
  void close() {
    provided.close();
    GlobalOpenTelemetry.resetForTest();
  }

  private AnthropicClient fresh() {
    return AnthropicOkHttpClient.builder().baseUrl(provider.url()).apiKey(KEY).build();
  }

  @Test
  void aCallIsOneSpanOfTheOpenTelemetryThatIsJoined() {
    provider.reply(wire.answer("blue", 23, 7));
    AnthropicClient client = AnthropicTracing.wrap(fresh());

    try (LiveSpan span = Mlflow.startSpan("around")) {
      client.messages().create(params("Which colour?"));
    }
    client.close();

    assertThat(spans()).extracting(Span::name).containsExactly("around", "Messages.create");
  }

  @Test
  @EnabledIfSystemProperty(named = "spanloom.test.library-version", matches = "3\\..*")
  void theLibrarysOwnSpansAreThereWithoutUs() {
    provider.reply(wire.answer("blue", 23, 7));
    AnthropicClient bare = fresh();

    try (LiveSpan span = Mlflow.startSpan("around")) {
      bare.messages().create(params("Which colour?"));
    }
    bare.close();

    assertThat(spans()).hasSize(2).extracting(Span::name).doesNotContain("Messages.create");
  }
}
