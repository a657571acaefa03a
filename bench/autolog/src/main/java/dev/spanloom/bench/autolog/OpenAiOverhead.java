package dev.spanloom.bench.autolog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.sun.management.OperatingSystemMXBean;
import dev.braintrust.instrumentation.openai.BraintrustOpenAI;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.autolog.contract.Reply;
import dev.spanloom.autolog.openai.OpenAiTracing;
import io.opentelemetry.instrumentation.openai.v1_1.OpenAITelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Calls a provider through a bare client of OpenAI, and through those that trace it: ours,
 * OpenTelemetry's and Braintrust's, in turns, the order by chance. Prints what each adds to a call,
 * and to a chunk of a stream, as processor time of the calling thread, and of the whole process:
 * with the provider, the exporters, the compilers and the garbage collector.
 *
 * <p>Arguments: rounds, calls a round, streams a round, chunks a stream, {@code loopback} or {@code
 * memory} for where the provider is ({@code events}: in memory, each event of a stream in a read of
 * its own), {@code queue} or {@code spool} for where our spans wait, and the name of the one client
 * to run, for a profiler.
 */
public final class OpenAiOverhead {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final ChatCompletionCreateParams PARAMS =
      ChatCompletionCreateParams.builder()
          .model("gpt-4o-mini")
          .addSystemMessage("You are a friendly chat bot. ".repeat(10))
          .addUserMessage("What is your favorite color? ".repeat(10))
          .temperature(0.7)
          .build();

  /** So that nothing is dropped, which costs less than to encode it. */
  private static final int MOST_QUEUED = 100_000;

  private static final String EVENTS = "text/event-stream";

  private OpenAiOverhead() {}

  public static void main(String[] args) {
    int rounds = number(args, 0, 12);
    int calls = number(args, 1, 1000);
    int streams = number(args, 2, 20);
    int chunks = number(args, 3, 1000);
    boolean byEvent = args.length > 4 && args[4].equals("events");
    boolean inMemory = byEvent || (args.length > 4 && args[4].equals("memory"));
    if (args.length > 5 && args[5].equals("spool")) {
      Mlflow.setTrackingUri(ForgottenProvider.URI);
    } else {
      Mlflow.setDestination(new Forgotten());
    }
    AnswersInMemory memory = new AnswersInMemory(byEvent);
    try (FakeProvider provider = new FakeProvider();
        OpenTelemetrySdk otel = openTelemetry()) {
      Map<String, OpenAIClient> clients =
          clients(otel, inMemory ? () -> bare(memory) : () -> bare(provider));
      if (args.length > 6) {
        clients.keySet().retainAll(List.of(args[6]));
      }
      Map<String, Series> perCall = series(clients);
      Map<String, Series> perChunk = series(clients);
      Random order = new Random(1);
      for (int round = -2; round < rounds; round++) {
        Map<String, Series> ofCalls = round < 0 ? series(clients) : perCall;
        Map<String, Series> ofChunks = round < 0 ? series(clients) : perChunk;
        provider.reply(Reply.json(answer()));
        memory.answer("application/json", answer().getBytes(UTF_8));
        for (Map.Entry<String, OpenAIClient> one : shuffled(clients, order)) {
          Series series = ofCalls.computeIfAbsent(one.getKey(), name -> new Series());
          measure(one.getValue(), calls, 1, OpenAiOverhead::call, otel, series);
          provider.forgetRequests();
        }
        byte[] stream = stream(chunks);
        provider.reply(Reply.bytes(200, EVENTS, stream));
        memory.answer(EVENTS, stream);
        for (Map.Entry<String, OpenAIClient> one : shuffled(clients, order)) {
          Series series = ofChunks.computeIfAbsent(one.getKey(), name -> new Series());
          measure(one.getValue(), streams, chunks, OpenAiOverhead::read, otel, series);
          provider.forgetRequests();
        }
      }
      print("a call, µs", perCall);
      print("a chunk, µs", perChunk);
      clients.values().forEach(OpenAIClient::close);
    }
    Mlflow.reset();
  }

  private static Map<String, Series> series(Map<String, OpenAIClient> clients) {
    Map<String, Series> all = new LinkedHashMap<>();
    clients.keySet().forEach(name -> all.put(name, new Series()));
    return all;
  }

  /** In an order that is none, so that none always has the same one before it. */
  private static List<Map.Entry<String, OpenAIClient>> shuffled(
      Map<String, OpenAIClient> clients, Random order) {
    List<Map.Entry<String, OpenAIClient>> all = new ArrayList<>(clients.entrySet());
    Collections.shuffle(all, order);
    return all;
  }

  /** Microseconds of processor time, one for each round. */
  private static final class Series {
    private final List<Double> ofThread = new ArrayList<>();
    private final List<Double> ofProcess = new ArrayList<>();
  }

  private static void print(String what, Map<String, Series> all) {
    System.out.printf("%-16s %10s %10s %16s %10s%n", what, "thread", "more", "process", "more");
    Series bare = all.getOrDefault("bare", all.values().iterator().next());
    all.forEach(
        (name, series) -> {
          List<Double> more = new ArrayList<>();
          for (int i = 0; i < series.ofThread.size(); i++) {
            more.add(series.ofThread.get(i) - bare.ofThread.get(i));
          }
          double process = mean(series.ofProcess);
          System.out.printf(
              "%-16s %10.2f %10.2f %16.2f %10.2f%n",
              name, median(series.ofThread), median(more), process, process - mean(bare.ofProcess));
        });
  }

  private static int number(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
  }

  /** Of what is told in steps of 10 ms, which a median would keep. */
  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0.0);
  }

  private static Map<String, OpenAIClient> clients(
      OpenTelemetrySdk otel, Supplier<OpenAIClient> bare) {
    Map<String, OpenAIClient> clients = new LinkedHashMap<>();
    clients.put("bare", bare.get());
    clients.put("Spanloom", OpenAiTracing.wrap(bare.get()));
    clients.put(
        "OpenTelemetry",
        OpenAITelemetry.builder(otel).setCaptureMessageContent(true).build().wrap(bare.get()));
    clients.put("Braintrust", BraintrustOpenAI.wrapOpenAI(otel, bare.get()));
    clients.put("bare again", bare.get()); // how much of what is more is none of theirs
    return clients;
  }

  private static OpenTelemetrySdk openTelemetry() {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .addSpanProcessor(
                    BatchSpanProcessor.builder(new EncodedAndForgotten.Spans())
                        .setMaxQueueSize(MOST_QUEUED)
                        .build())
                .build())
        .setLoggerProvider( // where OpenTelemetry has prompts and answers
            SdkLoggerProvider.builder()
                .addLogRecordProcessor(
                    BatchLogRecordProcessor.builder(new EncodedAndForgotten.Logs())
                        .setMaxQueueSize(MOST_QUEUED)
                        .build())
                .build())
        .build();
  }

  private static OpenAIClient bare(FakeProvider provider) {
    return OpenAIOkHttpClient.builder().baseUrl(provider.url() + "/v1").apiKey("key").build();
  }

  private static OpenAIClient bare(AnswersInMemory answers) {
    return new OpenAIClientImpl(
        ClientOptions.builder()
            .httpClient(answers)
            .baseUrl("http://127.0.0.1/v1")
            .apiKey("key")
            .build());
  }

  private static void measure(
      OpenAIClient client,
      int times,
      int pieces,
      ToLongFunction<OpenAIClient> action,
      OpenTelemetrySdk otel,
      Series series) {
    long blackhole = 0;
    long process = PROCESS.getProcessCpuTime();
    long thread = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      blackhole += action.applyAsLong(client);
    }
    series.ofThread.add((THREADS.getCurrentThreadCpuTime() - thread) / 1e3 / times / pieces);
    // what is left to the exporters is a part of it
    Mlflow.flush();
    otel.getSdkTracerProvider().forceFlush().join(10, TimeUnit.SECONDS);
    otel.getSdkLoggerProvider().forceFlush().join(10, TimeUnit.SECONDS);
    series.ofProcess.add((PROCESS.getProcessCpuTime() - process) / 1e3 / times / pieces);
    if (blackhole == 0) {
      throw new IllegalStateException("nothing was read");
    }
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

  private static String answer() {
    return """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"gpt-4o-mini",\
        "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
        "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":120,\
        "completion_tokens":80,"total_tokens":200}}"""
        .formatted("My favorite color is blue. ".repeat(20));
  }

  private static byte[] stream(int chunks) {
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
    return events.toString().getBytes(UTF_8);
  }
}
