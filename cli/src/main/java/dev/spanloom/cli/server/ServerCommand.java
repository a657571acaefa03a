package dev.spanloom.cli.server;

import dev.spanloom.server.ServerOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves a store until it is told to stop. */
@Command(
    name = "server",
    description = {
      "Serve a store: the web UI, MLflow's REST API and OTLP on one port.",
      "Each option can stand in the environment too (SPANLOOM_SERVER_PORT for --port) and in a"
          + " file (port=5000, or JSON). An option goes before the environment, that before the"
          + " file. Ctrl-C lets requests that began come to their end."
    })
public final class ServerCommand implements Callable<Integer> {
  @Mixin private Serving serving = new Serving();

  @Override
  public Integer call() throws Exception {
    return serving.run(ServerOptions.DEFAULT_PORT, server -> {});
  }
}
