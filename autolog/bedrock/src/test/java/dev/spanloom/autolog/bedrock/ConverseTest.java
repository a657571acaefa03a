package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ModelContract;
import dev.spanloom.autolog.contract.ModelUser;
import dev.spanloom.autolog.contract.Wire;
import dev.spanloom.entities.Span;

/** Converse and its stream, by clients that are wrapped. */
class ConverseTest extends ModelContract {
  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    return new BedrockUser(
        BedrockTracing.wrap(Clients.blocking(url, apiKey), options),
        BedrockTracing.wrap(Clients.async(url, apiKey), options));
  }

  @Override
  protected Wire wire() {
    return new ConverseWire();
  }

  @Override
  protected int retries() {
    return 2;
  }

  @Override
  protected String spanName() {
    return "BedrockRuntime.converse";
  }

  @Override
  protected boolean isCall(Span span) {
    return span.name().startsWith("BedrockRuntime.");
  }

  @Override
  protected String messageFormat() {
    return "bedrock";
  }
}
