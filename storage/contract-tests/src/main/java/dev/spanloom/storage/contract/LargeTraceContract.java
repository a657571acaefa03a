package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.span;
import static dev.spanloom.storage.contract.Examples.spanId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is far larger than usual is stored and read back, or refused with the limit named. */
@Timeout(600)
public abstract class LargeTraceContract extends StoreContract {
  private static final int SPANS = 100_000;
  private static final int PIECE = 5_000;

  private static Span small(int number) {
    return Span.builder(TRACE, spanId(number))
        .parentId(number == 0 ? null : spanId(number / 10))
        .name("step " + number % 100)
        .startTimeUnixNanos(nanos(number))
        .endTimeUnixNanos(nanos(number + 5))
        .attribute("n", AttributeValue.of(number))
        .build();
  }

  @Test
  void aHundredThousandSpansInOneTraceAreKept() {
    for (int first = 0; first < SPANS; first += PIECE) {
      List<EncodedSpan> spans =
          IntStream.range(first, first + PIECE).mapToObj(i -> EncodedSpan.of(small(i))).toList();
      assertThat(store.writer().write(new WriteBatch(List.of(), spans, Experiment.DEFAULT_ID)))
          .isEqualTo(WriteResult.ALL_TAKEN);
    }
    TraceInfo info = readInfo(TRACE);
    assertThat(info.executionDurationMillis()).isEqualTo(SPANS + 4L);
    assertThat(info.traceMetadata().get(TraceMetadataKey.SIZE_STATS))
        .contains("\"num_spans\": " + SPANS);
    List<SpanSummary> part = store.reader().skeleton(TRACE, 70_000, 3);
    assertThat(part)
        .extracting(SpanSummary::spanId)
        .containsExactly(spanId(70_000), spanId(70_001), spanId(70_002));
    assertThat(store.reader().skeleton(TRACE, 0, Integer.MAX_VALUE)).hasSize(SPANS);
    assertThat(store.reader().span(TRACE, spanId(99_999))).contains(small(99_999));
    assertThat(store.reader().spans(TRACE, 50_000, 2))
        .containsExactly(small(50_000), small(50_001));
    assertThat(readTrace(TRACE).data().spans()).hasSize(SPANS);
    assertThat(found("span_count = " + SPANS)).hasSize(1);
    assertThat(found("span(name = 'step 99' AND attributes.n = 99999)")).hasSize(1);
    assertThat(found("span(name = 'step 98' AND attributes.n = 99999)")).isEmpty();
    assertThat(store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(TRACE))).isEqualTo(1);
    assertThat(store.health().stats().spans()).isZero();
  }

  @Test
  void aValueOfTwentyMegabytesIsKeptWholeOrRefusedByItsSize() {
    Span large = span(TRACE, 0).outputs("0123456789abcdef".repeat(1_310_720) + " end").build();
    WriteResult result = write(large);
    if (result.rejected().isEmpty()) {
      assertThat(readTrace(TRACE).data().spans()).containsExactly(large);
      assertThat(found("trace.text LIKE '%abcdef end%'")).hasSize(1);
      assertThat(found("trace.text LIKE '%abcdef  end%'")).isEmpty();
    } else {
      assertThat(result.rejected().get(0).reason()).containsPattern("at most [0-9]");
    }
  }

  @Test
  void tenThousandTagsAreKeptOrRefusedByTheirNumber() {
    TraceInfo.Builder info = said(TRACE);
    IntStream.range(0, 10_000).forEach(i -> info.tag("key " + i, "value " + i));
    write(root(TRACE));
    WriteResult result = write(info.build());
    if (result.rejectedInfos().isEmpty()) {
      assertThat(readInfo(TRACE).tags())
          .hasSizeGreaterThan(10_000)
          .containsEntry("key 9999", "value 9999");
      assertThat(found("tag.`key 1234` = 'value 1234' AND tag.`key 9999` LIKE '%99'")).hasSize(1);
      store.tags().set(TRACE, "key 1234", "changed");
      assertThat(found("tag.`key 1234` = 'value 1234'")).isEmpty();
    } else {
      assertThat(result.rejectedInfos().get(0).reason()).containsPattern("at most [0-9]");
    }
  }

  @Test
  void tenThousandTracesInOneWriteAreKept() {
    List<EncodedSpan> spans =
        IntStream.range(0, 10_000)
            .mapToObj(i -> EncodedSpan.of(Examples.rootOf(i).build()))
            .toList();
    assertThat(store.writer().write(new WriteBatch(List.of(), spans, Experiment.DEFAULT_ID)))
        .isEqualTo(WriteResult.ALL_TAKEN);
    assertThat(store.health().stats().traces()).isEqualTo(10_000);
    assertThat(found("")).hasSize(10_000).startsWith(9999, 9998).endsWith(1, 0);
  }
}
