package dev.spanloom.cli.server;

import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.TraceStore;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/**
 * A server over a store of its own, which ends with the process: SIGTERM and Ctrl-C let requests
 * that began come to their end first. Thread-safe.
 */
public final class RunningServer implements AutoCloseable {
  private static final String TLS_ENGINE = "com.linecorp.armeria.tlsEngineType";

  private final TraceStore store;
  private final SpanloomServer server;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread atExit = new Thread(this::end, "spanloom-server-drain");

  private RunningServer(TraceStore store, SpanloomServer server) {
    this.store = store;
    this.server = server;
  }

  /** Serves a store, which it closes at its end, also when it cannot start. */
  public static RunningServer start(TraceStore store, ServerOptions options) {
    if (!options.hasTls() && System.getProperty(TLS_ENGINE) == null) {
      System.setProperty(TLS_ENGINE, "jdk"); // else OpenSSL is loaded, for a quarter of a second
    }
    try {
      RunningServer running = new RunningServer(store, SpanloomServer.start(store, options));
      Runtime.getRuntime().addShutdownHook(running.atExit);
      return running;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Where it listens. */
  public URI uri() {
    return server.uri();
  }

  /** Waits until the process is told to end. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  private synchronized void end() {
    if (ended.getCount() > 0) {
      server.close();
      store.close();
      ended.countDown();
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // the process ends: this is the hook's doing
    }
  }
}
