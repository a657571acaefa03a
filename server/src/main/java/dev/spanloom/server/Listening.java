package dev.spanloom.server;

import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** The address of a server, its TLS, and what is wrong with them. */
final class Listening {
  /** Clients name many traces in one query. */
  private static final int ADDRESS_BYTES = 64 * 1024;

  private static final int HEADER_BYTES = 8 * 1024;

  private Listening() {}

  static InetAddress address(ServerOptions options) {
    try {
      return InetAddress.getByName(options.host());
    } catch (UnknownHostException e) {
      throw new ServerStartException(
          "host: \"" + options.host() + "\" has no address (expected: one of this machine)", e);
    }
  }

  /** Lets a server listen where the options say. */
  static void configure(ServerBuilder builder, ServerOptions options) {
    builder.http1MaxInitialLineLength(ADDRESS_BYTES);
    builder.http2MaxHeaderListSize(ADDRESS_BYTES + HEADER_BYTES);
    InetSocketAddress address = new InetSocketAddress(address(options), options.port());
    Path certificate = options.certificate();
    Path key = options.certificateKey();
    if (certificate == null || key == null) {
      builder.http(address);
      builder.childChannelPipelineCustomizer(WithoutUpgrade::install);
      return;
    }
    readable("certificate", certificate);
    readable("key", key);
    builder.https(address);
    try {
      builder.tls(TlsKeyPair.of(key.toFile(), certificate.toFile()));
    } catch (RuntimeException e) {
      throw badCertificate(options, e);
    }
  }

  private static void readable(String what, Path file) {
    if (!Files.isReadable(file)) {
      throw new ServerStartException(
          "TLS " + what + ": " + file + " cannot be read (expected: a PEM file)");
    }
  }

  /** Makes and starts a server. */
  static Server start(ServerBuilder builder, ServerOptions options) {
    Server server;
    try {
      server = builder.build();
    } catch (RuntimeException e) {
      throw options.hasTls() ? badCertificate(options, e) : e;
    }
    try {
      server.start().join();
      return server;
    } catch (CompletionException e) {
      server.stop().join();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof BindException
          || String.valueOf(cause.getMessage()).contains("Address already in use")) {
        throw new ServerStartException(
            "port "
                + options.port()
                + " of "
                + options.host()
                + " cannot be had: "
                + cause.getMessage()
                + " (expected: a free port; try another with --port)",
            cause);
      }
      throw new ServerStartException("the server could not start: " + cause, cause);
    }
  }

  private static ServerStartException badCertificate(ServerOptions options, Exception cause) {
    Throwable deepest = cause;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return new ServerStartException(
        "TLS: "
            + options.certificate()
            + " and "
            + options.certificateKey()
            + " are no certificate and its key in PEM ("
            + deepest.getMessage()
            + ")",
        cause);
  }
}
