package dev.spanloom.server.artifacts;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.server.ServerOptions;
import dev.spanloom.server.SpanloomServer;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server in a process of its own, with one trace; it ends with its input. */
final class LargeFileServer {
  static final String TRACE = "tr-0af7651916cd43dd8448eb211c80319c";

  private LargeFileServer() {}

  public static void main(String[] args) throws IOException {
    try (TraceStore store = SqliteTraceStore.open(Path.of(args[0]));
        SpanloomServer server = SpanloomServer.start(store, ServerOptions.defaults().withPort(0))) {
      TraceInfo info = TraceInfo.builder(TRACE).experimentId("0").requestTimeUnixMillis(1).build();
      store.writer().write(new WriteBatch(List.of(info), List.of(), "0"));
      System.out.println(server.uri());
      while (System.in.read() >= 0) {
        // until the other end is closed
      }
    }
  }
}
