package dev.spanloom.destinations.otlp;

import dev.spanloom.destination.Destinations;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where spans are sent, and how.
 *
 * @param uri {@code http} or {@code https}, with host and port; over HTTP the whole of it is the
 *     target, over gRPC it has no path
 */
record OtlpEndpoint(Protocol protocol, URI uri) {
  static final String FROM_VARIABLES = "otlp";
  static final String HTTP = "otlp+http";
  static final String HTTPS = "otlp+https";
  static final String GRPC = "otlp+grpc";
  static final String GRPCS = "otlp+grpcs";

  private static final String PATH = "/v1/traces";
  private static final int HTTP_PORT = 4318;
  private static final int GRPC_PORT = 4317;
  private static final int TLS_PORT = 443;
  private static final int CLEARTEXT_PORT = 80;

  boolean isEncrypted() {
    return "https".equals(uri.getScheme());
  }

  /**
   * The endpoint of a tracking URI.
   *
   * @throws IllegalArgumentException when the URI or a variable names none; the message shows no
   *     login
   */
  static OtlpEndpoint of(String trackingUri, OtlpVariables variables) {
    String text = trackingUri.strip();
    int colon = text.indexOf(':');
    String scheme = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    Optional<Protocol> named = Protocol.of(variables);
    return switch (scheme) {
      case HTTP -> overHttp(text, "http:" + rest, httpProtocol(named), HTTP_PORT, false);
      case HTTPS -> overHttp(text, "https:" + rest, httpProtocol(named), TLS_PORT, false);
      case GRPC -> overGrpc(text, "http:" + rest, GRPC_PORT);
      case GRPCS -> overGrpc(text, "https:" + rest, TLS_PORT);
      default -> {
        if (!rest.isEmpty() && !rest.equals("//")) {
          throw wrong(text, text, "the scheme does not say how to send");
        }
        // that of MLflow; OpenTelemetry's own is http/protobuf
        yield ofVariables(named.orElse(Protocol.GRPC), variables);
      }
    };
  }

  private static Protocol httpProtocol(Optional<Protocol> named) {
    return named.filter(Protocol.HTTP_JSON::equals).orElse(Protocol.HTTP_PROTOBUF);
  }

  private static OtlpEndpoint ofVariables(Protocol protocol, OtlpVariables variables) {
    OtlpVariables.Variable endpoint = variables.find("ENDPOINT").orElse(null);
    boolean grpc = protocol == Protocol.GRPC;
    if (endpoint == null) {
      int port = grpc ? GRPC_PORT : HTTP_PORT;
      URI uri = URI.create("http://localhost:" + port + (grpc ? "" : PATH));
      return new OtlpEndpoint(protocol, uri);
    }
    String url = endpoint.value();
    if (grpc && !url.contains("://")) {
      url = (insecure(variables) ? "http://" : "https://") + url;
    }
    int port = url.toLowerCase(Locale.ROOT).startsWith("https:") ? TLS_PORT : CLEARTEXT_PORT;
    return grpc
        ? overGrpc(endpoint.name(), url, port)
        : overHttp(endpoint.name(), url, protocol, port, !endpoint.forTraces());
  }

  private static boolean insecure(OtlpVariables variables) {
    OtlpVariables.Variable insecure = variables.find("INSECURE").orElse(null);
    if (insecure == null) {
      return false;
    }
    return switch (insecure.value().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw insecure.wrong("true or false");
    };
  }

  /**
   * An endpoint over HTTP.
   *
   * @param base whether the path of traces comes behind whatever path there is
   */
  private static OtlpEndpoint overHttp(
      String name, String url, Protocol protocol, int port, boolean base) {
    URI uri = parse(name, url);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (base) {
      path = path.replaceFirst("/+$", "") + PATH;
    } else if (path.isEmpty() || path.equals("/")) {
      path = name.startsWith("OTEL_") ? "/" : PATH;
    }
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new OtlpEndpoint(protocol, URI.create(origin(uri, port) + path + query));
  }

  private static OtlpEndpoint overGrpc(String name, String url, int port) {
    URI uri = parse(name, url);
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (!path.isEmpty() && !path.equals("/")) {
      throw wrong(name, url, "gRPC has no path");
    }
    return new OtlpEndpoint(Protocol.GRPC, URI.create(origin(uri, port)));
  }

  private static String origin(URI uri, int port) {
    return uri.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + uri.getHost()
        + ":"
        + (uri.getPort() < 0 ? port : uri.getPort());
  }

  private static URI parse(String name, String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      throw wrong(name, url, e.getReason());
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
      throw wrong(name, url, "it is neither http: nor https:");
    }
    if (uri.getHost() == null) {
      throw wrong(name, url, "it names no host");
    }
    if (uri.getRawUserInfo() != null) {
      throw wrong(name, url, "a login goes into OTEL_EXPORTER_OTLP_HEADERS");
    }
    if (uri.getRawFragment() != null) {
      throw wrong(name, url, "it has a fragment");
    }
    return uri;
  }

  private static IllegalArgumentException wrong(String name, String url, String why) {
    boolean variable = name.startsWith("OTEL_");
    return new IllegalArgumentException(
        (variable ? name : "tracking URI")
            + ": \""
            + Destinations.withoutLogin(variable ? url : name)
            + "\": "
            + why
            + (variable
                ? " (expected: a URL such as http://localhost:4318)"
                : " (expected: otlp: alone, or otlp+http, otlp+https, otlp+grpc or otlp+grpcs"
                    + " with ://HOST:PORT)"));
  }

  @Override
  public String toString() {
    return uri + " (" + protocol.text() + ")";
  }
}
