package dev.spanloom.autolog.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What {@code docs/guide/autolog-mcp.md} shows; compiled, and compared with the page. */
class McpGuideTest {
  private static final Path PAGE = Path.of("../../docs/guide/autolog-mcp.md");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/spanloom/autolog/mcp/McpGuideTest.java");

  static void wrap(
      McpClientTransport transport,
      McpServerTransportProvider provider,
      SyncToolSpecification tool,
      SyncPromptSpecification prompt) {
    McpSyncClient client = McpClient.sync(McpTracing.wrap(transport)).build();
    McpSyncServer server =
        McpServer.sync(provider)
            .tools(McpTracing.wrap(tool))
            .prompts(McpTracing.wrap(prompt))
            .build();
    client.close();
    server.close();
  }

  static Mono<CallToolResult> chain(McpAsyncClient async, CallToolRequest request) {
    Mono<CallToolResult> result =
        async.initialize().then(async.callTool(request)).contextWrite(McpTracing.currentContext());
    return result;
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() throws Exception {
    String source = Files.readString(SOURCE).replaceAll("\\s", "");
    String[] parts = Files.readString(PAGE).split("```java\n");

    assertThat(parts).hasSize(3);
    for (int i = 1; i < parts.length; i++) {
      for (String line : parts[i].split("```")[0].lines().toList()) {
        assertThat(source).contains(line.replaceAll("\\s", ""));
      }
    }
  }

  @Test
  void thePageNamesTheVersionsOfThePom() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String floor = pom.split("<version.mcp>")[1].split("<")[0];
    String newest = pom.split("<version.mcp.newest>")[1].split("<")[0];

    assertThat(Files.readString(PAGE)).contains(floor + " to " + newest);
  }
}
