package dev.spanloom.cli.server;

import dev.spanloom.Mlflow;
import dev.spanloom.cli.option.StoreCommand;
import dev.spanloom.cli.option.Stores;
import dev.spanloom.server.ServerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Does once what a server does, on a free port over a store that is deleted afterwards, so that the
 * JVM can make an archive of the classes that takes: with it a server is ready in two thirds of the
 * time. For the launcher.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Start a server, log a trace to it, read it, and end.",
    mixinStandardHelpOptions = true)
public final class RehearseCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    ServerLogging.install();
    Path folder = Files.createTempDirectory("spanloom-rehearsal");
    try (RunningServer server =
        RunningServer.start(
            Stores.open("sqlite:" + folder.resolve("spanloom.db")),
            ServerOptions.defaults().withPort(0))) {
      use(server.uri());
    } finally {
      delete(folder);
    }
    return StoreCommand.SUCCESS;
  }

  private static void use(URI server) throws IOException {
    Mlflow.setTrackingUri(server.toString());
    try (var span = Mlflow.startSpan("rehearsal")) {
      span.setInputs(Map.of("question", "Who is there?"));
      span.setOutputs("Nobody.");
    }
    int found = Mlflow.flush() ? Mlflow.searchTraces("name = 'rehearsal'").traces().size() : 0;
    Mlflow.reset();
    if (found != 1) {
      throw new IllegalStateException(
          "rehearsal: the server at " + server + " has " + found + " traces (expected: 1)");
    }
    try (InputStream page = server.resolve("/").toURL().openStream()) {
      page.readAllBytes();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
