package dev.spanloom.autolog.mcp;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.InMemoryDestination;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import java.util.concurrent.CountDownLatch;

/** A server that is a process of its own and speaks over stdio; it says where its span stands. */
final class WeatherServer {
  private WeatherServer() {}

  public static void main(String[] arguments) throws InterruptedException {
    Mlflow.setDestination(new InMemoryDestination());
    SyncToolSpecification tool =
        McpTracing.wrap(
            new SyncToolSpecification(
                McpCase.tool("get_weather"),
                (exchange, request) -> {
                  var span = Mlflow.getCurrentActiveSpan();
                  return McpCase.said(span.traceId() + " below " + span.parentId());
                }));
    var unused =
        McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
            .capabilities(McpCase.capabilities())
            .tools(tool)
            .build();
    new CountDownLatch(1).await(); // until the client ends the process
  }
}
