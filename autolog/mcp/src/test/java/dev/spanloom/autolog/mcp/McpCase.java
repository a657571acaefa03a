package dev.spanloom.autolog.mcp;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A real client and a real server of the SDK, joined by pipes, and what their calls left. */
@Timeout(240)
abstract class McpCase {
  static final McpJsonMapper JSON = McpJsonDefaults.getMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  PipedTransport pipe;
  private StdioServerTransportProvider serverEnd;
  private McpSyncClient client;
  private McpAsyncClient asyncClient;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    try {
      PipedOutputStream toServer = new PipedOutputStream();
      PipedOutputStream toClient = new PipedOutputStream();
      pipe = new PipedTransport(JSON, new PipedInputStream(toClient, 1 << 16), toServer);
      serverEnd =
          new StdioServerTransportProvider(JSON, new PipedInputStream(toServer, 1 << 16), toClient);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.closeGracefully();
    }
    if (asyncClient != null) {
      asyncClient.closeGracefully().block(LIMIT);
    }
    serverEnd.closeGracefully().block(LIMIT);
    Mlflow.reset();
  }

  StdioServerTransportProvider serverEnd() {
    return serverEnd;
  }

  static McpSchema.ServerCapabilities capabilities() {
    return McpSchema.ServerCapabilities.builder()
        .tools(false)
        .resources(false, false)
        .prompts(false)
        .build();
  }

  static McpSchema.Tool tool(String name) {
    return McpSchema.Tool.builder()
        .name(name)
        .description("Says the weather.")
        .inputSchema(JSON, "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}")
        .build();
  }

  static McpSchema.CallToolResult said(String text) {
    return McpSchema.CallToolResult.builder().addTextContent(text).isError(false).build();
  }

  McpSyncClient client(McpClientTransport transport) {
    client = McpClient.sync(transport).requestTimeout(LIMIT).initializationTimeout(LIMIT).build();
    client.initialize();
    return client;
  }

  McpAsyncClient asyncClient(McpClientTransport transport) {
    asyncClient =
        McpClient.async(transport).requestTimeout(LIMIT).initializationTimeout(LIMIT).build();
    return asyncClient;
  }

  List<Span> spans() {
    Mlflow.flush();
    return Mlflow.searchTraces().traces().stream()
        .flatMap(trace -> trace.data().spans().stream())
        .toList();
  }

  Span span(String name, String side) {
    return only(
        found ->
            found.name().equals(name)
                && (side == null || side.equals(found.attribute("mcp.side"))));
  }

  Span named(String name) {
    return span(name, null);
  }

  private Span only(java.util.function.Predicate<Span> wanted) {
    List<Span> found = spans().stream().filter(wanted).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " such spans in " + spans());
    }
    return found.get(0);
  }
}
