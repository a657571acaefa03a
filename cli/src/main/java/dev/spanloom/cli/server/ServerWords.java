package dev.spanloom.cli.server;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of a server. They are texts here, since each may come from the environment or a file
 * too: {@link Settings} reads them.
 */
@SuppressWarnings("UnusedVariable") // picocli looks at them
final class ServerWords {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on; 127.0.0.1 unless given, for this machine alone.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 5000 unless given, 0 for a free one.")
  private @Nullable String port;

  @Option(
      names = "--allowed-hosts",
      paramLabel = "NAMES",
      description = "Names by which clients may call this server, with commas between.")
  private @Nullable String allowedHosts;

  @Option(
      names = "--allowed-origins",
      paramLabel = "ORIGINS",
      description = "Pages whose scripts may write, such as https://ui.example.org.")
  private @Nullable String allowedOrigins;

  @Option(
      names = "--base-path",
      paramLabel = "PATH",
      description = "Path before all that is served, as a proxy in front has it; / unless given.")
  private @Nullable String basePath;

  @Option(
      names = "--insecure",
      arity = "0..1",
      fallbackValue = "true",
      paramLabel = "BOOLEAN",
      description = "Serve other machines even without tokens.")
  private @Nullable String insecure;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "PEM file of the certificate chain.")
  private @Nullable String tlsCert;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file of its private key.")
  private @Nullable String tlsKey;

  @Option(
      names = "--max-body",
      paramLabel = "SIZE",
      description = "Largest request as it is sent; 64MiB unless given.")
  private @Nullable String maxBody;

  @Option(
      names = "--max-decoded",
      paramLabel = "SIZE",
      description = "Largest request once decompressed; 256MiB unless given.")
  private @Nullable String maxDecoded;

  @Option(
      names = "--max-held",
      paramLabel = "SIZE",
      description = "All requests at once; a third of the heap unless given.")
  private @Nullable String maxHeld;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      description = "Requests at once; 1000 unless given.")
  private @Nullable String maxRequests;

  @Option(
      names = "--max-rate",
      paramLabel = "N",
      description = "Requests a second of each token; 1000 unless given.")
  private @Nullable String maxRate;

  @Option(
      names = "--max-spans",
      paramLabel = "N",
      description = "Spans of one OTLP request; 100000 unless given.")
  private @Nullable String maxSpans;

  @Option(
      names = "--max-attributes",
      paramLabel = "N",
      description = "Attributes of one span; 10000 unless given.")
  private @Nullable String maxAttributes;

  @Option(
      names = "--max-span",
      paramLabel = "SIZE",
      description = "Largest span; 32MiB unless given.")
  private @Nullable String maxSpan;

  @Option(
      names = "--route",
      paramLabel = "SERVICE=EXPERIMENT",
      description = {
        "Experiments by name for the traces of services (service.name) that come over OTLP without"
            + " one, with commas between: shop=Orders,bot=Support."
      })
  private @Nullable String route;

  @Option(
      names = "--stalled-after",
      paramLabel = "TIME",
      description = {
        "A running trace of which nothing came for so long is given up; 1h unless given, 0s for"
            + " never."
      })
  private @Nullable String stalledAfter;
}
