package dev.spanloom.bench.autolog;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.braintrust.instrumentation.openai.BraintrustOpenAI;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.openai.OpenAiTracing;
import dev.spanloom.destination.InMemoryDestination;
import io.opentelemetry.instrumentation.openai.v1_1.OpenAITelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Calls a provider on loopback through a bare client of OpenAI, and through those that trace it:
 * ours, OpenTelemetry's and Braintrust's, in turns. Prints what each adds to a call, and to a chunk
 * of a stream, as processor time of the calling thread.
 *
 * <p>Arguments: rounds, calls a round, streams a round, chunks a stream, and the name of the one
 * client to run, for a profiler.
 */
public final class OpenAiOverhead {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final ChatCompletionCreateParams PARAMS =
      ChatCompletionCreateParams.builder()
          .model("gpt-4o-mini")
          .addSystemMessage("You are a friendly chat bot. ".repeat(10))
          .addUserMessage("What is your favorite color? ".repeat(10))
          .temperature(0.7)
          .build();

  private OpenAiOverhead() {}

  public static void main(String[] args) {
    int rounds = number(args, 0, 12);
    int calls = number(args, 1, 1000);
    int streams = number(args, 2, 20);
    int chunks = number(args, 3, 1000);
    Mlflow.setDestination(new InMemoryDestination(100));
    try (FakeProvider provider = new FakeProvider()) {
      Map<String, OpenAIClient> clients = clients(provider);
      if (args.length > 4) {
        clients.keySet().retainAll(List.of(args[4]));
      }
      System.out.printf("%-22s %12s %12s%n", "", "µs a call", "µs a chunk");
      Map<String, double[]> perCall = new LinkedHashMap<>();
      Map<String, double[]> perChunk = new LinkedHashMap<>();
      clients.keySet().forEach(name -> perCall.put(name, new double[rounds]));
      clients.keySet().forEach(name -> perChunk.put(name, new double[rounds]));
      for (int round = -2; round < rounds; round++) {
        provider.reply(answer());
        for (Map.Entry<String, OpenAIClient> one : clients.entrySet()) {
          double time = measure(one.getValue(), calls, OpenAiOverhead::call);
          put(perCall, one.getKey(), round, time / calls);
          provider.forgetRequests();
        }
        provider.reply(stream(chunks));
        for (Map.Entry<String, OpenAIClient> one : clients.entrySet()) {
          double time = measure(one.getValue(), streams, OpenAiOverhead::read);
          put(perChunk, one.getKey(), round, time / streams / chunks);
          provider.forgetRequests();
        }
      }
      double bareCall = median(perCall.getOrDefault("bare", new double[1]));
      double bareChunk = median(perChunk.getOrDefault("bare", new double[1]));
      clients
          .keySet()
          .forEach(
              name ->
                  System.out.printf(
                      "%-22s %12.1f %12.2f   adds %.1f a call, %.2f a chunk%n",
                      name,
                      median(perCall.getOrDefault(name, new double[1])),
                      median(perChunk.getOrDefault(name, new double[1])),
                      median(perCall.getOrDefault(name, new double[1])) - bareCall,
                      median(perChunk.getOrDefault(name, new double[1])) - bareChunk));
      clients.values().forEach(OpenAIClient::close);
    }
    Mlflow.reset();
  }

  private static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private static void put(Map<String, double[]> all, String name, int round, double value) {
    double[] values = all.get(name);
    if (round >= 0 && values != null) {
      values[round] = value;
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static Map<String, OpenAIClient> clients(FakeProvider provider) {
    Map<String, OpenAIClient> clients = new LinkedHashMap<>();
    clients.put("bare", bare(provider));
    clients.put("Spanloom", OpenAiTracing.wrap(bare(provider)));
    OpenTelemetrySdk otel =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(BatchSpanProcessor.builder(new DiscardedSpans()).build())
                    .build())
            .setLoggerProvider( // where OpenTelemetry has prompts and answers
                SdkLoggerProvider.builder()
                    .addLogRecordProcessor(
                        BatchLogRecordProcessor.builder(new DiscardedLogs()).build())
                    .build())
            .build();
    clients.put(
        "OpenTelemetry",
        OpenAITelemetry.builder(otel).setCaptureMessageContent(true).build().wrap(bare(provider)));
    clients.put("Braintrust", BraintrustOpenAI.wrapOpenAI(otel, bare(provider)));
    return clients;
  }

  private static OpenAIClient bare(FakeProvider provider) {
    return OpenAIOkHttpClient.builder().baseUrl(provider.url() + "/v1").apiKey("key").build();
  }

  /** Microseconds of the calling thread's processor time. */
  private static double measure(
      OpenAIClient client, int times, ToLongFunction<OpenAIClient> action) {
    long blackhole = 0;
    long start = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      blackhole += action.applyAsLong(client);
    }
    long time = THREADS.getCurrentThreadCpuTime() - start;
    if (blackhole == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return time / 1e3;
  }

  private static long call(OpenAIClient client) {
    return client.chat().completions().create(PARAMS).choices().size();
  }

  private static long read(OpenAIClient client) {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(PARAMS)) {
      return stream.stream().mapToLong(chunk -> chunk.choices().size()).sum();
    }
  }

  private static Reply answer() {
    return Reply.json(
        """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
        "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":120,\
        "completion_tokens":80,"total_tokens":200}}"""
            .formatted("My favorite color is blue. ".repeat(20)));
  }

  private static Reply stream(int chunks) {
    StringBuilder events = new StringBuilder();
    for (int i = 0; i < chunks; i++) {
      events.append(
          """
          data: {"id":"chatcmpl-9f8b7c6d5e4f","object":"chat.completion.chunk",\
          "created":1700000000,"model":"gpt-4o-mini-2024-07-18","service_tier":"default",\
          "system_fingerprint":"fp_0aa8d3e20b","choices":[{"index":0,"delta":{"content":" word%d"},\
          "logprobs":null,"finish_reason":null}],"usage":null}

          """
              .formatted(i % 10));
    }
    events.append(
        """
        data: {"id":"chatcmpl-9f8b7c6d5e4f","object":"chat.completion.chunk",\
        "created":1700000000,"model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"delta":{},\
        "logprobs":null,"finish_reason":"stop"}],"usage":null}

        data: [DONE]

        """);
    return Reply.bytes(
        200, "text/event-stream", events.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Takes spans and forgets them. */
  private static final class DiscardedSpans implements SpanExporter {
    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  /** Takes log records and forgets them. */
  private static final class DiscardedLogs implements LogRecordExporter {
    @Override
    public CompletableResultCode export(Collection<LogRecordData> logs) {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
