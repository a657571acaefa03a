package dev.spanloom.server.artifacts;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends requests as they are: client libraries mend paths, or refuse them. Not thread-safe. */
final class RawRequests implements AutoCloseable {
  private static final int READ_MILLIS = 60_000;

  private final int port;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  RawRequests(int port) {
    this.port = port;
  }

  /** The status that a request is answered with. */
  int send(String method, String path, String body) throws IOException {
    byte[] request =
        (method
                + " "
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(StandardCharsets.UTF_8);
    boolean fresh = socket == null;
    try {
      return exchange(request);
    } catch (IOException e) {
      close(); // the server may have closed it meanwhile
      if (fresh) {
        throw new IOException(method + " " + path, e);
      }
      return exchange(request);
    }
  }

  private int exchange(byte[] request) throws IOException {
    Socket open = socket;
    InputStream from = in;
    if (open == null || from == null) {
      open = new Socket(InetAddress.getLoopbackAddress(), port);
      open.setSoTimeout(READ_MILLIS);
      open.setTcpNoDelay(true);
      from = new BufferedInputStream(open.getInputStream());
      socket = open;
      in = from;
    }
    open.getOutputStream().write(request);
    String status = line(from);
    long length = 0;
    boolean chunked = false;
    boolean closes = false;
    for (String header = line(from); !header.isEmpty(); header = line(from)) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
      closes |= lower.equals("connection: close");
    }
    if (chunked) {
      for (long size = -1; size != 0; ) {
        size = Long.parseLong(line(from), 16);
        from.skipNBytes(size);
        line(from);
      }
    } else {
      from.skipNBytes(length);
    }
    if (closes) {
      close();
    }
    return Integer.parseInt(status.split(" ")[1]);
  }

  private static String line(InputStream from) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = from.read();
    while (next >= 0 && next != '\n') {
      line.append((char) next);
      next = from.read();
    }
    if (next < 0) {
      throw new IOException("the connection was closed");
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
