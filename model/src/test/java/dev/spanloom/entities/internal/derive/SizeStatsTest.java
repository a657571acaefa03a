package dev.spanloom.entities.internal.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.TestSpans;
import dev.spanloom.entities.TraceInfo;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SizeStatsTest {
  @Test
  void percentileOfNothingIsZero() {
    assertThat(SpanSizes.percentile(new long[0], 0.5)).isEqualTo(0.0);
  }

  @Test
  void percentileOfOneIsItself() {
    assertThat(SpanSizes.percentile(new long[] {100}, 0.25)).isEqualTo(100.0);
  }

  @Test
  void percentilesAreInterpolated() {
    assertThat(SpanSizes.percentile(new long[] {10, 20}, 0.5)).isEqualTo(15.0);
    assertThat(SpanSizes.percentile(new long[] {10, 20, 30, 40}, 0.25)).isEqualTo(17.5);
    assertThat(SpanSizes.percentile(new long[] {10, 20, 30, 40}, 0.75)).isEqualTo(32.5);
    assertThat(SpanSizes.percentile(LongStream.rangeClosed(1, 100).toArray(), 0.25))
        .isEqualTo(25.75);
  }

  @Test
  void theJsonHasMlflowsFieldsInMlflowsOrder() {
    assertThat(new SizeStats(1, 2, 3, 4, 5, 6).toJson())
        .isEqualTo(
            "{\"total_size_bytes\": 1, \"num_spans\": 2, \"max\": 3, \"p25\": 4, \"p50\": 5,"
                + " \"p75\": 6}");
  }

  @Test
  void theSizeOfASpanCountsEscapedCharacters() {
    long plain = TestSpans.root().name("a").build().jsonSizeBytes();
    long umlaut = TestSpans.root().name("ä").build().jsonSizeBytes();

    assertThat(umlaut - plain).isEqualTo(5); // \u00e4 instead of a
  }

  @Test
  void aTraceWithoutSpansHasTheSizeOfItsInfo() {
    SizeStats stats = SizeStats.of(TraceInfo.builder("tr-1").build(), SpanSizes.of(new long[0]));

    assertThat(stats.numSpans()).isZero();
    assertThat(stats.max()).isZero();
    assertThat(stats.totalSizeBytes()).isPositive();
  }
}
