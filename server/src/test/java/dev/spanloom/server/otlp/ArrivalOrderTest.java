package dev.spanloom.server.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same spans and words make the same trace, however they arrive. */
class ArrivalOrderTest {
  private static final String OTEL_ID = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACE = "tr-" + OTEL_ID;
  private static final RequestHeaders HEADERS = RequestHeaders.of(HttpMethod.POST, "/v1/traces");
  private static final List<String> KEYS =
      List.of(
          "session.id",
          "gen_ai.conversation.id",
          "user.id",
          "mlflow.traceTag.team",
          "mlflow.traceTag.service.name",
          "input.value",
          "gen_ai.usage.input_tokens",
          "gen_ai.usage.output_tokens",
          "langfuse.trace.name");

  /** Something that arrives. */
  private interface Message {
    void sendTo(TraceStore store, OtlpIngest ingest);
  }

  @Property(tries = 300)
  void inMemory(@ForAll long seed) {
    try (TraceStore one = new InMemoryTraceStore();
        TraceStore other = new InMemoryTraceStore()) {
      check(seed, one, other);
    }
  }

  @Test
  void inSqliteAsInMemory(@TempDir Path folder) throws Exception {
    for (long seed = 0; seed < 25; seed++) {
      Path place = Files.createDirectory(folder.resolve("s" + seed));
      try (TraceStore one = new InMemoryTraceStore();
          TraceStore other = SqliteTraceStore.open(place.resolve("other.db"))) {
        check(seed, one, other);
      }
    }
  }

  private static void check(long seed, TraceStore one, TraceStore other) {
    Random random = new Random(seed);
    List<EncodedSpan> spans = spans(random);
    List<TraceInfo> said = said(random);

    List<Message> plain = new ArrayList<>();
    said.forEach(info -> plain.add((store, ingest) -> say(store, info)));
    plain.add((store, ingest) -> send(ingest, spans));
    List<Message> mixed = mixed(spans, said, random);

    assertThat(read(other, mixed)).isEqualTo(read(one, plain));
    assertThat(one.search().count(query("tag.`service.name` LIKE '%'")))
        .isEqualTo(other.search().count(query("tag.`service.name` LIKE '%'")));
    assertThat(one.search().count(query("session_id LIKE '%'")))
        .isEqualTo(other.search().count(query("session_id LIKE '%'")));
  }

  private static dev.spanloom.storage.TraceQuery query(String filter) {
    return dev.spanloom.storage.TraceQuery.builder("0")
        .filter(dev.spanloom.query.FilterParser.parse(filter))
        .build();
  }

  private static Map<String, ?> read(TraceStore store, List<Message> messages) {
    OtlpIngest ingest =
        new OtlpIngest(
            store,
            new ExperimentRouting(store.experiments(), Map.of()),
            SpanLimits.DEFAULTS,
            kind -> {});
    messages.forEach(message -> message.sendTo(store, ingest));
    return store.reader().trace(TRACE).orElseThrow().toMap();
  }

  private static void say(TraceStore store, TraceInfo info) {
    store.writer().write(new WriteBatch(List.of(info), List.of(), "0"));
  }

  private static void send(OtlpIngest ingest, List<EncodedSpan> spans) {
    OtlpIngest.Outcome outcome =
        ingest
            .begin(HEADERS, ReceivedSpans.of(OtlpRequests.split(OtlpRequests.encode(spans))))
            .join();
    assertThat(outcome).isEqualTo(OtlpIngest.Outcome.ALL_TAKEN);
  }

  /** The spans in any order, in parts, some twice; words in between. */
  private static List<Message> mixed(List<EncodedSpan> spans, List<TraceInfo> said, Random random) {
    List<EncodedSpan> order = new ArrayList<>(spans);
    for (EncodedSpan span : spans) {
      if (random.nextInt(3) == 0) {
        order.add(span);
      }
    }
    Collections.shuffle(order, random);
    List<Message> messages = new ArrayList<>();
    for (int from = 0; from < order.size(); ) {
      int to = Math.min(order.size(), from + 1 + random.nextInt(3));
      List<EncodedSpan> part = List.copyOf(order.subList(from, to));
      messages.add((store, ingest) -> send(ingest, part));
      from = to;
    }
    int at = 0;
    for (TraceInfo info : said) {
      at += random.nextInt(messages.size() + 1 - at);
      messages.add(at++, (store, ingest) -> say(store, info));
    }
    return messages;
  }

  private static List<TraceInfo> said(Random random) {
    if (random.nextBoolean()) {
      return List.of();
    }
    TraceInfo.Builder start =
        TraceInfo.builder(TRACE)
            .experimentId("0")
            .requestTimeUnixMillis(1_000)
            .state(TraceState.IN_PROGRESS)
            .tag("mlflow.traceName", "named by the client");
    if (random.nextBoolean()) {
      start.tag("team", "the client's");
    }
    if (random.nextBoolean()) {
      start.metadata("mlflow.trace.session", "the client's");
    }
    TraceInfo.Builder end =
        TraceInfo.builder(TRACE)
            .experimentId("0")
            .requestTimeUnixMillis(1_000)
            .executionDurationMillis(7L)
            .state(TraceState.OK)
            .requestPreview("said");
    return List.of(start.build(), end.build());
  }

  private static List<EncodedSpan> spans(Random random) {
    List<EncodedSpan> spans = new ArrayList<>();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      Span.Builder span =
          Span.builder(TRACE, "%016x".formatted(i + 1))
              .name("span " + i)
              .startTimeUnixNanos(1_000_000_000L + random.nextInt(4) * 1_000_000L)
              .endTimeUnixNanos(2_000_000_000L + random.nextInt(4) * 1_000_000L)
              .status(SpanStatus.OK)
              .resource(resource(random));
      if (i > 0 && random.nextInt(4) > 0) {
        span.parentId("%016x".formatted(1 + random.nextInt(count)));
      }
      for (String key : KEYS) {
        if (random.nextInt(3) == 0) {
          span.attribute(
              key, AttributeValue.of(key.contains("tokens") ? 3L : "value " + random.nextInt(3)));
        }
      }
      spans.add(EncodedSpan.of(span.build()));
    }
    return spans;
  }

  private static OtelResource resource(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> OtelResource.EMPTY;
      case 1 -> new OtelResource(Map.of("service.name", "shop", "host.name", "a"), "", 0);
      default ->
          new OtelResource(
              Map.of("service.name", "till", "telemetry.sdk.name", "x", "mlflow.no", "y"), "", 0);
    };
  }
}
