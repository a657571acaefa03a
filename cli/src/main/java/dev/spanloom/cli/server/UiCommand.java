package dev.spanloom.cli.server;

import dev.spanloom.cli.terminal.Console;
import dev.spanloom.server.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves a store, and opens the browser on it. */
@Command(
    name = "ui",
    description = {
      "Look at a store in the browser: the server of 'spanloom server', and its pages opened.",
      "It takes another port when 5000 is taken and none is said. Ctrl-C ends it."
    })
public final class UiCommand implements Callable<Integer> {
  @Option(names = "--no-open", description = "Print the address and open no browser.")
  private boolean noOpen;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Serving serving = new Serving();

  @Override
  public Integer call() throws Exception {
    int port = isFree(ServerOptions.DEFAULT_PORT) ? ServerOptions.DEFAULT_PORT : 0;
    return serving.run(port, this::open);
  }

  private void open(URI server) {
    PrintWriter out = Console.of(spec).out();
    if (!noOpen && !Browser.open(server)) {
      out.println();
      out.println("No browser could be opened: open " + server + " yourself.");
      out.flush();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
