package dev.spanloom.server.rest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends bytes that no client would send, and reads replies. Gives up when one does not come. */
final class RawConnection implements AutoCloseable {
  private static final int LONGEST_MILLIS = 30_000;

  private final int port;
  private Socket socket;
  private InputStream in;

  RawConnection(int port) throws IOException {
    this.port = port;
    open();
  }

  /**
   * What came back.
   *
   * @param status 0 when the connection was closed instead
   */
  record Reply(int status, String body) {}

  private void open() throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LONGEST_MILLIS);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  private void reopen() throws IOException {
    socket.close();
    open();
  }

  Reply send(byte[] request) throws IOException {
    String head;
    try {
      socket.getOutputStream().write(request);
      head = head();
    } catch (java.net.SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      head = ""; // closed while it was written to
    }
    if (head.isEmpty()) {
      reopen();
      return new Reply(0, "");
    }
    int status = Integer.parseInt(head.substring(9, 12));
    boolean isHead = request[0] == 'H' && request[1] == 'E';
    String body = isHead ? "" : new String(in.readNBytes(length(head)), StandardCharsets.UTF_8);
    if (head.contains("connection: close") || status == 400 && body.isEmpty()) {
      reopen();
    }
    return new Reply(status, body);
  }

  private static int length(String head) {
    int at = head.indexOf("content-length: ");
    return at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).trim());
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
