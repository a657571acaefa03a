package dev.spanloom.autolog.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncResourceSpecification;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class McpTracingTest extends McpCase {
  private static final CallToolRequest WEATHER =
      new CallToolRequest("get_weather", Map.of("city", "Graz"));

  private void serve(Function<CallToolRequest, CallToolResult> weather) {
    var unused =
        McpServer.sync(serverEnd())
            .capabilities(capabilities())
            // over stdio the SDK's server refuses results of several threads at once
            .immediateExecution(true)
            .tools(
                McpTracing.wrap(
                    new SyncToolSpecification(
                        tool("get_weather"), (exchange, request) -> weather.apply(request))))
            .resources(
                McpTracing.wrap(
                    new SyncResourceSpecification(
                        McpSchema.Resource.builder()
                            .uri("file:///colours.txt")
                            .name("colours")
                            .mimeType("text/plain")
                            .build(),
                        (exchange, request) ->
                            new McpSchema.ReadResourceResult(
                                List.of(
                                    new McpSchema.TextResourceContents(
                                        request.uri(), "text/plain", "blue, green"))))))
            .prompts(
                McpTracing.wrap(
                    new SyncPromptSpecification(
                        new McpSchema.Prompt("greet", "Greets.", List.of()),
                        (exchange, request) ->
                            new McpSchema.GetPromptResult(
                                "A greeting",
                                List.of(
                                    new McpSchema.PromptMessage(
                                        McpSchema.Role.USER,
                                        new McpSchema.TextContent("Hello, Ada!")))))))
            .build();
  }

  @Test
  void theVersionUnderTestIsTheOneThatThePomNames() {
    assertThat(McpServer.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .endsWith("mcp-core-" + System.getProperty("mcp.expected") + ".jar");
  }

  @Test
  void clientAndServerAreOneTraceWithTheClientsSpanAsParentOfTheServers() {
    serve(
        request -> {
          Mlflow.startSpan("look outside").close();
          return said("It rains in " + request.arguments().get("city") + ".");
        });
    McpSyncClient client = client(McpTracing.wrap(pipe));

    CallToolResult result;
    try (LiveSpan around = Mlflow.startSpan("agent")) {
      result = client.callTool(WEATHER);
    }

    assertThat(result.content().toString()).contains("It rains in Graz.");
    Span asked = span("tools/call get_weather", "client");
    Span served = span("tools/call get_weather", "server");
    assertThat(asked.parentId()).isEqualTo(named("agent").spanId());
    assertThat(served.parentId()).isEqualTo(asked.spanId());
    assertThat(named("look outside").parentId()).isEqualTo(served.spanId());
    assertThat(spans()).extracting(Span::traceId).containsOnly(asked.traceId());
    for (Span span : List.of(asked, served)) {
      assertThat(span.spanType()).isEqualTo(SpanType.TOOL);
      assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.OK);
      assertThat(span.inputs()).isEqualTo(Map.of("city", "Graz"));
      assertThat(String.valueOf(span.outputs())).contains("type=text", "It rains in Graz.");
      assertThat(span.attribute("gen_ai.tool.name")).isEqualTo("get_weather");
    }
  }

  @Test
  void listsResourcesAndPromptsAreSpansToo() {
    serve(request -> said("no"));
    McpSyncClient client = client(McpTracing.wrap(pipe));

    try (LiveSpan around = Mlflow.startSpan("agent")) {
      assertThat(client.listTools().tools()).hasSize(1);
      var unused = client.readResource(new McpSchema.ReadResourceRequest("file:///colours.txt"));
      var unused2 = client.getPrompt(new McpSchema.GetPromptRequest("greet", Map.of()));
    }

    String agent = named("agent").spanId();
    assertThat(named("tools/list").parentId()).isEqualTo(agent);
    assertThat(String.valueOf(named("tools/list").outputs())).contains("get_weather");
    Span read = span("resources/read file:///colours.txt", "client");
    assertThat(read.parentId()).isEqualTo(agent);
    assertThat(String.valueOf(read.outputs())).contains("blue, green");
    Span served = span("resources/read file:///colours.txt", "server");
    assertThat(served.parentId()).isEqualTo(read.spanId());
    assertThat(served.inputs()).isEqualTo(Map.of("uri", "file:///colours.txt"));
    Span prompt = span("prompts/get greet", "client");
    assertThat(String.valueOf(prompt.outputs())).contains("Hello, Ada!");
    assertThat(span("prompts/get greet", "server").parentId()).isEqualTo(prompt.spanId());
  }

  @Test
  void whatKeepsASessionGoingIsNoSpan() {
    serve(request -> said("no"));

    var unused = client(McpTracing.wrap(pipe)).ping();

    assertThat(spans()).isEmpty();
  }

  @Test
  void aToolThatReportsAnErrorIsAnErrorAtBothEnds() {
    serve(request -> CallToolResult.builder().addTextContent("no such city").isError(true).build());

    CallToolResult result = client(McpTracing.wrap(pipe)).callTool(WEATHER);

    assertThat(result.isError()).isTrue();
    for (String side : List.of("client", "server")) {
      Span span = span("tools/call get_weather", side);
      assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
      assertThat(span.status().description()).contains("no such city");
      assertThat(String.valueOf(span.outputs())).contains("no such city");
    }
  }

  @Test
  void anErrorOfJsonRpcIsAnErrorOfTheSpan() {
    serve(request -> said("no"));
    McpSyncClient client = client(McpTracing.wrap(pipe));

    assertThatThrownBy(() -> client.getPrompt(new McpSchema.GetPromptRequest("nobody", Map.of())))
        .isInstanceOf(McpError.class);

    Span span = named("prompts/get nobody");
    assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(span.status().description()).contains("JSON-RPC error -3");
  }

  @Test
  void aHandlerThatThrowsIsAnErrorWithItsException() {
    serve(
        request -> {
          throw new IllegalStateException("the sky fell down");
        });
    McpSyncClient client = client(McpTracing.wrap(pipe));

    try {
      assertThat(client.callTool(WEATHER).isError()).isTrue();
    } catch (McpError e) {
      assertThat(e).hasMessageContaining("the sky fell down");
    }

    Span served = span("tools/call get_weather", "server");
    assertThat(served.events())
        .anySatisfy(
            event ->
                assertThat(event.attributes())
                    .containsEntry("exception.type", "java.lang.IllegalStateException"));
    assertThat(span("tools/call get_weather", "client").status().statusCode())
        .isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void aTransportThatBreaksIsAnError() {
    serve(request -> said("no"));
    McpSyncClient client = client(McpTracing.wrap(pipe));
    pipe.breakDown();

    assertThatThrownBy(() -> client.callTool(WEATHER)).hasStackTraceContaining("pipe is broken");

    Span span = named("tools/call get_weather");
    assertThat(span.status().description()).contains("the pipe is broken");
  }

  @Test
  void aRequestThatIsStillOpenWhenTheClientClosesIsAnError() throws Exception {
    java.util.concurrent.CountDownLatch gate = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.CountDownLatch served = new java.util.concurrent.CountDownLatch(1);
    serve(
        request -> {
          served.countDown();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return said("too late");
        });
    McpClientTransport transport = McpTracing.wrap(pipe);
    McpAsyncClient client = asyncClient(transport);
    client.initialize().block(Duration.ofSeconds(30));
    var subscription = client.callTool(WEATHER).subscribe(result -> {}, error -> {});
    assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();

    transport.closeGracefully().block(Duration.ofSeconds(30));

    assertThat(span("tools/call get_weather", "client").status().description())
        .contains("the client was closed");
    gate.countDown();
    subscription.dispose();
  }

  @Test
  void aWrappedClientOfABareServerSendsItsParentAndABareClientSendsNone() {
    var unused =
        McpServer.sync(serverEnd())
            .capabilities(capabilities())
            .tools(
                new SyncToolSpecification(
                    tool("get_weather"),
                    (exchange, request) -> said(String.valueOf(request.meta()))))
            .build();

    String seen = client(McpTracing.wrap(pipe)).callTool(WEATHER).content().toString();

    Span span = named("tools/call get_weather");
    assertThat(seen).contains("traceparent=00-").contains("-" + span.spanId() + "-01");
  }

  @Test
  void whatTheProgramSaysInMetaStays() {
    String parent = "00-11111111111111111111111111111111-2222222222222222-01";
    var unused =
        McpServer.sync(serverEnd())
            .capabilities(capabilities())
            .tools(
                new SyncToolSpecification(
                    tool("get_weather"),
                    (exchange, request) -> said(String.valueOf(request.meta()))))
            .build();
    McpSyncClient client = client(McpTracing.wrap(pipe));

    assertThat(
            client
                .callTool(
                    new CallToolRequest("get_weather", Map.of(), Map.of("progressToken", "p-1")))
                .content()
                .toString())
        .contains("progressToken=p-1", "traceparent=");
    assertThat(
            client
                .callTool(
                    new CallToolRequest("get_weather", Map.of(), Map.of("traceparent", parent)))
                .content()
                .toString())
        .contains("traceparent=" + parent);
  }

  @Test
  void imagesOfToolsBecomeAttachments() {
    String base64 = Base64.getEncoder().encodeToString("no real picture".repeat(100).getBytes());
    serve(
        request ->
            CallToolResult.builder()
                .addContent(new McpSchema.ImageContent(null, base64, "image/png"))
                .build());

    var unused = client(McpTracing.wrap(pipe)).callTool(WEATHER);

    for (String side : List.of("client", "server")) {
      assertThat(String.valueOf(span("tools/call get_weather", side).outputs()))
          .contains("mlflow-attachment://")
          .doesNotContain(base64);
    }
  }

  @Test
  void withoutContentOnlyNamesAndTimesAreRecorded() {
    AutologOptions options = AutologOptions.DEFAULT.withContent(false);
    var unused =
        McpServer.sync(serverEnd())
            .capabilities(capabilities())
            .tools(
                McpTracing.wrap(
                    new SyncToolSpecification(
                        tool("get_weather"),
                        (exchange, request) ->
                            CallToolResult.builder()
                                .addTextContent("secret of Graz")
                                .isError(true)
                                .build()),
                    options))
            .build();

    var unused2 = client(McpTracing.wrap(pipe, options)).callTool(WEATHER);

    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span ->
                assertThat(span.attributes().toString() + span.status() + span.events())
                    .contains("get_weather")
                    .doesNotContain("Graz"));
  }

  @Test
  void nothingIsSentOrRecordedWhenTracingIsOff() {
    serve(request -> said("no"));
    McpSyncClient client = client(McpTracing.wrap(pipe));
    Mlflow.disable();
    try {
      var unused = client.callTool(WEATHER);
    } finally {
      Mlflow.enable();
    }

    assertThat(spans()).isEmpty();
    assertThat(pipe.sent()).noneMatch(line -> line.contains("traceparent"));
  }

  @Test
  void wrappingTwiceIsWrappingOnce() {
    serve(request -> said("no"));
    McpClientTransport once = McpTracing.wrap(pipe);
    SyncToolSpecification tool =
        McpTracing.wrap(new SyncToolSpecification(tool("x"), (exchange, request) -> said("x")));

    assertThat(McpTracing.wrap(once)).isSameAs(once);
    assertThat(McpTracing.wrap(tool)).isEqualTo(tool);
    AutologOptions off = AutologOptions.DEFAULT.withEnabled(false);
    assertThat(McpTracing.wrap(pipe, off)).isSameAs(pipe);
  }

  @Test
  void requestsOfManyThreadsStandEachBelowItsOwnSpan() throws Exception {
    serve(request -> said("weather of " + request.arguments().get("city")));
    McpSyncClient client = client(McpTracing.wrap(pipe));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String city = "city " + i;
        all.add(
            threads.submit(
                () -> {
                  try (LiveSpan span = Mlflow.startSpan(city)) {
                    return client.callTool(
                        new CallToolRequest("get_weather", Map.of("city", city)));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    Set<String> cities = new HashSet<>();
    Mlflow.flush();
    assertThat(Mlflow.searchTraces().traces())
        .hasSize(20)
        .allSatisfy(
            trace -> {
              List<Span> spans = trace.data().spans();
              assertThat(spans).hasSize(3);
              cities.add(spans.get(0).name());
              assertThat(spans.subList(1, 3))
                  .allSatisfy(
                      span ->
                          assertThat(String.valueOf(span.outputs()))
                              .contains("weather of " + spans.get(0).name()));
            });
    assertThat(cities).hasSize(20);
  }

  private void serveLater(Function<CallToolRequest, Mono<CallToolResult>> weather) {
    var unused =
        McpServer.async(serverEnd())
            .capabilities(capabilities())
            .tools(
                McpTracing.wrap(
                    new AsyncToolSpecification(
                        tool("get_weather"), (exchange, request) -> weather.apply(request))))
            .build();
  }

  @Test
  void laterResultsHaveTheRightParentsOnBothSides() {
    serveLater(
        request ->
            Mono.fromCallable(
                    () -> {
                      Mlflow.startSpan("look outside").close();
                      return "It rains.";
                    })
                .delayElement(Duration.ofMillis(1))
                .map(McpCase::said));
    McpAsyncClient client = asyncClient(McpTracing.wrap(pipe));
    client.initialize().block(Duration.ofSeconds(30));

    try (LiveSpan around = Mlflow.startSpan("agent")) {
      CallToolResult result = client.callTool(WEATHER).block(Duration.ofSeconds(30));
      assertThat(String.valueOf(result)).contains("It rains.");
    }

    Span asked = span("tools/call get_weather", "client");
    Span served = span("tools/call get_weather", "server");
    assertThat(asked.parentId()).isEqualTo(named("agent").spanId());
    assertThat(served.parentId()).isEqualTo(asked.spanId());
    assertThat(named("look outside").parentId()).isEqualTo(served.spanId());
    assertThat(String.valueOf(served.outputs())).contains("It rains.");
  }

  @Test
  void aRequestBehindAnotherOneHasTheParentOfReactorsContext() {
    serveLater(request -> Mono.just(said("It rains.")));
    McpAsyncClient client = asyncClient(McpTracing.wrap(pipe));

    try (LiveSpan around = Mlflow.startSpan("agent")) {
      // the tool is called on the thread that brings the answer to the first request
      var unused =
          client
              .initialize()
              .then(client.callTool(WEATHER))
              .flatMap(first -> client.callTool(WEATHER))
              .contextWrite(McpTracing.currentContext())
              .block(Duration.ofSeconds(30));
    }

    String agent = named("agent").spanId();
    assertThat(spans())
        .filteredOn(span -> "client".equals(span.attribute("mcp.side")))
        .hasSize(2)
        .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(agent));
  }

  @Test
  void aLaterResultThatFailsIsAnErrorAndTheHandlerRunsWhenItWould() {
    List<String> order = new ArrayList<>();
    AsyncToolSpecification tool =
        McpTracing.wrap(
            new AsyncToolSpecification(
                tool("get_weather"),
                (exchange, request) -> {
                  order.add("handler");
                  return Mono.error(new IllegalStateException("the sky fell down"));
                }));

    Mono<CallToolResult> result = tool.callHandler().apply(null, WEATHER);
    order.add("subscribe");

    assertThatThrownBy(() -> result.block(Duration.ofSeconds(30)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the sky fell down");
    assertThat(order).containsExactly("handler", "subscribe");
    Span served = named("tools/call get_weather");
    assertThat(served.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }
}
