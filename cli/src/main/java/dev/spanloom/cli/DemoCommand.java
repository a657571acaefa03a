package dev.spanloom.cli;

import dev.spanloom.Mlflow;
import dev.spanloom.cli.option.StoreOption;
import dev.spanloom.cli.server.RunningServer;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.cli.traces.TraceTree;
import dev.spanloom.entities.Trace;
import dev.spanloom.examples.Retriever;
import dev.spanloom.server.ServerOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Runs the chat session and the retriever of the examples, and prints the traces that they leave.
 */
@Command(
    name = "demo",
    description = {
      "Trace a chat session and a retriever, store and print the traces.",
      "The chat goes to OPENAI_BASE_URL with OPENAI_API_KEY if that is set, else to a stub on this machine."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private StoreOption store = new StoreOption();

  @CommandLine.Option(
      names = "--serve",
      description = "Serve the traces afterwards, with the web UI, until Ctrl-C.")
  private boolean serve;

  @CommandLine.Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to serve them on; 5000 unless given, 0 for a free one.")
  private int port = ServerOptions.DEFAULT_PORT;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String place = store.place(); // a URI that cannot be used is said before anything is traced
    // an OpenTelemetry endpoint of this machine would get the traces, and the store none
    System.setProperty("mlflow.enable.otlp.exporter", "false");
    Mlflow.setTrackingUri(store.uri());
    List<String> traceIds = new ArrayList<>();
    DemoChat.run(out);
    traceIds.add(Mlflow.getLastActiveTraceId().orElseThrow());
    Retriever.retrieveDocuments("What is ML?");
    traceIds.add(Mlflow.getLastActiveTraceId().orElseThrow());
    out.println();
    for (String traceId : traceIds) {
      Trace trace =
          Mlflow.getTrace(traceId)
              .orElseThrow(() -> new IllegalStateException("trace " + traceId + " was not stored"));
      TraceTree.print(trace, out, Console.of(spec).terminal());
      out.println();
    }
    boolean written = Mlflow.flush();
    Mlflow.reset();
    if (!written) {
      throw new IllegalStateException("the traces could not be written to " + place);
    }
    out.println("Stored in " + place + ". See them again: ./spanloom traces list");
    return serve ? serve(traceIds, out) : tellWhereToLook(traceIds, out);
  }

  private int tellWhereToLook(List<String> traceIds, PrintWriter out) {
    out.println("In the web UI, once ./spanloom server or ./spanloom ui serves that store:");
    addresses(URI.create("http://127.0.0.1:" + port), traceIds, out);
    return SpanloomCommand.SUCCESS;
  }

  private int serve(List<String> traceIds, PrintWriter out) throws InterruptedException {
    ServerOptions options = ServerOptions.defaults().withPort(port);
    try (RunningServer server = RunningServer.start(store.open(), options)) {
      out.println("In the web UI, until Ctrl-C:");
      addresses(server.uri(), traceIds, out);
      server.awaitEnd();
    }
    return SpanloomCommand.SUCCESS;
  }

  private static void addresses(URI server, List<String> traceIds, PrintWriter out) {
    for (String traceId : traceIds) {
      out.println("  " + server.resolve("/traces/" + traceId));
    }
    out.flush();
  }
}
