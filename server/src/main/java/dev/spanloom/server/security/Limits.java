package dev.spanloom.server.security;

/**
 * What a server takes on; what is beyond is refused before it costs memory.
 *
 * @param bodyBytes of one request, as it is sent
 * @param decodedBytes of one request, once it is decompressed
 * @param heldBytes of all requests at once
 * @param requests at once
 * @param requestsPerSecond of each token; a burst may have twice as many
 */
public record Limits(
    int bodyBytes, int decodedBytes, long heldBytes, int requests, int requestsPerSecond) {
  private static final int MEBIBYTE = 1 << 20;

  /** 64 MiB, 256 MiB, a third of the heap, 1,000 requests, 1,000 requests a second. */
  public static final Limits DEFAULTS =
      new Limits(64 * MEBIBYTE, 256 * MEBIBYTE, Runtime.getRuntime().maxMemory() / 3, 1_000, 1_000);

  public Limits {
    positive("bodyBytes", bodyBytes);
    positive("decodedBytes", decodedBytes);
    positive("heldBytes", heldBytes);
    positive("requests", requests);
    positive("requestsPerSecond", requestsPerSecond);
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
    }
  }
}
