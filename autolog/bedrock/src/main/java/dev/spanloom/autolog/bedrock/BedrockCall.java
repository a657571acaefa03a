package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.http.StreamReducer;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * One call of an operation, with all the attempts that the AWS SDK makes of it. Nothing here throws
 * into the program. Thread-safe.
 */
final class BedrockCall {
  private static final System.Logger LOG = System.getLogger(BedrockCall.class.getName());

  /** Events of the span beyond this are counted only. */
  private static final long MOST_EVENT_CHARS = 2 * 1024 * 1024;

  private static final String MESSAGES = "mlflow.chat.messages";
  private static final String BODY = "body";
  private static final String NO_ANSWER = "no answer";

  private final BedrockOperation operation;
  private final CallContext context;
  private final ModelCall call;
  private @Nullable Object recorded;
  private List<Map<String, @Nullable Object>> asked = List.of();
  private @Nullable StreamReducer reducer;
  private boolean reduces = true;
  private long eventChars;
  private int attempts;
  private String lastOutcome = NO_ANSWER;
  private boolean cancelled;
  private boolean errorWithin;

  private BedrockCall(BedrockOperation operation, CallContext context, ModelCall call) {
    this.operation = operation;
    this.context = context;
    this.call = call;
  }

  static BedrockCall start(
      BedrockOperation operation, CallContext context, AutologOptions options) {
    return new BedrockCall(
        operation, context, ModelCall.start(operation.operation(), context, options));
  }

  BedrockOperation operation() {
    return operation;
  }

  CallContext context() {
    return context;
  }

  /** What is asked. Called again with a request that an interceptor made of it, that one counts. */
  synchronized void request(SdkPojo request) {
    if (recorded == request || !call.isRecording()) {
      return;
    }
    recorded = request;
    quietly(() -> record(SdkValues.of(request)));
  }

  private void record(Map<String, @Nullable Object> request) {
    String model = request.get("modelId") instanceof String id ? id : "";
    if (!model.isEmpty()) {
      call.model(model);
    }
    Object body = operation.isVendors() ? parsed(request.get(BODY)) : null;
    if (body != null) {
      request.put(BODY, body);
    }
    Map<?, ?> shape = body instanceof Map<?, ?> map ? map : request;
    call.request(request, parameters(shape), tools(shape));
    // the text of an embedding has the key of a prompt
    if (body instanceof Map<?, ?> map && call.recordsContent() && !model.contains("embed")) {
      asked = VendorMessages.asked(map);
      if (!asked.isEmpty()) {
        call.span().setAttribute(MESSAGES, asked);
      }
    }
  }

  private static Map<String, @Nullable Object> parameters(Map<?, ?> request) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    request.forEach(
        (key, value) -> {
          if (value instanceof Number || value instanceof Boolean) {
            parameters.put(String.valueOf(key), value);
          }
        });
    for (String group : List.of("inferenceConfig", "textGenerationConfig")) {
      if (request.get(group) instanceof Map<?, ?> map) {
        map.forEach((key, value) -> parameters.put(String.valueOf(key), value));
      }
    }
    return parameters;
  }

  private static @Nullable Object tools(Map<?, ?> request) {
    return request.get("toolConfig") instanceof Map<?, ?> config
        ? config.get("tools")
        : request.get("tools");
  }

  private static @Nullable Object parsed(@Nullable Object base64) {
    return base64 instanceof String text
        ? JsonReader.readOrText(
            new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8))
        : null;
  }

  /** An attempt is sent. */
  synchronized void attempt() {
    attempts++;
    if (attempts > 1) {
      call.retried(attempts, lastOutcome);
    }
    lastOutcome = NO_ANSWER;
  }

  /** The attempt brought an HTTP status. */
  synchronized void attemptAnswered(int status) {
    lastOutcome = "HTTP " + status;
  }

  /**
   * The answer is there, whole.
   *
   * @param http its headers; null when they are not known
   */
  void answered(SdkResponse response, @Nullable SdkHttpResponse http) {
    if (!call.isRecording()) {
      call.completed(null, ModelAnswer.NONE);
      return;
    }
    Map<String, @Nullable Object> outputs = null;
    ModelAnswer answer = ModelAnswer.NONE;
    try {
      outputs = SdkValues.of(response);
      answer = read(outputs, http);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "an answer is not understood", e);
    }
    call.completed(outputs, answer);
  }

  private ModelAnswer read(Map<String, @Nullable Object> outputs, @Nullable SdkHttpResponse http) {
    if (!operation.isVendors()) {
      return BedrockAnswers.read(outputs);
    }
    Object body = parsed(outputs.get(BODY));
    outputs.put(BODY, body);
    ModelAnswer answer =
        body instanceof Map<?, ?> map ? vendors(map) : BedrockAnswers.read(Map.of());
    if (answer.usage() != null) {
      return answer;
    }
    TokenUsage usage =
        BedrockAnswers.usage(
            header(http, "x-amzn-bedrock-input-token-count"),
            header(http, "x-amzn-bedrock-output-token-count"));
    return new ModelAnswer(answer.model(), usage, null, answer.finishReasons());
  }

  private static @Nullable String header(@Nullable SdkHttpResponse http, String name) {
    return http == null ? null : http.firstMatchingHeader(name).orElse(null);
  }

  /** The answer of a vendor's model: its conversation goes beside it. */
  private ModelAnswer vendors(Map<?, ?> body) {
    if (body.containsKey("embedding") || body.containsKey("embeddings")) {
      call.span().setSpanType(SpanType.EMBEDDING);
    } else if (call.recordsContent()) {
      List<Map<String, @Nullable Object>> all = new ArrayList<>(asked);
      all.addAll(VendorMessages.answered(body));
      if (!all.isEmpty()) {
        call.span().setAttribute(MESSAGES, all);
      }
    }
    return BedrockAnswers.read(body);
  }

  /** A stream begins; once more when the AWS SDK asks again after it broke off. */
  synchronized void streamBegins() {
    reducer = operation.isVendors() ? new VendorReducer() : new ConverseReducer();
    reduces = true;
    errorWithin = false;
  }

  /** The stream reports an error: the AWS SDK asks again, or tells the program. */
  synchronized void errorWithin() {
    errorWithin = true;
  }

  /**
   * An event of the stream.
   *
   * @param event as the operation defines it, or as the model's vendor does
   */
  synchronized void event(Map<String, @Nullable Object> event) {
    if (!call.isRecording()) {
      return;
    }
    String json = null;
    if (call.recordsChunks() && eventChars < MOST_EVENT_CHARS) {
      json = JsonWriter.write(event);
      eventChars += json.length();
    }
    call.chunk(json);
    StreamReducer into = reducer;
    if (into != null && reduces) {
      try {
        into.add(event);
      } catch (RuntimeException e) {
        reduces = false;
        LOG.log(System.Logger.Level.DEBUG, "a stream is not understood from here on", e);
      }
    }
  }

  /** The stream came to its end. */
  void streamEnded() {
    synchronized (this) {
      if (errorWithin) {
        return;
      }
    }
    Outcome outcome = outcome();
    call.completed(outcome.outputs(), outcome.answer());
  }

  /** The program reads no further. */
  void cancelled() {
    synchronized (this) {
      if (errorWithin) {
        return; // it is the AWS SDK that reads no further
      }
      cancelled = true;
    }
    Outcome outcome = outcome();
    call.cancelled(outcome.outputs(), outcome.answer());
  }

  /** The call failed, as the program is told. */
  void failed(Throwable thrown) {
    Throwable error =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    boolean lostInterest;
    synchronized (this) {
      lostInterest = cancelled;
    }
    if (lostInterest) {
      return; // what the AWS SDK makes of it is no news
    }
    if (operation.isStream() && error instanceof CancellationException) {
      cancelled();
      return;
    }
    Outcome outcome = operation.isStream() ? outcome() : new Outcome(null, ModelAnswer.NONE);
    call.failed(error, outcome.outputs(), outcome.answer());
  }

  /** What a stream brought so far. */
  private record Outcome(@Nullable Object outputs, ModelAnswer answer) {}

  private synchronized Outcome outcome() {
    try {
      Map<String, @Nullable Object> answer = reducer == null ? null : reducer.answer();
      if (answer == null) {
        return new Outcome(null, ModelAnswer.NONE);
      }
      return operation.isVendors()
          ? new Outcome(Map.of(BODY, answer), vendors(answer))
          : new Outcome(answer, BedrockAnswers.read(answer));
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "what a stream brought is not recorded", e);
      return new Outcome(null, ModelAnswer.NONE);
    }
  }

  private static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a part of a call is not recorded", e);
    }
  }
}
