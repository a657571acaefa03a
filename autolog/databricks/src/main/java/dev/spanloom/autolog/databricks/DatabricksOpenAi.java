package dev.spanloom.autolog.databricks;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.credential.BearerTokenCredential;
import dev.spanloom.autolog.openai.OpenAiTracing;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clients of OpenAI that speak to the models of a Databricks workspace. Java's way to {@code
 * workspace.serving_endpoints.get_open_ai_client()}.
 *
 * <pre>{@code
 * WorkspaceClient workspace = new WorkspaceClient();
 * OpenAIClient client = DatabricksOpenAi.client(workspace);
 * }</pre>
 *
 * <p>The workspace logs in as Databricks' SDK does: environment, profiles, OAuth, the logins of the
 * clouds. Its token is asked for with each request, so that one that expires is renewed. Stateless
 * and thread-safe.
 */
public final class DatabricksOpenAi {
  private static final String BEARER = "bearer ";
  private static final String AUTHORIZATION = "Authorization";

  private DatabricksOpenAi() {}

  /**
   * A client of a workspace, traced as {@link OpenAiTracing#wrap} does it.
   *
   * @throws IllegalArgumentException when no workspace is configured, or when its login gives no
   *     token; with what was found
   */
  public static OpenAIClient client(WorkspaceClient workspace) {
    return clientOf(workspace.config());
  }

  /**
   * A client of a workspace by the configuration of Databricks' SDK alone.
   *
   * @throws IllegalArgumentException when no workspace is configured, or when its login gives no
   *     token; with what was found
   */
  public static OpenAIClient client(DatabricksConfig config) {
    return clientOf(config.resolve());
  }

  private static OpenAIClient clientOf(DatabricksConfig config) {
    String host = config.getHost();
    if (host == null || host.isBlank()) {
      throw new IllegalArgumentException(
          "host of the workspace: "
              + host
              + " (expected: https://….cloud.databricks.com, from DATABRICKS_HOST or a profile)");
    }
    // a login that cannot work is told now, not with the first call
    var unused = token(config);
    return OpenAiTracing.wrap(
        OpenAIOkHttpClient.builder()
            .baseUrl(withoutSlash(host) + "/serving-endpoints")
            .credential(BearerTokenCredential.create(() -> token(config)))
            .build());
  }

  private static String withoutSlash(String host) {
    return host.endsWith("/") ? host.substring(0, host.length() - 1) : host;
  }

  private static String token(DatabricksConfig config) {
    Map<String, String> headers = config.authenticate();
    String authorization = find(headers, AUTHORIZATION);
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new IllegalArgumentException(
          "the login "
              + config.getAuthType()
              + " of the workspace gives no bearer token (expected: pat, OAuth or a cloud's login)");
    }
    return authorization.substring(BEARER.length()).strip();
  }

  private static @Nullable String find(Map<String, String> headers, String name) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return null;
  }
}
