package dev.spanloom.autolog.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabricksOpenAiTest {
  private static final String MODEL = "databricks-claude-sonnet-4-5";
  private static final String ANSWER =
      """
      {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"%s",\
      "choices":[{"index":0,"message":{"role":"assistant","content":"blue"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":23,"completion_tokens":7,"total_tokens":30}}"""
          .formatted(MODEL);

  @TempDir Path folder;
  private final FakeProvider workspace = new FakeProvider();

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    workspace.reply(Reply.json(ANSWER));
  }

  @AfterEach
  void stop() {
    workspace.close();
    Mlflow.reset();
  }

  private DatabricksConfig config() {
    return new DatabricksConfig()
        .setHost(workspace.url())
        .setConfigFile(folder.resolve("databrickscfg").toString());
  }

  private static void ask(OpenAIClient client) {
    var unused =
        client
            .chat()
            .completions()
            .create(
                ChatCompletionCreateParams.builder()
                    .model(MODEL)
                    .maxCompletionTokens(100)
                    .addUserMessage("Which colour?")
                    .build());
  }

  @Test
  void theClientOfAWorkspaceCallsItsServingEndpointsAndIsTraced() {
    OpenAIClient client =
        DatabricksOpenAi.client(new WorkspaceClient(config().setToken("dapi-secret")));

    ask(client);

    List<FakeProvider.Request> calls =
        workspace.requests().stream().filter(r -> r.method().equals("POST")).toList();
    assertThat(calls).hasSize(1);
    assertThat(calls.get(0).path()).isEqualTo("/serving-endpoints/chat/completions");
    assertThat(calls.get(0).header("Authorization")).isEqualTo("Bearer dapi-secret");
    Mlflow.flush();
    Span span = Mlflow.searchTraces().traces().get(0).data().spans().get(0);
    assertThat(span.name()).isEqualTo("Completions");
    assertThat(span.attribute("model")).isEqualTo(MODEL);
    assertThat(span.attributes().toString()).doesNotContain("dapi-secret");
  }

  @Test
  void eachRequestAsksForTheTokenAnew() {
    workspace.replyBy(
        request ->
            request.path().endsWith("/token")
                ? Reply.json(
                    "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":1}"
                        .formatted(workspace.requests().size()))
                : request.path().contains("oauth-authorization-server")
                    ? Reply.json(
                        "{\"token_endpoint\":\"%s/oidc/v1/token\",\"authorization_endpoint\":\"%s/oidc/v1/authorize\"}"
                            .formatted(workspace.url(), workspace.url()))
                    : Reply.json(ANSWER));
    OpenAIClient client =
        DatabricksOpenAi.client(
            config().setClientId("app").setClientSecret("secret").setAuthType("oauth-m2m"));

    ask(client);
    ask(client);

    assertThat(workspace.requests().stream().filter(r -> r.path().startsWith("/serving")))
        .extracting(request -> request.header("Authorization"))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allSatisfy(header -> assertThat(header).startsWith("Bearer token-"));
  }

  @Test
  void aLoginWithoutATokenIsRefusedAtOnce() {
    assertThatThrownBy(
            () ->
                DatabricksOpenAi.client(
                    config().setUsername("me").setPassword("secret").setAuthType("basic")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("basic")
        .hasMessageContaining("expected: pat, OAuth or a cloud's login")
        .hasMessageNotContaining("secret");
  }
}
