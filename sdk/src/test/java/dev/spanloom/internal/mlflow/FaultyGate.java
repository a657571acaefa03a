package dev.spanloom.internal.mlflow;

import dev.spanloom.testjvms.Await;
import dev.spanloom.testjvms.IdlePort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A raw socket before a server. Hands requests on and answers back, but for what a test wants to go
 * wrong with one of them.
 */
final class FaultyGate implements AutoCloseable {
  private final int target;
  private final ServerSocket socket;
  private final Thread accepting;
  private @Nullable IdlePort place;
  private final AtomicInteger handedOn = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** What goes wrong with a request, by its first line; null for nothing. */
  private volatile Function<String, Fault> faults = line -> null;

  /** What happens to a request, and on its connection. */
  interface Fault {
    /**
     * Does it.
     *
     * @param gate hands the request on
     * @param request whole, as it came
     * @param out to the client; closed afterwards
     */
    void happen(FaultyGate gate, byte[] request, OutputStream out) throws IOException;
  }

  /** A gate on a free port. */
  FaultyGate(int target) throws IOException {
    this(target, 0);
    var unused = MlflowPeer.isNew(port());
  }

  FaultyGate(int target, int port) throws IOException {
    this.target = target;
    this.socket = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.accepting = new Thread(this::accept, "faulty-gate");
    accepting.setDaemon(true);
    accepting.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  String uri() {
    return "http://127.0.0.1:" + port();
  }

  /** First lines of requests, in the order in which they came. */
  List<String> seen() {
    return seen;
  }

  /** Heads of requests. */
  List<String> heads() {
    return heads;
  }

  void on(Function<String, Fault> wanted) {
    faults = wanted;
  }

  /** The answer, whatever was asked; the server behind hears nothing. */
  static Fault answer(String head, String body) {
    return (gate, request, out) ->
        out.write(
            (head + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
  }

  /** Closes the connection and says nothing; the server behind hears nothing. */
  static Fault hangUp() {
    return (gate, request, out) -> {};
  }

  /** The server behind does as it was asked, but its answer gets lost. */
  static Fault dieBeforeTheAnswer() {
    return (gate, request, out) -> gate.exchange(request);
  }

  /** Half of the answer comes. */
  static Fault halfAnAnswer() {
    return (gate, request, out) -> {
      byte[] answer = gate.exchange(request);
      out.write(answer, 0, answer.length - 5);
    };
  }

  /** Nothing comes until the client has had enough. */
  static Fault silence() {
    return (gate, request, out) -> {
      synchronized (gate) {
        try {
          gate.wait(60_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        Thread thread = new Thread(() -> serve(client), "faulty-gate-client");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      byte[] request = read(client.getInputStream());
      while (request.length > 0) {
        String text = new String(request, StandardCharsets.ISO_8859_1);
        String line = text.substring(0, text.indexOf(" HTTP/"));
        seen.add(line);
        heads.add(text.substring(0, text.indexOf("\r\n\r\n")));
        Fault fault = faults.apply(line);
        if (fault != null) {
          fault.happen(this, request, client.getOutputStream());
          client.getOutputStream().flush();
          return;
        }
        client.getOutputStream().write(exchange(request));
        client.getOutputStream().flush();
        request = read(client.getInputStream());
      }
    } catch (IOException e) {
      // the client has gone
    } finally {
      open.remove(client);
    }
  }

  /** What the server behind answers. */
  private byte[] exchange(byte[] request) throws IOException {
    handedOn.incrementAndGet();
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      if (socket.isClosed()) {
        throw new IOException("the gate is down");
      }
      server.getOutputStream().write(request);
      server.getOutputStream().flush();
      return read(server.getInputStream());
    } finally {
      handedOn.decrementAndGet();
    }
  }

  /** A message with its body; empty at the end of the stream. */
  private static byte[] read(InputStream in) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int length = 0;
    List<Integer> line = new ArrayList<>();
    for (int b = in.read(); b >= 0; b = in.read()) {
      message.write(b);
      if (b != '\n') {
        line.add(b);
        continue;
      }
      StringBuilder text = new StringBuilder();
      line.forEach(c -> text.append((char) c.intValue()));
      String header = text.toString().strip().toLowerCase(Locale.ROOT);
      line.clear();
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
      }
      if (header.isEmpty()) {
        message.write(in.readNBytes(length));
        return message.toByteArray();
      }
    }
    return new byte[0];
  }

  /**
   * Ends all connections too, as a server that is killed: what it was asked is done then, or never.
   * Until this is closed nobody gets the port but another gate.
   */
  void goDown() throws IOException {
    end();
    Await.until("all that was handed on is done", () -> handedOn.get() == 0);
    Await.until("the port is free", () -> !accepting.isAlive());
    place = IdlePort.of(port());
  }

  @Override
  public void close() throws IOException {
    end();
    if (place != null) {
      place.close();
    }
  }

  private void end() throws IOException {
    socket.close();
    for (Socket one : open) {
      one.close();
    }
    synchronized (this) {
      notifyAll();
    }
  }
}
