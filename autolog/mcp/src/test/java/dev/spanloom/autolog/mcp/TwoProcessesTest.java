package dev.spanloom.autolog.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Span;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The SDK's own stdio transport to a server in a JVM of its own. */
class TwoProcessesTest extends McpCase {
  @Test
  void theServersSpanIsBelowTheClientsInTheSameTrace() {
    ServerParameters server =
        ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .args(
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                WeatherServer.class.getName())
            .build();
    McpSyncClient client = client(McpTracing.wrap(new StdioClientTransport(server, JSON)));

    String said;
    try (var around = Mlflow.startSpan("agent")) {
      said = client.callTool(new CallToolRequest("get_weather", Map.of())).content().toString();
    }

    Span asked = span("tools/call get_weather", "client");
    assertThat(asked.parentId()).isEqualTo(named("agent").spanId());
    assertThat(said).contains(asked.traceId() + " below " + asked.spanId());
  }
}
