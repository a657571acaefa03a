package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.span;
import static dev.spanloom.storage.contract.Examples.spanId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.storage.WriteBatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said of a trace and what its spans say make one trace, however they come. */
public abstract class MergingContract extends StoreContract {
  private static TraceInfo started() {
    return TraceInfo.builder(TRACE)
        .requestTimeUnixMillis(START_MILLIS)
        .state(TraceState.IN_PROGRESS)
        .tag("a", "1")
        .metadata(TraceMetadataKey.TRACE_SESSION, "s")
        .build();
  }

  private static TraceInfo ended() {
    return said(TRACE).state(TraceState.OK).tag("b", "2").responsePreview("done").build();
  }

  private static Span using(int number, long tokens) {
    return span(TRACE, number)
        .parentId(spanId(0))
        .attribute(
            SpanAttributeKey.CHAT_USAGE, AttributeValue.of(new TokenUsage(tokens, tokens).toMap()))
        .build();
  }

  @Test
  void aTraceThatIsStartedAgainIsMergedNotRefused() {
    write(started());
    write(root(TRACE));
    write(
        TraceInfo.builder(TRACE)
            .requestTimeUnixMillis(START_MILLIS + 50)
            .state(TraceState.IN_PROGRESS)
            .tag("c", "3")
            .build());
    TraceInfo info = readInfo(TRACE);
    assertThat(info.tags()).containsEntry("a", "1").containsEntry("c", "3");
    assertThat(info.requestTimeUnixMillis()).isEqualTo(START_MILLIS);
    assertThat(info.traceMetadata()).containsEntry(TraceMetadataKey.TRACE_SESSION, "s");
    assertThat(readTrace(TRACE).data().spans()).containsExactly(root(TRACE));
  }

  @Test
  void aStartThatComesAfterTheEndChangesNeitherStateNorDuration() {
    write(ended());
    write(started());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.OK);
    assertThat(readInfo(TRACE).executionDurationMillis()).isEqualTo(100);
    assertThat(readInfo(TRACE).responsePreview()).isEqualTo("done");
  }

  @Test
  void anyOrderOfStartEndAndSpansGivesTheSameTrace() {
    List<WriteBatch> batches = new ArrayList<>();
    batches.add(Examples.batch(started()));
    batches.add(Examples.batch(ended()));
    batches.add(Examples.batch(root(TRACE)));
    IntStream.range(1, 5).forEach(i -> batches.add(Examples.batch(using(i, 10L * i))));
    batches.add(Examples.batch(span(TRACE, 9).parentId(spanId(0)).endTimeUnixNanos(0).build()));
    batches.forEach(store.writer()::write);
    Trace expected = readTrace(TRACE);
    assertThat(expected.info().tokenUsage()).contains(new TokenUsage(100, 100));
    for (int seed = 0; seed < 10; seed++) {
      store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(TRACE));
      Collections.shuffle(batches, new Random(seed));
      batches.forEach(store.writer()::write);
      // what is sent twice because nobody answered counts once
      store.writer().write(batches.get(seed % batches.size()));
      assertThat(readTrace(TRACE)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void writersOfOneTraceAtOnceMakeWhatOneAfterTheOtherMakes() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Future<?>> futures = new ArrayList<>();
      futures.add(pool.submit(() -> write(started())));
      futures.add(pool.submit(() -> write(ended())));
      futures.add(pool.submit(() -> write(root(TRACE))));
      for (int i = 1; i <= 40; i++) {
        int number = i;
        futures.add(pool.submit(() -> write(using(number, 1))));
        futures.add(pool.submit(() -> write(using(number, 1))));
      }
      for (Future<?> future : futures) {
        future.get(120, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    TraceInfo info = readInfo(TRACE);
    assertThat(info.tokenUsage()).contains(new TokenUsage(40, 40));
    assertThat(info.state()).isEqualTo(TraceState.OK);
    assertThat(info.tags()).containsEntry("a", "1").containsEntry("b", "2");
    assertThat(readTrace(TRACE).data().spans()).hasSize(41);
    assertThat(found("total_tokens = 80 AND span_count = 41 AND tag.a = '1'")).containsExactly(1);
  }

  @Test
  void usageThatWasSaidAndUsageOfSpansIsNotAddedUp() {
    TokenUsage usage = new TokenUsage(30, 12);
    write(
        said(TRACE)
            .metadata(TraceMetadataKey.TOKEN_USAGE, AttributeValue.of(usage.toMap()).json())
            .build());
    assertThat(readInfo(TRACE).tokenUsage()).contains(usage);
    write(root(TRACE), using(1, 5));
    assertThat(readInfo(TRACE).tokenUsage()).contains(new TokenUsage(5, 5));
    write(using(1, 5), using(2, 7));
    assertThat(readInfo(TRACE).tokenUsage()).contains(new TokenUsage(12, 12));
  }

  @Test
  void aRunningRootIsReplacedByItsEnd() {
    write(started());
    write(span(TRACE, 0).endTimeUnixNanos(0).build());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);
    assertThat(found("status = 'IN_PROGRESS' AND span.duration_ms IS NULL")).containsExactly(1);
    write(span(TRACE, 0).status(new SpanStatus(SpanStatusCode.ERROR, "boom")).build());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.ERROR);
    assertThat(readInfo(TRACE).executionDurationMillis()).isEqualTo(10);
    assertThat(found("status = 'ERROR' AND span.duration_ms = 10 AND execution_time_ms = 10"))
        .containsExactly(1);
  }

  @Test
  void clocksThatDisagreeGiveNoNegativeTimes() {
    write(
        said(TRACE)
            .requestTimeUnixMillis(START_MILLIS + 5_000)
            .executionDurationMillis(-20L)
            .build());
    write(
        span(TRACE, 0).startTimeUnixNanos(nanos(10)).endTimeUnixNanos(nanos(-500)).build(),
        child(TRACE, 1));
    TraceInfo info = readInfo(TRACE);
    assertThat(info.requestTimeUnixMillis()).isEqualTo(START_MILLIS + 1);
    assertThat(info.executionDurationMillis()).isNotNegative();
    assertThat(found("execution_time_ms < 0 OR span.duration_ms < 0")).isEmpty();
    assertThat(found("span(name = 'span 0' AND duration_ms = 0)")).containsExactly(1);
  }

  @Test
  void linksToRunsAndPromptsAddUp() {
    String greet = "{\"name\": \"greet\", \"version\": \"1\"}";
    String bye = "{\"name\": \"bye\", \"version\": \"2\"}";
    write(started().toBuilder().tag(TraceTagKey.LINKED_PROMPTS, "[" + greet + "]").build());
    for (String run : List.of("r1", "r2", "r1")) {
      write(
          TraceInfo.builder(TRACE)
              .traceLocation(TraceLocation.unspecified())
              .metadata(TraceMetadataKey.LINKED_RUNS, "[\"" + run + "\"]")
              .tag(TraceTagKey.LINKED_PROMPTS, "[" + bye + ", " + greet + "]")
              .build());
    }
    write(started());

    TraceInfo info = store.reader().info(TRACE).orElseThrow();
    assertThat(info.traceMetadata())
        .containsEntry(TraceMetadataKey.LINKED_RUNS, "[\"r1\", \"r2\"]");
    assertThat(info.tags())
        .containsEntry(TraceTagKey.LINKED_PROMPTS, "[" + greet + ", " + bye + "]");
    assertThat(info.state()).isEqualTo(TraceState.IN_PROGRESS);
    assertThat(info.requestTimeUnixMillis()).isEqualTo(START_MILLIS);
  }
}
