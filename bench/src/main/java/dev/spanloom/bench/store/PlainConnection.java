package dev.spanloom.bench.store;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection to a server that is asked one thing at a time. It knows as much of HTTP as a
 * measurement needs: a client that costs next to nothing, so that what is measured is the server.
 * Not thread-safe.
 */
final class PlainConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String authority;
  private final Socket socket;
  private final InputStream in;

  private PlainConnection(String authority, Socket socket, InputStream in) {
    this.authority = authority;
    this.socket = socket;
    this.in = in;
  }

  static PlainConnection to(URI server) throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setTcpNoDelay(true);
    return new PlainConnection(
        server.getAuthority(),
        socket,
        new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
  }

  /**
   * The body of the reply to a GET, or to a POST where there is JSON to send.
   *
   * @throws IOException also when the reply is no success
   */
  byte[] ask(String path, String json) throws IOException {
    return json.isEmpty()
        ? ask("GET " + path, "", new byte[0])
        : post(path, "Content-Type: application/json\r\n", json.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The body of the reply to a POST.
   *
   * @param headers each with the end of its line
   * @throws IOException also when the reply is no success
   */
  byte[] post(String path, String headers, byte[] body) throws IOException {
    return ask("POST " + path, headers + "Content-Length: " + body.length + "\r\n", body);
  }

  private byte[] ask(String what, String headers, byte[] body) throws IOException {
    String head = what + " HTTP/1.1\r\nHost: " + authority + "\r\n" + headers + "\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    request.writeTo(socket.getOutputStream()); // at once: the server waits for no second packet
    return reply();
  }

  private byte[] reply() throws IOException {
    String status = line();
    int length = -1;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).strip();
      switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "transfer-encoding" -> chunked = "chunked".equals(value);
        default -> {}
      }
    }
    byte[] body = chunked ? chunks() : whole(length);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status + ": " + new String(body, StandardCharsets.UTF_8));
    }
    return body;
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER_BYTES);
    int length = Integer.parseInt(line(), 16);
    while (length > 0) {
      body.writeBytes(whole(length));
      line();
      length = Integer.parseInt(line(), 16);
    }
    line();
    return body.toByteArray();
  }

  private byte[] whole(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the server ended a reply of " + length + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("the server ended the connection");
      }
      line.append((char) next);
      next = in.read();
    }
    line.setLength(line.length() - 1);
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
