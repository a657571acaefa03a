package dev.spanloom.server;

import com.linecorp.armeria.common.util.EventLoopGroups;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.concurrent.CompletableFuture;

/**
 * The thread that accepts connections. It is the last that a server ends, after its port and all
 * connections are closed, and then looks for two seconds whether somebody gives it work, which
 * nobody needs to wait for. Thread-safe; the server owns the thread.
 */
final class AcceptingThread {
  private final CompletableFuture<Void> ending = new CompletableFuture<>();

  /** Makes the thread. */
  EventLoopGroup make(String name) {
    EventLoopGroup group = EventLoopGroups.newEventLoopGroup(1, name);
    if (group.next() instanceof SingleThreadEventExecutor thread) {
      thread.addShutdownHook(() -> ending.complete(null));
    }
    return group;
  }

  /** Complete once the server has ended all else. */
  CompletableFuture<Void> ending() {
    return ending;
  }
}
