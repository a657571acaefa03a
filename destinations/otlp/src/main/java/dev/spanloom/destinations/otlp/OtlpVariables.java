package dev.spanloom.destinations.otlp;

import dev.spanloom.internal.http.TlsFiles;
import dev.spanloom.internal.settings.Settings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The variables of OpenTelemetry's exporter: for each name the one for traces goes before the one
 * for all signals. Thread-safe.
 */
final class OtlpVariables {
  private static final String GENERIC = "OTEL_EXPORTER_OTLP_";
  private static final String TRACES = GENERIC + "TRACES_";

  private final Settings settings;

  OtlpVariables(Settings settings) {
    this.settings = settings;
  }

  /**
   * A value and where it comes from.
   *
   * @param name of the variable
   * @param forTraces whether it is for traces only
   */
  record Variable(String name, String value, boolean forTraces) {
    IllegalArgumentException wrong(String expected) {
      return new IllegalArgumentException(
          name + ": \"" + value + "\" (expected: " + expected + ")");
    }
  }

  /** The value of a name such as {@code ENDPOINT}. */
  Optional<Variable> find(String name) {
    return settings
        .text(TRACES + name)
        .map(value -> new Variable(TRACES + name, value, true))
        .or(
            () ->
                settings
                    .text(GENERIC + name)
                    .map(value -> new Variable(GENERIC + name, value, false)));
  }

  /** A file; null when none is named. */
  TlsFiles.@Nullable Setting file(String name) {
    return TlsFiles.setting(settings, TRACES + name, GENERIC + name);
  }
}
