package dev.spanloom.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** What the SDK looks up by name, for native images. */
final class SdkHints implements RuntimeHintsRegistrar {
  @Override
  public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
    hints
        .reflection()
        .registerType(TypeReference.of("dev.spanloom.Mlflow"))
        .registerTypeIfPresent(classLoader, "reactor.core.publisher.Flux", type -> {});
    hints
        .resources()
        .registerPattern("META-INF/services/dev.spanloom.destination.DestinationProvider");
  }
}
