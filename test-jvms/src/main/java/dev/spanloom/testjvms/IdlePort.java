package dev.spanloom.testjvms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of loopback on which nobody listens, and which nobody gets by chance until this is closed:
 * only who asks for this very one, as a server that comes back does. Thread-safe.
 */
public final class IdlePort implements AutoCloseable {
  private final Socket held = new Socket();

  private IdlePort() {}

  /** Any port. */
  public static IdlePort any() throws IOException {
    return of(0);
  }

  /** A port that a peer had, once it has given it back. */
  public static IdlePort of(int port) throws IOException {
    IdlePort idle = new IdlePort();
    idle.held.setReuseAddress(true);
    Await.until("port " + port, () -> idle.isBoundTo(port));
    return idle;
  }

  private boolean isBoundTo(int port) {
    try {
      held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The port that a client may ask in vain. */
  public int number() {
    return held.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    held.close();
  }
}
