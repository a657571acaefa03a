package dev.spanloom.storage.transfer;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Link;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Traces, stores that hold them, and exports of those. */
final class Examples {
  static final long START = 1_764_331_200_000_000_000L;

  private Examples() {}

  static String traceId(int number) {
    return TraceIds.fromOtel(String.format("%032x", number));
  }

  static Span.Builder span(int trace, int number) {
    return Span.builder(traceId(trace), String.format("%016x", number))
        .parentId(number == 1 ? null : String.format("%016x", 1))
        .name("span " + number)
        .startTimeUnixNanos(START + trace * 1_000_000_000L + number * 1_000_000L)
        .endTimeUnixNanos(START + trace * 1_000_000_000L + number * 1_000_000L + 5_000_000)
        .status(SpanStatus.OK);
  }

  /** A span with something in every field. */
  static Span rich(int trace, int number) {
    return span(trace, number)
        .kind(SpanKind.CLIENT)
        .spanType("CHAT_MODEL")
        .inputs(Map.of("model", "gpt-4o-mini", "text", "grüße 😀 \u2028 \"quoted\""))
        .outputs(List.of(1L, 2.5, true))
        .attribute("mlflow.chat.tokenUsage", AttributeValue.of(new TokenUsage(1000, 20).toMap()))
        .attribute("bytes", AttributeValue.of(new byte[] {0, 1, (byte) 255}))
        .attribute("nan", AttributeValue.of(Double.NaN))
        .events(List.of(new SpanEvent("e", START, Map.of("k", List.of("v")))))
        .links(List.of(new Link(traceId(99), "00000000000000ff", Map.of("a", 1L))))
        .traceState("a=b")
        .flags(1)
        .dropped(new Span.DroppedCounts(1, 2, 3))
        .resource(new OtelResource(Map.of("service.name", "shop"), "https://schema/r", 1))
        .scope(new OtelScope("lib", "1.0", Map.of("s", 1L), "https://schema/s", 0))
        .build();
  }

  static TraceInfo.Builder info(int trace) {
    return TraceInfo.builder(traceId(trace))
        .requestTimeUnixMillis(START / 1_000_000 + trace * 1000L + 1)
        .tag("env", "prod")
        .metadata("mlflow.trace.session", "s-" + trace)
        .clientRequestId("request " + trace);
  }

  static TraceInfo assessed(int trace, String experimentId) {
    return info(trace)
        .experimentId(experimentId)
        .requestPreview("set by hand")
        .assessments(
            List.of(
                Feedback.builder("correct")
                    .assessmentId("a-1" + trace)
                    .traceId(traceId(trace))
                    .value(Map.of("score", 0.5))
                    .rationale("because")
                    .createTimeUnixMillis(1)
                    .lastUpdateTimeUnixMillis(2)
                    .build(),
                Expectation.builder("answer")
                    .assessmentId("a-2" + trace)
                    .traceId(traceId(trace))
                    .value(List.of("x"))
                    .createTimeUnixMillis(3)
                    .lastUpdateTimeUnixMillis(4)
                    .build()))
        .build();
  }

  static void write(TraceStore store, List<TraceInfo> infos, List<Span> spans, String experiment) {
    WriteResult result =
        store
            .writer()
            .write(new WriteBatch(infos, spans.stream().map(EncodedSpan::of).toList(), experiment));
    if (!result.equals(WriteResult.ALL_TAKEN)) {
      throw new AssertionError(result);
    }
  }

  /** A rich trace, one of 450 spans, one whose spans have not come, and one in an experiment. */
  static TraceStore filled() {
    TraceStore store = new InMemoryTraceStore();
    String shop = store.experiments().create("shop").experimentId();
    store.experiments().setTag(shop, "owner", "ann");
    write(store, List.of(assessed(1, "0")), List.of(span(1, 1).build(), rich(1, 2)), "0");
    List<Span> many = new ArrayList<>();
    for (int i = 1; i <= 450; i++) {
      many.add(span(2, i).build());
    }
    write(store, List.of(info(2).build()), many, "0");
    write(store, List.of(info(3).build()), List.of(), "0");
    write(store, List.of(assessed(4, shop)), List.of(rich(4, 1)), shop);
    return store;
  }

  static TraceQuery all(TraceStore store) {
    return TraceQuery.builder(
            store.experiments().list().stream().map(e -> e.experimentId()).toArray(String[]::new))
        .build();
  }

  /** All traces of a store by id. */
  static Map<String, Trace> traces(TraceStore store) {
    Map<String, Trace> traces = new TreeMap<>();
    store
        .search()
        .search(all(store))
        .infos()
        .forEach(
            info -> traces.put(info.traceId(), store.reader().trace(info.traceId()).orElseThrow()));
    return traces;
  }

  static byte[] export(TraceStore store, ExportFormat format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      TraceExport.of(store).write(all(store), format, out, (done, total) -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static String text(TraceStore store, ExportFormat format) {
    return new String(export(store, format), StandardCharsets.UTF_8);
  }

  static ImportReport read(TraceStore into, String text) {
    return read(into, text.getBytes(StandardCharsets.UTF_8));
  }

  static ImportReport read(TraceStore into, byte[] content) {
    return TraceImport.into(into).read(new ByteArrayInputStream(content), "file");
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static String golden(String path) {
    try (InputStream in =
        Objects.requireNonNull(Examples.class.getResourceAsStream("/golden/" + path), path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
