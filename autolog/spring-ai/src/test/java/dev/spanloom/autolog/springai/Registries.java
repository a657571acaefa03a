package dev.spanloom.autolog.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

final class Registries {
  private Registries() {}

  @SafeVarargs
  static ObservationRegistry tracing(
      ObservationHandler<? extends Observation.Context>... handlers) {
    ObservationRegistry registry = ObservationRegistry.create();
    for (ObservationHandler<?> handler : handlers) {
      registry.observationConfig().observationHandler(handler);
    }
    return registry;
  }
}
