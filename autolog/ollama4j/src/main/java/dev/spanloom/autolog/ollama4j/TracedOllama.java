package dev.spanloom.autolog.ollama4j;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.entities.SpanType;
import io.github.ollama4j.Ollama;
import io.github.ollama4j.exceptions.OllamaException;
import io.github.ollama4j.exceptions.RoleNotFoundException;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import io.github.ollama4j.models.chat.OllamaChatResult;
import io.github.ollama4j.models.chat.OllamaChatTokenHandler;
import io.github.ollama4j.models.embed.OllamaEmbedRequest;
import io.github.ollama4j.models.embed.OllamaEmbedResult;
import io.github.ollama4j.models.generate.OllamaGenerateRequest;
import io.github.ollama4j.models.generate.OllamaGenerateStreamObserver;
import io.github.ollama4j.models.generate.OllamaGenerateTokenHandler;
import io.github.ollama4j.models.ps.ModelProcessesResult;
import io.github.ollama4j.models.request.CustomModelRequest;
import io.github.ollama4j.models.request.ThinkMode;
import io.github.ollama4j.models.response.Model;
import io.github.ollama4j.models.response.ModelDetail;
import io.github.ollama4j.models.response.OllamaAsyncResultStreamer;
import io.github.ollama4j.models.response.OllamaResult;
import io.github.ollama4j.tools.Tools;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client that asks by another one, and records what it asks. */
final class TracedOllama extends Ollama {
  private static final System.Logger LOG = System.getLogger(TracedOllama.class.getName());

  private final Ollama client;
  private final AutologOptions options;

  TracedOllama(Ollama client, AutologOptions options) {
    this.client = client;
    this.options = options;
  }

  @Override
  public OllamaChatResult chat(OllamaChatRequest request, @Nullable OllamaChatTokenHandler handler)
      throws OllamaException {
    if (!offersTools(request)) {
      return ask(request, handler);
    }
    try (LiveSpan agent = Mlflow.startSpan("Ollama.chat with tools", SpanType.AGENT)) {
      try {
        if (options.content()) {
          agent.setInputs(OllamaJson.of(request));
        }
        OllamaChatResult result = ask(request, handler);
        if (options.content() && result.getResponseModel() != null) {
          agent.setOutputs(OllamaJson.of(result.getResponseModel()).get("message"));
        }
        return result;
      } catch (Throwable e) {
        recordFailure(agent, e);
        throw e;
      }
    }
  }

  private void recordFailure(LiveSpan span, Throwable error) {
    if (options.content()) {
      span.recordException(error);
    } else {
      span.recordException(error.getClass().getName());
    }
  }

  private boolean offersTools(OllamaChatRequest request) {
    adopt();
    return (request.isUseTools() && !client.getRegisteredTools().isEmpty())
        || (request.getTools() != null && !request.getTools().isEmpty());
  }

  /**
   * Hands over the tools that {@link #registerAnnotatedTools()} found: it looks for the class that
   * calls it, and so must be called by the program itself.
   */
  private void adopt() {
    List<Tools.Tool> own = super.getRegisteredTools();
    if (!own.isEmpty()) {
      client.registerTools(List.copyOf(own));
      super.deregisterTools();
    }
  }

  private OllamaChatResult ask(OllamaChatRequest request, @Nullable OllamaChatTokenHandler handler)
      throws OllamaException {
    ChatTurns turns = new ChatTurns(request, options);
    try {
      OllamaChatResult result =
          client.chat(turns.request(), handler == null ? null : followed(handler, turns));
      quietly(() -> turns.completed(result));
      return result;
    } catch (Throwable e) {
      quietly(() -> turns.failed(e));
      throw e;
    } finally {
      turns.over();
    }
  }

  private static OllamaChatTokenHandler followed(OllamaChatTokenHandler handler, ChatTurns turns) {
    return model -> {
      quietly(() -> turns.piece(model));
      handler.accept(model);
    };
  }

  @Override
  public OllamaResult generate(
      OllamaGenerateRequest request, @Nullable OllamaGenerateStreamObserver observer)
      throws OllamaException {
    adopt();
    OllamaCall call = OllamaCall.generate(request, options);
    try {
      OllamaResult result;
      // what the tools do that the library calls on the way stands below it
      try (var scope = call.span().makeCurrent()) {
        result = client.generate(request, observer == null ? null : followed(observer, call));
      }
      quietly(() -> call.completed(answer(result)));
      return result;
    } catch (Throwable e) {
      quietly(() -> call.failed(e));
      throw e;
    }
  }

  /** By Ollama's names; the result itself is more than what came. */
  private static Map<String, @Nullable Object> answer(OllamaResult result) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("model", result.getModel());
    answer.put("response", result.getResponse());
    answer.put("thinking", result.getThinking());
    answer.put("done_reason", result.getDoneReason());
    answer.put("total_duration", result.getTotalDuration());
    answer.put("prompt_eval_count", result.getPromptEvalCount());
    answer.put("eval_count", result.getEvalCount());
    return answer;
  }

  private static OllamaGenerateStreamObserver followed(
      OllamaGenerateStreamObserver observer, OllamaCall call) {
    return new OllamaGenerateStreamObserver(
        followed(observer.getThinkingStreamHandler(), call, true),
        followed(observer.getResponseStreamHandler(), call, false));
  }

  private static @Nullable OllamaGenerateTokenHandler followed(
      @Nullable OllamaGenerateTokenHandler handler, OllamaCall call, boolean isThinking) {
    return handler == null
        ? null
        : text -> {
          quietly(() -> call.piece(text, isThinking));
          handler.accept(text);
        };
  }

  @Override
  public OllamaAsyncResultStreamer generateAsync(
      String model, String prompt, boolean raw, ThinkMode think) throws OllamaException {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("model", model);
    request.put("prompt", prompt);
    request.put("raw", raw);
    request.put("stream", true);
    OllamaCall call = OllamaCall.generate(request, options);
    OllamaAsyncResultStreamer streamer;
    try {
      streamer = client.generateAsync(model, prompt, raw, think);
    } catch (Throwable e) {
      quietly(() -> call.failed(e));
      throw e;
    }
    if (call.span().isRecording()) {
      // the streamer is a thread that tells nobody of its end
      Thread end = new Thread(() -> quietly(() -> await(streamer, call)), "spanloom-ollama4j");
      end.setDaemon(true);
      end.start();
    }
    return streamer;
  }

  private static void await(OllamaAsyncResultStreamer streamer, OllamaCall call) {
    try {
      streamer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("response", String.valueOf(streamer.getCompleteResponse()));
    if (streamer.getCompleteThinkingResponse() != null
        && !streamer.getCompleteThinkingResponse().isEmpty()) {
      answer.put("thinking", streamer.getCompleteThinkingResponse());
    }
    if (streamer.isSucceeded()) {
      call.completed(answer);
    } else {
      call.failed("HTTP " + streamer.getHttpStatusCode() + ": " + answer.get("response"));
    }
  }

  @Override
  public OllamaEmbedResult embed(OllamaEmbedRequest request) throws OllamaException {
    OllamaCall call = OllamaCall.embed(request, options);
    try {
      OllamaEmbedResult result = client.embed(request);
      quietly(() -> call.completed(result));
      return result;
    } catch (Throwable e) {
      quietly(() -> call.failed(e));
      throw e;
    }
  }

  private static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a part of a call is not recorded", e);
    }
  }

  // ---- what is not recorded

  @Override
  public void setBasicAuth(String user, String password) {
    client.setBasicAuth(user, password);
  }

  @Override
  public void setBearerAuth(String token) {
    client.setBearerAuth(token);
  }

  @Override
  public boolean ping() throws OllamaException {
    return client.ping();
  }

  @Override
  public ModelProcessesResult ps() throws OllamaException {
    return client.ps();
  }

  @Override
  public List<Model> listModels() throws OllamaException {
    return client.listModels();
  }

  @Override
  public String getVersion() throws OllamaException {
    return client.getVersion();
  }

  @Override
  public void pullModel(String model) throws OllamaException {
    client.pullModel(model);
  }

  @Override
  public ModelDetail getModelDetails(String model) throws OllamaException {
    return client.getModelDetails(model);
  }

  @Override
  public void createModel(CustomModelRequest request) throws OllamaException {
    client.createModel(request);
  }

  @Override
  public void deleteModel(String model, boolean ignoreIfNotPresent) throws OllamaException {
    client.deleteModel(model, ignoreIfNotPresent);
  }

  @Override
  public void unloadModel(String model) throws OllamaException {
    client.unloadModel(model);
  }

  @Override
  public void registerTool(Tools.Tool tool) {
    client.registerTool(tool);
  }

  @Override
  public void registerTools(List<Tools.Tool> tools) {
    client.registerTools(tools);
  }

  @Override
  public List<Tools.Tool> getRegisteredTools() {
    adopt();
    return client.getRegisteredTools();
  }

  @Override
  public void deregisterTools() {
    adopt();
    client.deregisterTools();
  }

  @Override
  public void registerAnnotatedTools(Object tools) {
    client.registerAnnotatedTools(tools);
  }

  @Override
  public OllamaChatMessageRole addCustomRole(String role) {
    return client.addCustomRole(role);
  }

  @Override
  public List<OllamaChatMessageRole> listRoles() {
    return client.listRoles();
  }

  @Override
  public OllamaChatMessageRole getRole(String role) throws RoleNotFoundException {
    return client.getRole(role);
  }

  @Override
  public void loadMCPToolsFromJson(String path) throws IOException {
    client.loadMCPToolsFromJson(path);
  }

  @Override
  public void setRequestTimeoutSeconds(long seconds) {
    client.setRequestTimeoutSeconds(seconds);
  }

  @Override
  public void setImageURLReadTimeoutSeconds(int seconds) {
    client.setImageURLReadTimeoutSeconds(seconds);
  }

  @Override
  public void setImageURLConnectTimeoutSeconds(int seconds) {
    client.setImageURLConnectTimeoutSeconds(seconds);
  }

  @Override
  public void setMaxChatToolCallRetries(int retries) {
    client.setMaxChatToolCallRetries(retries);
  }

  @Override
  public void setNumberOfRetriesForModelPull(int retries) {
    client.setNumberOfRetriesForModelPull(retries);
  }

  @Override
  public void setMetricsEnabled(boolean enabled) {
    client.setMetricsEnabled(enabled);
  }
}
