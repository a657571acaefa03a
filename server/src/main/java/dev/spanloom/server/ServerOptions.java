package dev.spanloom.server;

/**
 * How a server runs.
 *
 * @param host the address to listen on
 * @param port the port; 0 for a free one
 * @param mostBodyBytes of a request, as it is sent
 * @param mostDecodedBytes of a request, once it is decompressed
 */
public record ServerOptions(String host, int port, int mostBodyBytes, int mostDecodedBytes) {
  public static final int DEFAULT_PORT = 5000;

  private static final int MEBIBYTE = 1 << 20;

  /** On this machine only, at MLflow's port. */
  public static ServerOptions defaults() {
    return new ServerOptions("127.0.0.1", DEFAULT_PORT, 64 * MEBIBYTE, 256 * MEBIBYTE);
  }

  public ServerOptions withPort(int newPort) {
    return new ServerOptions(host, newPort, mostBodyBytes, mostDecodedBytes);
  }
}
