package dev.spanloom.entities.internal.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.TestSpans;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
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

  @Property
  void theSizeOfTheInfoIsThatOfItsTextBeforeTheStoreAddsToIt(
      @ForAll String preview,
      @ForAll Map<String, String> metadata,
      @ForAll Map<String, String> tags,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long millis) {
    TraceInfo info =
        TraceInfo.builder("tr-1")
            .requestPreview(preview)
            .requestTimeUnixMillis(millis)
            .executionDurationMillis(millis % 100_000)
            .metadata(metadata)
            .tags(tags)
            .build();
    TraceInfo stored =
        info.toBuilder()
            .metadata(TraceMetadataKey.COST, "{}")
            .metadata(TraceMetadataKey.SIZE_BYTES, "1")
            .metadata(TraceMetadataKey.SIZE_STATS, "{}")
            .tag(TraceTagKey.SPANS_LOCATION, TraceTagKey.TRACKING_STORE)
            .tag(TraceTagKey.ARTIFACT_LOCATION, "a")
            .assessments(List.of(Feedback.builder("good").value(true).build()))
            .build();
    String text =
        JsonWriter.ascii()
            .value(Map.of("info", info.toMap(), "data", Map.of("spans", List.of())))
            .toString();

    SpanSizes none = SpanSizes.of(new long[0]);
    assertThat(SizeStats.of(info, none).totalSizeBytes()).isEqualTo(text.length());
    assertThat(SizeStats.of(stored, none).totalSizeBytes()).isEqualTo(text.length());
  }
}
