package dev.spanloom.browser;

import static dev.spanloom.browser.Spans.MILLI;
import static dev.spanloom.browser.Spans.chat;
import static dev.spanloom.browser.Spans.span;
import static dev.spanloom.browser.Spans.spanId;
import static dev.spanloom.browser.Spans.text;
import static dev.spanloom.browser.Spans.traceId;
import static dev.spanloom.browser.Spans.used;

import dev.spanloom.entities.AssessmentSource;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Document;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fills a store with traces of every kind that the pages have to show, each kind in an experiment
 * of its own. Also a program: {@code SeededStore FILE [TRACES]}.
 */
public final class SeededStore {
  static final int SHOP = 1;
  static final int LARGE = 2;
  static final int ODD = 3;
  static final int HOSTILE = 4;
  static final int MANY = 5;
  static final int RUNNING = 6;

  private static final List<String> GOLDEN =
      List.of(
          "s01_basic_span",
          "s02_span_events",
          "s03_span_status",
          "s04_retriever",
          "s05_chat_iteration",
          "s05c_openai_stream",
          "s06_exception_in_span",
          "s07_nested_three",
          "s08_attribute_types",
          "s10_token_usage",
          "s11_assessments");

  private static final List<String> QUESTIONS =
      List.of(
          "Which tyre fits a 28 inch wheel?",
          "Where is my order 4711?",
          "How do I adjust the brakes?",
          "Do you have the blue helmet in size M?",
          "What is the warranty on batteries?");

  private final TraceStore store;
  private final long now;

  private SeededStore(TraceStore store, long now) {
    this.store = store;
    this.now = now;
  }

  public static void main(String[] args) {
    fill(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 100_000);
  }

  /**
   * Fills a new store.
   *
   * @param many how many traces the experiment {@code many} gets
   */
  static void fill(Path file, int many) {
    try (TraceStore store = SqliteTraceStore.open(file)) {
      SeededStore seeds = new SeededStore(store, System.currentTimeMillis());
      seeds.golden();
      seeds.shop();
      seeds.large();
      seeds.odd();
      seeds.hostile();
      seeds.running();
      seeds.many(many);
      store.experiments().create("empty");
      if (!store.health().awaitIndexed(java.time.Duration.ofMinutes(5))) {
        throw new IllegalStateException("the store has not indexed its traces in five minutes");
      }
    }
  }

  private String experiment(String name) {
    return store.experiments().getOrCreate(name).experimentId();
  }

  private void write(String experimentId, List<TraceInfo> infos, List<Span> spans) {
    store
        .writer()
        .write(new WriteBatch(infos, spans.stream().map(EncodedSpan::of).toList(), experimentId));
  }

  private static TraceInfo.Builder info(String traceId, String experimentId) {
    return TraceInfo.builder(traceId).experimentId(experimentId);
  }

  /** What MLflow's own client has recorded. */
  private void golden() {
    String id = experiment("golden");
    for (String scenario : GOLDEN) {
      Trace trace = Trace.fromJson(resource("/golden/python/" + scenario + "/trace.json"));
      write(id, List.of(trace.info().toBuilder().experimentId(id).build()), trace.data().spans());
    }
  }

  private static String resource(String name) {
    try (InputStream in = SeededStore.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A shop's assistant: agents, tools, documents, sessions, users, feedback, failures. */
  private void shop() {
    String id = Experiment.DEFAULT_ID;
    for (int i = 0; i < 240; i++) {
      long start = (now - (240L - i) * 7 * 60_000) * MILLI;
      String trace = traceId(SHOP, i);
      boolean fails = i % 17 == 3;
      String question = QUESTIONS.get(i % QUESTIONS.size());
      String answer = "About \"" + question + "\": **yes**, see [the guide](https://example.org).";
      long think = (180 + i * 37 % 900) * MILLI;
      List<Span> spans = new ArrayList<>();
      spans.add(
          span(trace, 1, "answer", "AGENT", start, think * 2 + 90 * MILLI)
              .inputs(Map.of("question", question))
              .outputs(Map.of("answer", answer))
              .status(
                  fails ? failed("java.net.SocketTimeoutException: Read timed out") : SpanStatus.OK)
              .build());
      spans.add(
          span(trace, 2, "search_manuals", "RETRIEVER", start + 3 * MILLI, 40 * MILLI)
              .parentId(spanId(1))
              .inputs(Map.of("query", question))
              .outputs(
                  List.of(
                      Document.builder("Loosen the bolt, then turn the barrel by a quarter.")
                          .docUri("https://example.org/manuals/brakes.html")
                          .chunkId("chunk_042")
                          .relevanceScore(0.93)
                          .build()
                          .toMap(),
                      Document.builder("A 28 inch wheel takes tyres of ETRTO 622.")
                          .docUri("manuals/wheels.md")
                          .chunkId("chunk_007")
                          .relevanceScore(0.71)
                          .build()
                          .toMap()))
              .build());
      spans.add(
          chat(
                  used(
                      span(trace, 3, "chat", "CHAT_MODEL", start + 45 * MILLI, think),
                      "gpt-4o-mini",
                      320 + i % 70,
                      60 + i % 40),
                  question,
                  answer)
              .parentId(spanId(1))
              .build());
      Span.Builder tool =
          span(
                  trace,
                  4,
                  "look_up_order",
                  "TOOL",
                  start + 50 * MILLI + think,
                  25 * MILLI + think / 2)
              .parentId(spanId(1))
              .inputs(Map.of("order", 4711))
              .outputs(Map.of("state", "shipped", "days", 2));
      spans.add(
          fails
              ? tool.status(failed("timeout"))
                  .events(List.of(timeout(start + 60 * MILLI + think)))
                  .build()
              : tool.build());
      TraceInfo.Builder info =
          info(trace, id)
              .tag("env", i % 3 == 0 ? "staging" : "prod")
              .tag("release", "2026." + i / 60)
              .metadata("mlflow.trace.session", "session-" + i / 6)
              .metadata("mlflow.trace.user", "user-" + i % 9);
      write(id, List.of(info.build()), spans);
      if (i % 4 == 0) {
        store
            .assessments()
            .create(
                Feedback.builder("helpful")
                    .traceId(trace)
                    .value(i % 12 != 0)
                    .source(AssessmentSource.human("ada@example.org"))
                    .rationale("The steps are right.")
                    .build());
      }
      if (i % 5 == 0) {
        store
            .assessments()
            .create(
                Feedback.builder("relevance")
                    .traceId(trace)
                    .value(0.5 + i % 50 / 100.0)
                    .source(AssessmentSource.llmJudge("judge-1"))
                    .build());
      }
    }
  }

  private static SpanStatus failed(String why) {
    return new SpanStatus(SpanStatusCode.ERROR, why);
  }

  private static SpanEvent timeout(long nanos) {
    try {
      try {
        throw new java.net.SocketTimeoutException("Read timed out");
      } catch (java.net.SocketTimeoutException e) {
        throw new IllegalStateException("the order service does not answer", e);
      }
    } catch (IllegalStateException e) {
      SpanEvent event = SpanEvent.fromException(e);
      return SpanEvent.of(event.name(), nanos, event.attributes());
    }
  }

  /** 50,000 spans in one trace, and a value of 20 MB in another. */
  private void large() {
    String id = experiment("large");
    long start = (now - 3_600_000) * MILLI;
    String trace = traceId(LARGE, 1);
    List<Span> spans = new ArrayList<>();
    List<String> types = List.of("CHAIN", "TOOL", "LLM", "RETRIEVER", "AGENT");
    for (int i = 1; i <= 50_000; i++) {
      Span.Builder span =
          span(
                  trace,
                  i,
                  "step " + i % 200,
                  types.get(i % 5),
                  start + i * 20_000L,
                  2 * MILLI + i * 10L)
              .inputs(Map.of("step", i, "note", "word" + i))
              .outputs("done " + i);
      if (i > 1) {
        span.parentId(spanId(Math.max(1, i / 8)));
      }
      if (i % 5_000 == 0) {
        span.status(failed("step failed"));
      }
      spans.add(i % 5 == 2 ? used(span, "gpt-4o", 100, 10).build() : span.build());
      if (spans.size() == 5_000) {
        write(id, List.of(), spans);
        spans.clear();
      }
    }
    String heavy = traceId(LARGE, 2);
    StringBuilder json = new StringBuilder(21 << 20).append("{\"rows\": [");
    for (int i = 0; json.length() < 20 << 20; i++) {
      json.append(i == 0 ? "" : ", ")
          .append("{\"number\": ")
          .append(i)
          .append(", \"name\": \"row ")
          .append(i)
          .append(" of a large table\", \"tags\": [\"a\", \"b\", {\"deep\": true}]}");
    }
    json.append("]}");
    write(
        id,
        List.of(),
        List.of(
            span(heavy, 1, "report", "CHAIN", start, 1_000 * MILLI)
                .inputs(Map.of("month", "October"))
                .outputs("done")
                .build(),
            span(heavy, 2, "export_table", "TOOL", start + 50 * MILLI, 900 * MILLI)
                .parentId(spanId(1))
                .inputs(Map.of("table", "orders"))
                .attribute("mlflow.spanOutputs", AttributeValue.ofJson(json.toString()))
                .build()));
  }

  /** What should not be, but comes. */
  private void odd() {
    String id = experiment("odd");
    long start = (now - 1_800_000) * MILLI;
    String missing = traceId(ODD, 1);
    write(
        id,
        List.of(),
        List.of(
            span(missing, 2, "its parent never came", "CHAIN", start, 5 * MILLI)
                .parentId(spanId(99))
                .build(),
            span(missing, 3, "child", "TOOL", start + MILLI, MILLI).parentId(spanId(2)).build()));
    String skewed = traceId(ODD, 2);
    write(
        id,
        List.of(),
        List.of(
            span(skewed, 1, "server", "CHAIN", start, 10 * MILLI).build(),
            span(skewed, 2, "begins before its parent", "TOOL", start - 3 * MILLI, 5 * MILLI)
                .parentId(spanId(1))
                .build(),
            span(skewed, 3, "ends before it begins", "TOOL", start + 4 * MILLI, -2 * MILLI)
                .parentId(spanId(1))
                .build(),
            span(skewed, 4, "takes no time", "TOOL", start + 5 * MILLI, 0)
                .parentId(spanId(1))
                .build()));
    String deep = traceId(ODD, 3);
    List<Span> levels = new ArrayList<>();
    for (int i = 1; i <= 60; i++) {
      Span.Builder span =
          span(deep, i, "level " + i, "CHAIN", start + i * 100_000L, (70 - i) * MILLI);
      levels.add(i == 1 ? span.build() : span.parentId(spanId(i - 1)).build());
    }
    write(id, List.of(), levels);
    String empty = traceId(ODD, 4);
    write(
        id,
        List.of(
            info(empty, id)
                .requestTimeUnixMillis(now - 1_700_000)
                .executionDurationMillis(12L)
                .requestPreview("\"a trace whose spans were never sent\"")
                .build()),
        List.of());
    String gap = traceId(ODD, 5);
    write(
        id,
        List.of(),
        List.of(
            span(gap, 1, "waits for a person", "WORKFLOW", start, 3_600_000 * MILLI).build(),
            span(gap, 2, "asks", "TOOL", start + MILLI, 20 * MILLI).parentId(spanId(1)).build(),
            span(gap, 3, "goes on", "TOOL", start + 3_599_000 * MILLI, 900 * MILLI)
                .parentId(spanId(1))
                .build()));
  }

  /** Payloads of somebody who wishes the reader ill. */
  private void hostile() {
    String id = experiment("hostile");
    String trace = traceId(HOSTILE, 1);
    long start = (now - 900_000) * MILLI;
    String script = "<script>window.hacked = true; fetch('https://evil.example/x')</script>";
    String image = "<img src=https://evil.example/pixel.png onerror=\"window.hacked = true\">";
    String svg = "<svg onload=\"window.hacked = true\"><a href=\"javascript:alert(1)\">x</a></svg>";
    String markdown =
        "![pixel](https://evil.example/leak.png) [click](javascript:window.hacked=true) " + script;
    StringBuilder deep = new StringBuilder();
    deep.append("[".repeat(5_000)).append("]".repeat(5_000));
    write(
        id,
        List.of(info(trace, id).tag(image, script).build()),
        List.of(
            chat(span(trace, 1, script + image, "CHAT_MODEL", start, 10 * MILLI), svg, markdown)
                .status(failed(image))
                .events(
                    List.of(
                        SpanEvent.of(
                            "exception",
                            Map.of(
                                "exception.type", AttributeValue.of(script),
                                "exception.message", AttributeValue.of(image),
                                "exception.stacktrace", AttributeValue.of(svg)))))
                .attribute("rtl", text("user\u202Egnp.exe\u2066 end"))
                .attribute("nul", text("a\u0000b\u0007c"))
                .attribute("link", text("javascript:window.hacked=true"))
                .build(),
            span(trace, 2, "documents", "RETRIEVER", start, 5 * MILLI)
                .parentId(spanId(1))
                .outputs(
                    List.of(
                        Document.builder(markdown + svg)
                            .docUri("javascript:window.hacked=true")
                            .build()
                            .toMap()))
                .build(),
            span(trace, 3, "one long line", "TOOL", start, 5 * MILLI)
                .parentId(spanId(1))
                .outputs("x".repeat(10 << 20))
                .build(),
            span(trace, 4, "deep", "TOOL", start, 5 * MILLI)
                .parentId(spanId(1))
                .attribute("mlflow.spanOutputs", AttributeValue.ofJson(deep.toString()))
                .build()));
  }

  /** Traces that have not ended. */
  private void running() {
    String id = experiment("running");
    String trace = traceId(RUNNING, 1);
    long start = (now - 5_000) * MILLI;
    write(
        id,
        List.of(),
        List.of(
            Span.builder(trace, spanId(1))
                .name("research")
                .spanType("AGENT")
                .startTimeUnixNanos(start)
                .inputs(Map.of("topic", "looms"))
                .build(),
            span(trace, 2, "plan", "LLM", start + MILLI, 400 * MILLI).parentId(spanId(1)).build()));
  }

  private void many(int count) {
    String id = experiment("many");
    List<Span> spans = new ArrayList<>();
    List<TraceInfo> infos = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String trace = traceId(MANY, i);
      long start = (now - (count - i) * 600L) * MILLI;
      spans.add(
          used(
                  span(trace, 1, "route " + i % 12, "CHAIN", start, (20 + i * 31 % 4_000) * MILLI),
                  "gpt-4o",
                  50,
                  5)
              .inputs("question " + i)
              .outputs("answer " + i)
              .status(i % 40 == 7 ? failed("refused") : SpanStatus.OK)
              .build());
      infos.add(
          info(trace, id)
              .tag("env", i % 5 == 0 ? "staging" : "prod")
              .metadata("mlflow.trace.session", "s" + i / 20)
              .metadata("mlflow.trace.user", "u" + i % 100)
              .build());
      if (spans.size() == 1_000) {
        write(id, infos, spans);
        spans.clear();
        infos.clear();
      }
    }
    write(id, infos, spans);
  }
}
