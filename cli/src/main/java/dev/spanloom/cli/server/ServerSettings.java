package dev.spanloom.cli.server;

import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.otlp.SpanLimits;
import dev.spanloom.server.security.Limits;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the options of a server of settings. */
final class ServerSettings {
  private static final int LAST_PORT = 65_535;

  private ServerSettings() {}

  /**
   * The options.
   *
   * @param port for when none is set
   * @throws IllegalArgumentException when settings do not go together
   */
  static ServerOptions options(Settings settings, Path tokenFile, int port) {
    ServerOptions.Builder options = ServerOptions.builder();
    settings.text("host").ifPresent(options::host);
    options.port(settings.number("port", 0, LAST_PORT, port));
    settings.list("allowed-hosts").forEach(options::allowHost);
    settings.list("allowed-origins").forEach(options::allowOrigin);
    settings.text("base-path").ifPresent(options::basePath);
    options.insecure(settings.flag("insecure"));
    options.tls(path(settings.text("tls-cert")), path(settings.text("tls-key")));
    options.tokenFile(tokenFile);
    options.limits(limits(settings));
    options.spanLimits(spanLimits(settings));
    settings.pairs("route", "SERVICE=EXPERIMENT").forEach(options::route);
    options.stalledAfter(settings.duration("stalled-after", ServerOptions.DEFAULT_STALLED_AFTER));
    return options.build();
  }

  private static Limits limits(Settings settings) {
    Limits defaults = Limits.DEFAULTS;
    return new Limits(
        (int) settings.bytes("max-body", Integer.MAX_VALUE, defaults.bodyBytes()),
        (int) settings.bytes("max-decoded", Integer.MAX_VALUE - 8, defaults.decodedBytes()),
        settings.bytes("max-held", Long.MAX_VALUE, defaults.heldBytes()),
        settings.number("max-requests", 1, Integer.MAX_VALUE, defaults.requests()),
        settings.number("max-rate", 1, Integer.MAX_VALUE, defaults.requestsPerSecond()));
  }

  private static SpanLimits spanLimits(Settings settings) {
    SpanLimits defaults = SpanLimits.DEFAULTS;
    return new SpanLimits(
        settings.number("max-spans", 1, Integer.MAX_VALUE, defaults.spans()),
        settings.number("max-attributes", 1, Integer.MAX_VALUE, defaults.attributes()),
        (int) settings.bytes("max-span", Integer.MAX_VALUE, defaults.spanBytes()));
  }

  private static @Nullable Path path(Optional<String> text) {
    return text.map(Path::of).orElse(null);
  }
}
