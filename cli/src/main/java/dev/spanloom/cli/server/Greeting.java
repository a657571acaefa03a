package dev.spanloom.cli.server;

import dev.spanloom.server.ServerOptions;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;

/** What a server says when it is there: where, and lines to copy for each kind of client. */
final class Greeting {
  private Greeting() {}

  static void print(URI uri, StorePlace place, ServerOptions options, PrintWriter out) {
    String url = reachable(uri).toString() + withoutSlash(options.basePath());
    boolean tokens = Files.exists(place.tokenFile());
    out.println(
        "Spanloom serves " + place.place() + " at " + uri + withoutSlash(options.basePath()));
    out.println();
    line(out, "Web UI", url + "/");
    line(out, "Python", "mlflow.set_tracking_uri(\"" + url + "\")");
    line(out, "TypeScript", "init({ trackingUri: \"" + url + "\", experimentId: \"0\" });");
    line(out, "Java", "Mlflow.setTrackingUri(\"" + url + "\");");
    line(out, "OTLP/HTTP", "export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=" + url + "/v1/traces");
    line(
        out,
        "OTLP/gRPC",
        "export OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_ENDPOINT=" + url);
    out.println();
    if (tokens) {
      line(out, "Tokens", "of " + place.tokenFile());
      line(out, "Java, Python", "export MLFLOW_TRACKING_TOKEN=…");
      line(
          out,
          "TypeScript",
          "an SDK that sends credentials with files too: not that of MLflow 3.6");
      line(out, "OTLP", "export OTEL_EXPORTER_OTLP_HEADERS=\"Authorization=Bearer%20…\"");
    } else if (options.insecure()) {
      line(out, "Tokens", "none: whoever reaches this address may read and write (--insecure)");
    } else {
      line(out, "Tokens", "none: programs of this machine may read and write");
    }
    out.flush();
  }

  private static String withoutSlash(String path) {
    return path.substring(0, path.length() - 1);
  }

  /** Of all addresses of this machine, one that others can use too. */
  private static URI reachable(URI uri) {
    try {
      return InetAddress.getByName(uri.getHost()).isAnyLocalAddress()
          ? new URI(
              uri.getScheme(),
              null,
              InetAddress.getLocalHost().getHostName(),
              uri.getPort(),
              null,
              null,
              null)
          : uri;
    } catch (UnknownHostException | URISyntaxException e) {
      return uri; // a machine without a name
    }
  }

  private static void line(PrintWriter out, String name, String text) {
    out.println(String.format("  %-12s %s", name, text));
  }
}
