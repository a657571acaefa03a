package dev.spanloom.destinations.otlp;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.DestinationProvider;
import dev.spanloom.internal.settings.Settings;

/**
 * Opens {@code otlp:}, where everything comes from the variables {@code OTEL_EXPORTER_OTLP_*}, and
 * {@code otlp+http://HOST:4318}, {@code otlp+https://HOST}, {@code otlp+grpc://HOST:4317}, {@code
 * otlp+grpcs://HOST}, where the variables say the rest.
 */
public class OtlpDestinationProvider implements DestinationProvider {
  private final String scheme;

  public OtlpDestinationProvider() {
    this(OtlpEndpoint.FROM_VARIABLES);
  }

  private OtlpDestinationProvider(String scheme) {
    this.scheme = scheme;
  }

  @Override
  public final String scheme() {
    return scheme;
  }

  @Override
  public final Destination open(String uri) {
    return OtlpDestination.open(uri, Settings.ofProcess());
  }

  /** The same, over HTTP. */
  public static final class Http extends OtlpDestinationProvider {
    public Http() {
      super(OtlpEndpoint.HTTP);
    }
  }

  /** The same, over HTTP with TLS. */
  public static final class Https extends OtlpDestinationProvider {
    public Https() {
      super(OtlpEndpoint.HTTPS);
    }
  }

  /** The same, over gRPC. */
  public static final class Grpc extends OtlpDestinationProvider {
    public Grpc() {
      super(OtlpEndpoint.GRPC);
    }
  }

  /** The same, over gRPC with TLS. */
  public static final class Grpcs extends OtlpDestinationProvider {
    public Grpcs() {
      super(OtlpEndpoint.GRPCS);
    }
  }
}
